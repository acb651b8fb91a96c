from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from contests.admin.results import RESULTS, ResultsView
from contests.models import ContestPage
from contests.policies.running import may_run


@hooks.register("register_admin_urls")
def offer_results() -> list[URLPattern]:
    return [path("contests/<int:pk>/results/", ResultsView.as_view(), name=RESULTS)]


@hooks.register("register_page_header_buttons")
def offer_results_in_header(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from _results_buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def offer_results_in_listing(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from _results_buttons(page, user)


def _results_buttons(page: Page, user: Any) -> Iterator[Button]:
    if page.live and issubclass(page.specific_class, ContestPage) and may_run(user):
        yield Button(_("Results"), url=reverse(RESULTS, args=[page.pk]), icon_name="pick", priority=14)
