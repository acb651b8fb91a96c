from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from core.audience.admin.members import MembersFileView, MembershipView, MembersView
from core.audience.admin.tiers import INDEX, DeleteTierView, EditTierView, NewTierView, TiersView, for_managers
from core.audience.policies import may_manage_tiers
from core.http import limited


class TiersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(may_manage_tiers(request.user))


def menu_item() -> MenuItem:
    return TiersMenuItem(_("Tiers"), reverse(INDEX), icon_name="group", order=350)


class TiersViewSet(ViewSet):
    name = "audience_tiers"
    url_prefix = "tiers"
    icon = "group"

    def get_urlpatterns(self) -> list[Any]:
        def screen(view: Any) -> Any:
            return for_managers(self.construct_view(view))

        lets_in = limited("let-in", rate="60/h")
        file = limited("tiers-csv", rate="10/m", methods=("GET",))(self.construct_view(MembersFileView))
        return [
            path("", screen(TiersView), name="index"),
            path("new/", screen(NewTierView), name="new"),
            path("<int:pk>/", lets_in(screen(MembersView)), name="members"),
            path("<int:pk>/edit/", screen(EditTierView), name="edit"),
            path("<int:pk>/delete/", screen(DeleteTierView), name="delete"),
            path("<int:pk>/members.csv", for_managers(file), name="file"),
            path("<int:pk>/members/<int:membership_pk>/", screen(MembershipView), name="membership"),
        ]
