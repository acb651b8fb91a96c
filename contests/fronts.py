"""What contests show on pages of others: the home page, the list of feeds."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from contests.models import ContestPage
from contests.phases import Phase
from contests.presenting import EYEBROWS, ICONS, next_step
from contests.schedules import countdown_of

Built = tuple[str, dict[str, Any]]
FEW = 2
GROUPS = {Phase.ANNOUNCED: "coming", Phase.RESULTS: "over"}  # all else is open


def open_contests(request: HttpRequest) -> Built | None:
    """On the home page: what is open now, with how long still; what closes first stands first, as a poster. While
    nothing is, what comes next, under a title that says so."""
    now = timezone.now()
    seen = ContestPage.objects.visible_to(request.user).select_related("picture", "register__pause")
    ahead = seen.filter(results_from__gt=now).prefetch_related("picture__renditions")
    contests = sorted(ahead, key=lambda contest: contest.place_in_lists())
    begun = [contest for contest in contests if contest.entries_from and contest.entries_from <= now]
    if not contests:
        return None
    first, *others = [front_of(one, request) for one in (begun or contests)[:FEW]]
    place = contests[0].get_parent()
    context: dict[str, Any] = {"first": first, "others": others, "more_url": place.get_url(request)}
    context |= {"more_label": _("All contests")} | ({} if begun else {"title": _("Soon")})
    return "contests/fragments/home_contests.html", context


def front_of(contest: ContestPage, request: HttpRequest) -> dict[str, Any]:
    """A contest as lists show it."""
    now = timezone.now()
    phase, can = contest.phase_at(now), contest.abilities_at(now)
    return {
        "contest": contest,
        "url": contest.get_url(request),
        "eyebrow": EYEBROWS[contest.kind],  # type: ignore[index]
        "eyebrow_icon": ICONS[contest.kind],  # type: ignore[index]
        "phase": phase,
        "group": GROUPS.get(phase, "open"),
        "countdown": countdown_of(contest, now),
        "next_step": next_step(contest, request, phase, can),
    }


def contest_feeds(request: HttpRequest) -> list[tuple[str, str]]:
    contests = ContestPage.objects.visible_to(request.user).order_by("path")
    return [(contest.title, contest.get_url_of("feed", request)) for contest in contests]
