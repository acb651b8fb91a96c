"""The kinds of notice that tell how a contest ends, and what their words need at the moment of showing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from contests.kinds import Award
from contests.models import ContestPage, Disqualification, Entry, Placement, Publication, Reinstatement
from contests.schedules import in_a_sentence
from core.notices.kinds import NoticeKind
from core.notices.models import Notice

SHORTLISTED = "entry-shortlisted"
WON = "entry-won"
PLACED = "entry-placed"
MOVED = "entry-moved"
UNLISTED = "entry-unlisted"
DISQUALIFIED = "entry-disqualified"
REINSTATED = "entry-reinstated"
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
    return {one.pk: _placed(best[one.subject_id]) for one in notices if one.subject_id in best}


def _placed(placement: Placement) -> dict[str, Any]:
    names = placement.prize_names
    prizes = {"prizes": in_a_sentence(names), "prize_count": len(names)}
    return _in_contest(placement.publication.contest) | {"placement": placement} | prizes


def moves_behind(notices: Sequence[Notice]) -> Facts:
    """By notice: the results that moved its entry, the place that it has in them, and the one that it had in what was
    told before; either may be missing."""
    publications = Publication.objects.select_related("contest", "about").in_bulk({one.event_id for one in notices})
    moved = {one.pk: _moved(one, publications[one.event_id]) for one in notices if one.event_id in publications}
    return {pk: facts for pk, facts in moved.items() if facts["now"] or facts["before"]}


def _moved(notice: Notice, publication: Publication) -> dict[str, Any]:
    award = notice.key.split("-")[1]
    placements = Placement.objects.filter(entry=notice.subject_id, award=award).order_by("-publication__number")
    of_results = placements.filter(publication__in=publication.contest.publications.results())
    told = of_results.filter(publication__number__lt=publication.number).exclude(publication__told_at=None)
    now, before = of_results.filter(publication=publication).first(), told.first()
    prizes = in_a_sentence(now.prize_names) if now else ""
    return _in_contest(publication.contest) | {
        "publication": publication,
        "now": now,
        "before": before,
        "prizes": prizes,
        "is_of_public": award == Award.PEOPLE,
    }


def contests_behind(notices: Sequence[Notice]) -> Facts:
    """By notice: the contest of its entry."""
    entries = Entry.objects.select_related("contest").in_bulk({one.subject_id for one in notices})
    return {one.pk: _in_contest(entries[one.subject_id].contest) for one in notices if one.subject_id in entries}


def reinstatements_behind(notices: Sequence[Notice]) -> Facts:
    """By notice: why its entry is in the running again."""
    made = Reinstatement.objects.select_related("disqualification__entry__contest")
    found = made.in_bulk({one.event_id for one in notices})
    return {
        one.pk: _in_contest(found[one.event_id].disqualification.entry.contest) | {"reason": found[one.event_id].reason}
        for one in notices
        if one.event_id in found
    }


def reasons_behind(notices: Sequence[Notice]) -> Facts:
    """By notice: why its entry is out of the running, as it was said last."""
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
    NoticeKind(
        key=WON,
        label=_("Your entry has won"),
        reason=_("You entered this contest."),
        facts=places_behind,
        may_wait=False,
    ),
    NoticeKind(
        key=PLACED,
        label=_("Your entry is among the finalists"),
        reason=_("You entered this contest."),
        facts=places_behind,
    ),
    NoticeKind(
        key=MOVED,
        label=_("Your entry has another place in the results"),
        reason=_("You entered this contest."),
        facts=moves_behind,
    ),
    NoticeKind(
        key=UNLISTED,
        label=_("Your entry is not on the shortlist any more"),
        reason=_("You entered this contest."),
        facts=contests_behind,
    ),
    NoticeKind(
        key=REINSTATED,
        label=_("Your entry is in the running again"),
        reason=_("You entered this contest."),
        facts=reinstatements_behind,
    ),
    NoticeKind(
        key=DISQUALIFIED,
        label=_("Your entry is out of the running"),
        reason=_("You entered this contest."),
        facts=reasons_behind,
        may_wait=False,
    ),
    NoticeKind(
        key=RESULTS,
        label=_("A contest in which you took part has results"),
        reason=_("You entered this contest, voted in it or follow it."),
        facts=results_behind,
    ),
)
