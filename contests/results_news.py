"""The kinds of notice that tell how a contest ends, and what their words need at the moment of showing."""

from collections import defaultdict
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
    results = Placement.objects.filter(publication__what=Publication.What.RESULTS).select_related("publication")
    of_results = results.defer("publication__how", "publication__figures")
    placed: dict[tuple[int, str], list[Placement]] = defaultdict(list)
    for one in of_results.filter(entry__in={one.subject_id for one in notices}).order_by("-publication__number"):
        placed[one.entry_id, one.award].append(one)
    facts = {}
    for notice in notices:
        award, publication = notice.key.split("-")[1], publications.get(notice.event_id)
        if publication and (placements := placed[notice.subject_id, award]):
            facts[notice.pk] = _moved(publication, award, placements)
    return {pk: told for pk, told in facts.items() if told["now"] or told["before"]}


def _moved(publication: Publication, award: str, placements: Sequence[Placement]) -> dict[str, Any]:
    """Of all placements that one entry ever had by this award, the newest first."""
    now = next((one for one in placements if one.publication_id == publication.pk), None)
    former = (one for one in placements if one.publication.number < publication.number)
    before = next((one for one in former if one.publication.told_at), None)
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
