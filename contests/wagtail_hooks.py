"""What the admin knows of contests."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.signals import page_published

from contests.actions.announcing import announce, remember_times
from contests.admin import integrity, jury_log, publishing_log
from contests.admin.jury_screens import JuryViewSet, jury_button
from contests.admin.results import RESULTS, ResultsView
from contests.admin.running import RunView
from contests.completeness import reasons_against
from contests.models import ContestPage
from contests.policies.running import may_run
from core.pages.held_back import hold_back, refuse_incomplete

RUN = "contest_run"


@hooks.register("register_permissions")
def offer_permissions() -> QuerySet[Permission]:
    """So that they can be ticked for a group in the admin."""
    names = ("run_contest", "watch_votes")
    return Permission.objects.filter(content_type__app_label="contests", codename__in=names)


@hooks.register("register_admin_urls")
def offer_running() -> list[URLPattern]:
    return [path("contests/<key:pk>/run/", RunView.as_view(), name=RUN)]


@hooks.register("register_page_header_buttons")
def offer_in_header(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from _run_buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def offer_in_listing(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from _run_buttons(page, user)


def _run_buttons(page: Page, user: Any) -> Iterator[Button]:
    if page.live and issubclass(page.specific_class, ContestPage) and may_run(user):
        yield Button(_("Pause or extend"), url=reverse(RUN, args=[page.pk]), icon_name="history", priority=12)


@hooks.register("before_publish_page")
def keep_what_was_announced(request: HttpRequest, page: Page) -> None:
    """Of a contest whose times were never written down: what they are until now."""
    if isinstance(page, ContestPage):
        remember_times(page.pk)


@receiver(page_published, sender=ContestPage)
def follow_publication(instance: ContestPage, revision: Any = None, **kwargs: Any) -> None:
    """By the signal, not the editor's hook: a publication that was scheduled has no editor. What is incomplete all the
    same was never asked: pages that were copied as they stand."""
    if not instance.live:
        return  # it is only scheduled
    if reasons_against(instance):
        hold_back(instance)
    else:
        announce(instance, by=revision.user if revision else None)


@hooks.register("before_delete_page")
def keep_contest(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refusal(request, [page])


@hooks.register("before_bulk_action")
def keep_contests(request: HttpRequest, action: str, objects: Any, view: Any) -> HttpResponse | None:
    pages = [thing for thing in objects if isinstance(thing, Page)]
    if action == "delete":
        return _refusal(request, pages)
    if action == "publish":
        return refuse_incomplete(request, pages, ContestPage, lambda contest, reader: reasons_against(contest))
    return None


def _refusal(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    """What members entered does not go with a page: a contest with entries is unpublished, never deleted."""
    for page in pages:
        contest = ContestPage.objects.descendant_of(page, inclusive=True).filter(entries__isnull=False).first()
        if contest:
            words = _("“%(contest)s” stays, because members have entered it. Unpublish it instead.")
            messages.error(request, words % {"contest": contest.title})
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


hooks.register("register_log_actions", integrity.register_acts)


@hooks.register("register_admin_viewset")
def register_votes() -> ViewSet:
    return integrity.VotesViewSet()


@hooks.register("register_admin_urls")
def offer_results() -> list[URLPattern]:
    return [path("contests/<key:pk>/results/", ResultsView.as_view(), name=RESULTS)]


@hooks.register("register_page_header_buttons")
def offer_results_in_header(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from _results_buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def offer_results_in_listing(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from _results_buttons(page, user)


def _results_buttons(page: Page, user: Any) -> Iterator[Button]:
    if page.live and issubclass(page.specific_class, ContestPage) and may_run(user):
        yield Button(_("Results"), url=reverse(RESULTS, args=[page.pk]), icon_name="pick", priority=14)


hooks.register("register_admin_viewset", JuryViewSet)
hooks.register("register_page_listing_more_buttons", jury_button)
hooks.register("register_page_header_buttons", jury_button)
hooks.register("register_log_actions", jury_log.register_acts)
hooks.register("register_log_actions", publishing_log.register_acts)
