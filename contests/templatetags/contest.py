"""`{% moment contest at %}`: a time by the contest's own clock, for every reader the same; script adds their own."""

from datetime import datetime
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from wagtail.models import Page

from contests.fronts import front_of
from contests.models import ContestPage, Entry
from contests.zones import offset_in_words

register = template.Library()

SHAPE = '<time datetime="{}" data-behavior="local-time">{}</time>'
DAY = '<time datetime="{}">{}</time>'


@register.simple_tag
def moment(contest: ContestPage, at: datetime, form: str = "DATETIME_FORMAT") -> SafeString:
    """`form` is one of Django's formats: DATETIME_FORMAT, DATE_FORMAT."""
    local = at.astimezone(contest.zone)
    shape = SHAPE if form == "DATETIME_FORMAT" else DAY
    return format_html(shape, local.isoformat(timespec="seconds"), formats.date_format(local, form))


@register.simple_tag
def zone_in_words(contest: ContestPage) -> str:
    """As in "All times are those of Oslo (UTC+1, later UTC+2)."."""
    windows = contest.schedule.windows.values()
    moments = [moment for window in windows for moment in (window.opens, window.closes)]
    offsets = dict.fromkeys(offset_in_words(contest.zone, at) for at in [*moments, contest.schedule.results_from])
    place = contest.time_zone.rsplit("/", 1)[-1].replace("_", " ")
    words = gettext("All times are those of %(place)s (%(offset)s).")
    return words % {"place": place, "offset": gettext(", later ").join(offsets)}


@register.simple_tag
def contest_front(request: HttpRequest, contest: ContestPage) -> dict[str, Any]:
    """What lists show of a contest: its phase, how long still, what to do (`front_of`)."""
    return front_of(contest, request)


@register.simple_tag
def contest_groups(request: HttpRequest, contests: list[ContestPage]) -> list[dict[str, Any]]:
    """What is open, what is to come and what is over, each with its contests; what has none is left out."""
    fronts = [front_of(contest, request) for contest in contests]
    titles = {"open": gettext("Open now"), "coming": gettext("Coming"), "over": gettext("Over")}
    groups = [
        {"key": key, "title": title, "fronts": [front for front in fronts if front["group"] == key]}
        for key, title in titles.items()
    ]
    return [group for group in groups if group["fronts"]]


@register.simple_tag
def leaving_with(page: Page) -> int:
    """How many entries leave the site with this page, and contests below it."""
    contests = ContestPage.objects.filter(live=True).descendant_of(page, inclusive=True)
    return Entry.objects.published().filter(contest__in=contests).count()
