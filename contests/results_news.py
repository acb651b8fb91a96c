"""The kinds of notice that tell how a contest ends, and what their words need at the moment of showing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from contests.models import ContestPage, Disqualification, Entry, Placement, Publication
from core.notices.kinds import NoticeKind
from core.notices.models import Notice

SHORTLISTED = "entry-shortlisted"
WON = "entry-won"
PLACED = "entry-placed"
DISQUALIFIED = "entry-disqualified"
RESULTS = "contest-results"
Facts = Mapping[int, Mapping[str, Any]]


def places_behind(notices: Sequence[Notice]) -> Facts:
    """By notice: where its entry stands in the newest results, and in which contest; the best place of it. A notice
    about what has no place any more has nothing to say."""
    newest = Publication.objects.results().newest().values("pk")
    placements = Placement.objects.filter(publication__in=newest, entry__in={one.subject_id for one in notices})
    best: dict[int, Placement] = {}
    related = placements.select_related("publication__contest", "entry")
    for placement in sorted(related, key=lambda one: (not one.is_winning, one.rank, one.pk)):
        best.setdefault(placement.entry_id, placement)
    return {
        notice.pk: _in_contest(best[notice.subject_id].publication.contest) | {"placement": best[notice.subject_id]}
        for notice in notices
        if notice.subject_id in best
    }


def contests_behind(notices: Sequence[Notice]) -> Facts:
    """By notice: the contest of its entry."""
    entries = Entry.objects.select_related("contest").in_bulk({one.subject_id for one in notices})
    return {one.pk: _in_contest(entries[one.subject_id].contest) for one in notices if one.subject_id in entries}


def reasons_behind(notices: Sequence[Notice]) -> Facts:
    """By notice: why its entry is out of the running."""
    made = Disqualification.objects.filter(entry__in={one.subject_id for one in notices})
    by_entry = {one.entry_id: one for one in made.select_related("entry__contest")}
    return {
        one.pk: _in_contest(by_entry[one.subject_id].entry.contest) | {"reason": by_entry[one.subject_id].reason}
        for one in notices
        if one.subject_id in by_entry
    }


def results_behind(notices: Sequence[Notice]) -> Facts:
    """By notice: the contest that has results."""
    contests = ContestPage.objects.in_bulk({one.subject_id for one in notices})
    return {one.pk: _in_contest(contests[one.subject_id]) for one in notices if one.subject_id in contests}


def _in_contest(contest: ContestPage) -> dict[str, Any]:
    return {"contest": contest}


KINDS = (
    NoticeKind(
        key=SHORTLISTED,
        label=_("Your entry is on the shortlist"),
        reason=_("You entered this contest."),
        facts=contests_behind,
    ),
    NoticeKind(key=WON, label=_("Your entry has won"), reason=_("You entered this contest."), facts=places_behind),
    NoticeKind(
        key=PLACED,
        label=_("Your entry is among the finalists"),
        reason=_("You entered this contest."),
        facts=places_behind,
    ),
    NoticeKind(
        key=DISQUALIFIED,
        label=_("Your entry is out of the running"),
        reason=_("You entered this contest."),
        facts=reasons_behind,
    ),
    NoticeKind(
        key=RESULTS,
        label=_("A contest in which you took part has results"),
        reason=_("You entered this contest, voted in it or follow it."),
        facts=results_behind,
    ),
)
