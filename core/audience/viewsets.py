"""Members in Wagtail's user screens: found by name and handle, with the fields they have, erased by the verb."""

from typing import Any

from django.contrib.auth import get_user_model
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.users.views import users

from core.audience.forms import MemberCreationForm, MemberEditForm
from core.audience.models import Tier
from core.members.actions.erasing import erase_member


class MemberIndexView(users.IndexView):
    @cached_property
    def search_fields(self) -> set[str]:
        return {"email", "display_name", "handle"}

    @cached_property
    def columns(self) -> list[Column]:
        first, name, address, *rest = super().columns
        name.sort_key = "display_name"
        address.label = _("E-mail address")
        return [first, name, address, Column("handle", label=_("Handle"), sort_key="handle"), *rest]

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().filter(erased_at=None)


class MemberDeleteView(users.DeleteView):
    """What was given to everyone stays under "former member": the row is emptied, not deleted."""

    def delete_action(self) -> None:
        erase_member(self.object, by=self.request.user)


class UserViewSet(users.UserViewSet):
    index_view_class = MemberIndexView
    delete_view_class = MemberDeleteView
    model = get_user_model()

    def get_form_class(self, for_update: bool = False) -> type[MemberCreationForm] | type[MemberEditForm]:
        return MemberEditForm if for_update else MemberCreationForm


class TierViewSet(ModelViewSet):
    """Tiers of insiders, in the settings menu. Who is in a tier is set with the member's groups."""

    model = Tier
    icon = "group"
    form_fields = ("group", "name", "order", "is_hidden")
    list_display = ("name", "group", "order", "is_hidden")
    menu_label = _("Tiers")
    add_to_settings_menu = True
    inspect_view_enabled = False
