"""What editors find on an early-access page beside Wagtail's own."""

from collections.abc import Iterator
from typing import Any

from django.dispatch import receiver
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.signals import page_published

from insiders.actions.early import early_access_of
from insiders.admin.feedback import FEEDBACK, FEEDBACK_CSV, FeedbackView, feedback_csv
from insiders.models import EarlyAccessPage
from insiders.policies import may_look_after


@hooks.register("register_admin_urls")
def offer_feedback() -> list[URLPattern]:
    return [
        path("early-access/<int:page_pk>/feedback/", FeedbackView.as_view(), name=FEEDBACK),
        path("early-access/<int:page_pk>/feedback.csv", feedback_csv, name=FEEDBACK_CSV),
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
