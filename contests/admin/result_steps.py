"""How far a contest is on its way to results, as the screen of whoever runs it shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from contests.changes import places_changed
from contests.ledger import readiness
from contests.models import ContestPage, Entry, Publication, Reinstatement
from contests.obstacles import obstacles_to
from contests.policies.disqualifying import may_decide_reinstatement
from contests.standings import SHORTLISTING, Place, final_places, shortlist_places
from core.policies import Verdict

What = Publication.What
PREVIEWED = 50


@dataclass(frozen=True, slots=True)
class Step:
    """One publication: the one that there is, or everything that stands in its way."""

    what: str
    label: str
    published: Publication | None
    obstacles: Sequence[str]


@dataclass(frozen=True, slots=True)
class Preview:
    """The first places: as they were published, or as they would be now. Without rows nobody has a place, or, where it
    is not decided yet, nobody sees one."""

    label: str
    rows: Sequence[Any]
    is_published: bool = False
    is_decided: bool = True


@dataclass(frozen=True, slots=True)
class Correction:
    """What stands in the way of it, and what would change."""

    obstacles: Sequence[str]
    changed: Sequence["Changed"]


@dataclass(frozen=True, slots=True)
class Changed:
    """One entry whose place or votes differ. No place: it has none now, or had none."""

    entry: Entry
    award: str
    before: int | None
    votes_before: int | None
    now: int | None
    votes_now: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """That an entry be reinstated, and whether whoever looks may confirm it."""

    request: Reinstatement
    verdict: Verdict


def asked_of(contest: ContestPage, user: Any) -> list[Asked]:
    waiting = Reinstatement.objects.filter(disqualification__entry__contest=contest, decided_at=None)
    rows = waiting.select_related("disqualification__entry__contest", "asked_by")
    return [Asked(row, may_decide_reinstatement(user, row, confirm=True)) for row in rows]


def correction_of(contest: ContestPage) -> Correction | None:
    """None while no results are published, or nothing has happened to a vote or an entry since."""
    before = contest.publications.results().newest().first()
    if before is None:
        return None
    places = places_changed(contest, before)
    if places is None:
        return None
    had = {(one.award, one.entry_id): one for one in before.placements.all()}
    has = {(one.award, one.entry.pk): one for one in places}
    keys = [key for key in {**had, **has} if _stands(had.get(key)) != _stands(has.get(key))]
    entries = Entry.objects.in_bulk({pk for _award, pk in keys})
    changed = [
        Changed(entries[pk], award, *_stands(had.get((award, pk))), *_stands(has.get((award, pk))))
        for award, pk in keys
    ]
    return Correction(readiness(contest, lately=True), changed[:PREVIEWED])


def _stands(one: Any) -> tuple[int | None, int | None]:
    return (one.rank, one.votes) if one else (None, None)


def publishing_steps(contest: ContestPage, *, at: datetime) -> list[Step]:
    labels = {What.SHORTLIST: _("Shortlist"), What.RESULTS: _("Results")}
    wanted = [What.SHORTLIST, What.RESULTS] if contest.decides in SHORTLISTING else [What.RESULTS]
    newest = {one.what: one for one in contest.publications.newest().select_related("by")}
    return [
        Step(
            what=what,
            label=labels[what],
            published=newest.get(what),
            obstacles=[] if what in newest else obstacles_to(what, contest, at=at, lately=True),
        )
        for what in wanted
    ]


def preview_of(contest: ContestPage, steps: Sequence[Step]) -> Preview:
    """Nobody sees how it stands before nothing is in its way any more: whoever decides on held votes and appeals does
    not know whom that helps."""
    by_what = {step.what: step for step in steps}
    if published := by_what[What.RESULTS].published:
        placements = published.placements.select_related("entry__author").order_by("-award", "rank", "pk")
        return Preview(_("As it is published"), list(placements[:PREVIEWED]), is_published=True)
    free = [step.what for step in steps if not step.published and not step.obstacles]
    if What.RESULTS in free:
        return Preview(_("As it would be published now"), _named(final_places(contest)))
    if What.SHORTLIST in free:
        return Preview(_("As the shortlist would be published now"), _named(shortlist_places(contest)))
    return Preview(_("Nobody sees how it stands until everything is decided."), [], is_decided=False)


def _named(places: Sequence[Place]) -> Sequence[Place]:
    """The first of them, with all that the list shows."""
    first = places[:PREVIEWED]
    entries = Entry.objects.select_related("author").in_bulk([place.entry.pk for place in first])
    for place in first:
        place.entry = entries[place.entry.pk]
    return first
