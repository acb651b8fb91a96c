"""Members in Wagtail's user screens: found by name and handle, with the fields they have, erased by the verb."""

from typing import Any

from django.contrib.auth import get_user_model
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.users.views import groups, users

from core.audience.forms import MemberCreationForm, MemberEditForm
from core.audience.models import Membership, Tier
from core.audience.reasons import reasons_of
from core.audience.roster import dependents_of
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


class MemberEditView(users.EditView):
    """Beside the groups stands why somebody is in those of tiers, and until when."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        there = Membership.objects.filter(member=self.object.pk, ended_at=None).select_related("tier", "by")
        reasons = reasons_of(there, to=self.request.user)
        return {**context, "memberships": [(one, reasons[one.pk], one.is_in_grace()) for one in there]}


class MemberDeleteView(users.DeleteView):
    """What was given to everyone stays under "former member": the row is emptied, not deleted."""

    def delete_action(self) -> None:
        erase_member(self.object, by=self.request.user)


class UserViewSet(users.UserViewSet):
    index_view_class = MemberIndexView
    edit_view_class = MemberEditView
    delete_view_class = MemberDeleteView
    model = get_user_model()

    def get_form_class(self, for_update: bool = False) -> type[MemberCreationForm] | type[MemberEditForm]:
        return MemberEditForm if for_update else MemberCreationForm


class GroupDeleteView(groups.DeleteView):
    """Of the group of a tier it says what hangs on it, as the tier's own screen does."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        tier = Tier.objects.filter(group=self.object.pk).first()
        dependents = dependents_of(tier, to=self.request.user) if tier else None
        return {**context, "tier": tier, "dependents": dependents}


class GroupViewSet(groups.GroupViewSet):
    delete_view_class = GroupDeleteView
