"""What the admin knows of insiders: early-access pages, invitations, givings."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.signals import page_published

from insiders.actions.early import early_access_of
from insiders.admin.feedback import (
    ALL_FEEDBACK,
    ALL_FEEDBACK_CSV,
    FEEDBACK,
    FEEDBACK_CSV,
    AllFeedbackView,
    FeedbackView,
    all_feedback_csv,
    feedback_csv,
)
from insiders.admin.givings import GIVE, GivingsViewSet, tiers_of
from insiders.admin.givings import INDEX as GIVINGS
from insiders.admin.invitations import INDEX, InvitationsViewSet
from insiders.models import EarlyAccessPage
from insiders.policies.early_access import may_look_after
from insiders.policies.invitations import may_invite

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


class ForEditors(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(page_permission_policy.user_has_permission(request.user, "change"))


@hooks.register("register_reports_menu_item")
def feedback_item() -> MenuItem:
    return ForEditors(gettext_lazy("Feedback on early access"), reverse(ALL_FEEDBACK), icon_name="comment", order=910)


@hooks.register("register_page_header_buttons")
def offer_giving(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if page.pk and may_invite(user) and tiers_of(page):
        url = reverse(GIVE, args=[page.pk])
        yield Button(_("Give access to the people behind…"), url=url, icon_name="group", priority=60)


@hooks.register("register_admin_urls")
def offer_feedback() -> list[URLPattern]:
    return [
        path("early-access/<key:page_pk>/feedback/", FeedbackView.as_view(), name=FEEDBACK),
        path("early-access/<key:page_pk>/feedback.csv", feedback_csv, name=FEEDBACK_CSV),
        path("early-access/feedback/", AllFeedbackView.as_view(), name=ALL_FEEDBACK),
        path("early-access/feedback.csv", all_feedback_csv, name=ALL_FEEDBACK_CSV),
    ]


@hooks.register("register_page_header_buttons")
def offer_in_header(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from _buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def offer_in_listing(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from _buttons(page, user)


def _buttons(page: Page, user: Any) -> Iterator[Button]:
    if page.pk and issubclass(page.specific_class, EarlyAccessPage) and may_look_after(user, page):
        yield Button(_("Private files"), url=reverse("insiders:files", args=[page.pk]), icon_name="lock", priority=11)
        yield Button(_("Feedback"), url=reverse(FEEDBACK, args=[page.pk]), icon_name="comment", priority=12)


@receiver(page_published, sender=EarlyAccessPage)
def begin(instance: EarlyAccessPage, **kwargs: Any) -> None:
    """By the signal, not the editor's hook: a publication that was scheduled has no editor."""
    early_access_of(instance)
