"""A shortlist that is published, kept full: who leaves it makes room for the next, as long as that is fair."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from contests import tasks
from contests.actions.allotting import allot
from contests.actions.correcting import next_number
from contests.actions.publishing import bare, held, mark_shortlisted, write_placements
from contests.figures import counts_of
from contests.models import ContestPage, Entry, Placement, Publication
from contests.phases import Decides, Phase
from contests.standings import Place, cut, ranked_for_shortlist, running_in, shortlist_ranking
from core.effects import after_commit

LEAST_TIME = timedelta(days=1)  # that a jury needs for whoever joins late
Cause = Publication.Cause
Figures = dict[int, tuple[int | None, float | None, float | None]]  # by entry: votes, points, raw points


def can_still_change(contest: ContestPage, *, at: datetime) -> bool:
    """Whether who joins the shortlist now is decided on like the others. A jury looks at each entry by itself, so one
    may come while it has a day left. Of the public everybody needs the same time: until its first vote."""
    if contest.publications.results().exists():
        return False
    if contest.decides == Decides.JURY_THEN_PUBLIC:
        return not contest.vote_events.exists()
    judging = contest.schedule.windows.get(Phase.JUDGING)
    return judging is not None and (at < judging.opens or at <= judging.closes - LEAST_TIME)


def renew_shortlist(
    contest: ContestPage, *, cause: str, at: datetime, about: Entry | None = None, by: Any = None, note: str = ""
) -> Publication | None:
    """The shortlist as the figures with which it was published have it, among what is in the running now: another
    number if it is not the same, else None. New ones are told, and those who make room; the jury has them on its desks.
    The caller holds the register."""
    before = contest.publications.shortlists().newest().first()
    if before is None or not can_still_change(contest, at=at):
        return None
    chosen = cut(contest, _ranking(contest, about), before.figures["wanted"])
    wanted = {place.entry.pk for place in chosen}
    first = _first_of(contest)
    there = set(before.placements.filter(entry__in=running_in(contest)).values_list("entry", flat=True))
    if wanted == there:
        return None
    after = next_number(before, cause=cause, about=about, note=note, by=by, at=at)
    tied = max(0, len(chosen) - before.figures["wanted"])
    after.figures = before.figures | counts_of(contest) | {"tied": tied, "placed": len(chosen)}
    after.save()
    write_placements(_written(after, place, new=place.entry.pk not in first) for place in chosen)
    mark_shortlisted(contest, wanted, leaving=there - wanted)
    after_commit(tasks.tell_of_publication, after.pk)
    allot(contest, at=at)
    return after


def renew_shortlists(contest_ids: list[int] | None = None, *, at: datetime | None = None) -> int:
    """Of these contests, or of all that have a shortlist and no results: after a withdrawal, or what moderators hid or
    show again. How many changed."""
    at = at or timezone.now()
    shortlists = Publication.objects.shortlists().values("contest")
    results = Publication.objects.results().values("contest")
    contests = ContestPage.objects.filter(pk__in=shortlists).exclude(pk__in=results)
    if contest_ids is not None:
        contests = contests.filter(pk__in=contest_ids)
    return sum(_renewed(contest, at=at) for contest in contests)


def _renewed(contest: ContestPage, *, at: datetime) -> bool:
    with transaction.atomic():
        held(contest)
        return renew_shortlist(contest, cause=Cause.LEFT, at=at) is not None


def _ranking(contest: ContestPage, about: Entry | None) -> list[Place]:
    """What is in the running, by the figures of the shortlist. What had none then has those of now: who was
    disqualified at the time, and everybody of a shortlist that was published without its reserve."""
    figures, has_reserve = _figures_of(contest)
    entries = running_in(contest).filter(pk__in=figures).in_bulk()
    places = [_place(entry, figures[pk]) for pk, entry in entries.items()]
    for place in shortlist_ranking(contest):
        pk = place.entry.pk
        if pk not in figures and (not has_reserve or (about is not None and pk == about.pk)):
            places.append(place)
    return ranked_for_shortlist(contest, places)


def _figures_of(contest: ContestPage) -> tuple[Figures, bool]:
    shortlists = contest.publications.shortlists()
    reserve = shortlists.order_by("number")[0].figures.get("reserve")
    rows = Placement.objects.filter(publication__in=shortlists)
    figures: Figures = {pk: (votes, points, raw) for pk, _rank, votes, points, raw in reserve or ()}
    figures |= {row.entry_id: (row.votes, row.points, row.raw_points) for row in rows}
    return figures, reserve is not None


def _first_of(contest: ContestPage) -> set[int]:
    """The entries of the first number."""
    first = contest.publications.shortlists().order_by("number")[0]
    return set(first.placements.values_list("entry", flat=True))


def _written(after: Publication, place: Place, *, new: bool) -> Placement:
    placement = bare(after, place)
    placement.moved_up_from = place.rank if new else None
    return placement


def _place(entry: Entry, figures: tuple[int | None, float | None, float | None]) -> Place:
    votes, points, raw = figures
    return Place(entry=entry, votes=votes, points=points, raw_points=raw)
