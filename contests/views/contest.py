"""What a contest shows of itself: its page, its rules, its feed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from contests.actions.announcing import is_timed
from contests.feeds import ContestFeed
from contests.juries import has_jury, judges_of
from contests.models import ContestPage, RulesVersion
from contests.phases import Ability, Phase
from contests.presenting import (
    EYEBROWS,
    ICONS,
    address_of,
    how_it_is_decided,
    limits_of,
    next_step,
    some_entries,
    ways_of,
)
from contests.schedules import countdown_of, log_of, steps_of
from contests.showing import shown_figures
from contests.winners import winners_of


def show(contest: ContestPage, request: HttpRequest) -> HttpResponse:
    """Brief, prizes, who decides, rules, times, and the one thing to do now."""
    context = {"page": contest, "contest": contest, **_said(contest)}
    if is_timed(contest):  # a preview in the admin may not be
        context |= _timed(contest, request)
    if contest.pk:
        context |= _known(contest, request, context.get("can", frozenset()))
    return render(request, "contests/contest.html", context)


def _said(contest: ContestPage) -> dict[str, Any]:
    """What an editor wrote."""
    prizes = contest.prizes.select_related("picture").prefetch_related("picture__renditions")
    return {
        "eyebrow": EYEBROWS[contest.kind],  # type: ignore[index]
        "eyebrow_icon": ICONS[contest.kind],  # type: ignore[index]
        "prizes": sorted(prizes.all(), key=lambda prize: (prize.award == "people", prize.rank)),
        "how": how_it_is_decided(contest),
        "ways": list(ways_of(contest)),
        "limits": list(limits_of(contest)),
        "rule_lines": [line.strip() for line in contest.rules_in_short.splitlines() if line.strip()],
    }


def _timed(contest: ContestPage, request: HttpRequest) -> dict[str, Any]:
    """What follows from the clock."""
    now = timezone.now()
    phase, can = contest.phase_at(now), contest.abilities_at(now)
    is_counted = phase == Phase.RESULTS and bool(contest.pk) and not contest.publications.results().exists()
    if is_counted:
        can -= {Ability.SEE_WINNERS}
    return {
        "now": now,
        "can": can,
        "is_between": phase == Phase.BETWEEN,
        "is_counted": is_counted,
        "takes_entries": Ability.ENTER in can,
        "ahead": contest.schedule.next_phase(now),
        "steps": steps_of(contest, now),
        "countdown": countdown_of(contest, now),
        "next_step": next_step(contest, request, phase, can) if contest.pk else None,
    }


def _known(contest: ContestPage, request: HttpRequest, can: frozenset[Ability]) -> dict[str, Any]:
    """What stands beside the page: its log, its rules as a version, its jury, its entries."""
    newest = contest.rules_versions.values_list("number", flat=True).first()
    known: dict[str, Any] = {"log": log_of(contest), "rules_number": newest}
    if has_jury(contest):
        known["jury"] = list(judges_of(contest))
        is_mine = request.user.is_authenticated and request.user.pk in {juror.member_id for juror in known["jury"]}
        known["desk_url"] = contest.get_url_of("jury", request) if is_mine else ""
    if Ability.SEE_ENTRIES in can:
        known["entry_count"] = shown_figures(contest).entries
        known["some_entries"] = some_entries(contest, request.user) if known["entry_count"] else []
        known["entries_url"] = address_of(contest, "entries", request)
    if Ability.SEE_WINNERS in can:
        known["winners"] = winners_of(contest, to=request.user)
    return known


def rules(contest: ContestPage, request: HttpRequest) -> HttpResponse:
    """The rules in full: the newest version, or with `?version=` an earlier one. None was ever changed."""
    versions = list(contest.rules_versions.all()) if contest.pk else []
    wanted = request.GET.get("version", "")
    shown = _version(versions, wanted) if wanted else (versions[0] if versions else _as_they_stand(contest))
    context = {"page": contest, "contest": contest, "shown": shown, "versions": versions}
    context["is_newest"] = not versions or shown == versions[0]
    return render(request, "contests/rules.html", context)


def _version(versions: list[RulesVersion], wanted: str) -> RulesVersion:
    for version in versions:
        if str(version.number) == wanted:
            return version
    raise Http404


def _as_they_stand(contest: ContestPage) -> RulesVersion:
    """Of a contest that was never published."""
    return RulesVersion(number=1, in_short=contest.rules_in_short, text=contest.rules, rights=contest.rights)


def feed(contest: ContestPage, request: HttpRequest) -> HttpResponse:
    """The newest entries as Atom, as a visitor sees them: a feed has no log-in."""
    return ContestFeed()(request, page=contest)
