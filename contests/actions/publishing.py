"""Publishing who is on the shortlist, and who has won. Each is a row that is never changed; another one may follow."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from contests import tasks
from contests.actions.sealing import seal
from contests.actions.watching import watch
from contests.figures import figures_of
from contests.models import ContestPage, Judgement, Placement, Prize, Publication, Register
from contests.obstacles import obstacles_to
from contests.policies.running import may_publish
from contests.standings import Place, cut, final_places, shortlist_places, shortlist_ranking
from core.effects import after_commit
from core.errors import RuleBroken
from core.policies import ensure

What = Publication.What
BATCH = 1_000
Figures = tuple[int, int, int | None, float | None, float | None]  # entry, rank, votes, points, raw points


def publish_shortlist(contest: ContestPage, *, by: Any, at: datetime | None = None) -> Publication:
    """Say which entries go on: the best by whoever picks, and all who tie with the last of them.

    Again, or by two at once, gives the one that there is. Raises Refused, and RuleBroken with everything that stands in
    the way.
    """
    ensure(may_publish(by, contest))
    at = at or timezone.now()
    _look_once_more(What.SHORTLIST, contest, at=at)
    with transaction.atomic():
        published, is_new = _publish(What.SHORTLIST, contest, shortlist_places, by=by, at=at)
        if is_new:
            mark_shortlisted(contest, list(published.placements.values_list("entry", flat=True)))
    return published


def publish_results(contest: ContestPage, *, by: Any, at: datetime | None = None, how: str = "") -> Publication:
    """Say who has won, with every figure. Before the contest's own time for it, nobody sees them but those who run it.

    Again, or by two at once, gives the one that there is. Raises Refused, and RuleBroken with everything that stands in
    the way.
    """
    ensure(may_publish(by, contest))
    at = at or timezone.now()
    _look_once_more(What.RESULTS, contest, at=at)
    with transaction.atomic():
        published, _is_new = _publish(What.RESULTS, contest, final_places, by=by, at=at, how=how)
    return published


def _look_once_more(what: str, contest: ContestPage, *, at: datetime) -> None:
    """Over all votes that there are, before anything is locked: what it holds stays held when publishing is refused.
    Sealing keeps everybody from voting until its transaction ends, so it has one of its own."""
    if not contest.publications.filter(what=what).exists():
        watch(contest, at=at)
        seal(contest)


def _publish(
    what: str,
    contest: ContestPage,
    places_of: Callable[[ContestPage], list[Place]],
    *,
    by: Any,
    at: datetime,
    how: str = "",
) -> tuple[Publication, bool]:
    """The newest of this sort, and whether it is new."""
    register = held(contest)
    if there := contest.publications.filter(what=what).newest().first():
        return there, False
    if problems := obstacles_to(what, contest, at=at):
        raise RuleBroken(problems)
    register.refresh_from_db(fields=["head"])
    places = places_of(contest)
    figures = figures_of(contest, places)
    if what == What.SHORTLIST:
        figures |= {"wanted": contest.shortlist_size, "tied": max(0, len(places) - contest.shortlist_size)}
        figures |= {"reserve": _reserve(contest, places)}
    published = Publication.objects.create(
        contest=contest, what=what, by=by, at=at, how=how.strip(), head=register.head, figures=figures
    )
    if what == What.RESULTS:
        write_placements(placements_of(published, contest, places))
    else:
        write_placements(bare(published, place) for place in places)
    after_commit(tasks.tell_of_publication, published.pk)
    return published, True


def held(contest: ContestPage) -> Register:
    """The contest's register, held until the transaction ends: publications are written one after the other."""
    register, _new = Register.objects.select_for_update(of=("self",)).get_or_create(contest=contest)
    return register


def write_placements(placements: Iterable[Placement]) -> None:
    Placement.objects.bulk_create(placements, batch_size=BATCH)


def mark_shortlisted(contest: ContestPage, chosen: Collection[int], *, leaving: Collection[int] = ()) -> None:
    """These entries of the contest are on its shortlist, and the others are not any more. The caller holds the
    register."""
    on, off = Q(pk__in=chosen, is_shortlisted=False), Q(pk__in=leaving, is_shortlisted=True)
    changing = contest.entries.filter(on | off).select_for_update(no_key=True)
    # In the order of all who lock many: rows that are changed in one go have none.
    keys = list(changing.order_by("pk").values_list("pk", flat=True))
    contest.entries.filter(pk__in=keys).update(is_shortlisted=~F("is_shortlisted"))


def prizes_by_place(contest: ContestPage) -> dict[tuple[str, int], list[dict[str, str]]]:
    """All of a place, in the order in which the contest's page shows them."""
    prizes: dict[tuple[str, int], list[dict[str, str]]] = {}
    in_order = ("rank", F("sort_order").asc(nulls_first=True), "pk")
    for prize in Prize.objects.filter(contest=contest).order_by(*in_order):
        prizes.setdefault((prize.award, prize.rank), []).append({"name": prize.name, "text": prize.text})
    return prizes


def _reserve(contest: ContestPage, chosen: list[Place]) -> list[Figures]:
    """Who moves up when somebody leaves the shortlist, with the figures of that moment: as many as are on it."""
    behind = shortlist_ranking(contest)[len(chosen) :]
    return [
        (place.entry.pk, place.rank, place.votes, place.points, place.raw_points)
        for place in cut(contest, behind, contest.shortlist_size)
    ]


def bare(published: Publication, place: Place) -> Placement:
    """A place as it is written down, without prizes and words."""
    return Placement(
        publication=published,
        entry=place.entry,
        rank=place.rank,
        votes=place.votes,
        points=place.points,
        raw_points=place.raw_points,
        is_tied=place.is_tied,
    )


def placements_of(published: Publication, contest: ContestPage, places: list[Place]) -> Iterator[Placement]:
    """With the prizes of each place and what the jury said of it."""
    prizes, words = prizes_by_place(contest), _words_of_jury(contest)
    for place in places:
        placement = bare(published, place)
        placement.award = place.award
        placement.prizes = prizes.get((place.award, place.rank), [])
        placement.words = words.get(place.entry.pk, "")
        yield placement


def _words_of_jury(contest: ContestPage) -> dict[int, str]:
    """By entry what judges said of it and allowed to be shown, a paragraph each."""
    given = Judgement.objects.filter(
        entry__contest=contest, state=Judgement.State.GIVEN, is_quotable=True, juror__removed_at=None
    )
    words: dict[int, list[str]] = {}
    for entry, said in given.exclude(words="").order_by("given_at", "pk").values_list("entry", "words"):
        words.setdefault(entry, []).append(said.strip())
    return {entry: "\n\n".join(said) for entry, said in words.items()}
