"""What the admin knows of insiders."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from insiders.admin.givings import GIVE, GivingsViewSet, tiers_of
from insiders.admin.givings import INDEX as GIVINGS
from insiders.admin.invitations import INDEX, InvitationsViewSet
from insiders.policies import may_invite

hooks.register("register_admin_viewset", InvitationsViewSet)
hooks.register("register_admin_viewset", GivingsViewSet)


@hooks.register("register_permissions")
def offer_inviting() -> QuerySet[Permission]:
    """So that it can be ticked for a group in the admin."""
    return Permission.objects.filter(content_type__app_label="insiders", codename="invite")


class ForInviters(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("insiders.invite")


@hooks.register("register_admin_menu_item")
def invitations_item() -> MenuItem:
    return ForInviters(gettext_lazy("Invitations"), reverse(INDEX), icon_name="mail", order=320)


@hooks.register("register_reports_menu_item")
def givings_item() -> MenuItem:
    return ForInviters(gettext_lazy("Early access that was given"), reverse(GIVINGS), icon_name="group", order=900)


@hooks.register("register_page_header_buttons")
def offer_giving(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if page.pk and may_invite(user) and tiers_of(page):
        url = reverse(GIVE, args=[page.pk])
        yield Button(_("Give access to the people behind…"), url=url, icon_name="group", priority=60)
