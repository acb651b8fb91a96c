"""Where entries stand: by votes, by the jury's points, by both in turn, and what the written rule says of ties."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from contests.jury_scores import Score, jury_scores
from contests.kinds import Award, TieRule
from contests.models import ContestPage, Entry
from contests.models.entry import EntryQuerySet
from contests.phases import Decides

ALIKE = 6  # decimals to which two judges' points are the same
SHORTLISTING = frozenset({Decides.PUBLIC_THEN_JURY, Decides.JURY_THEN_PUBLIC})
Measure = Callable[["Place"], float]
Scores = Mapping[int, Score]  # by entry


@dataclass(slots=True, kw_only=True)
class Place:
    """Where one entry came. `is_tied`: another one has as much, so that the rule for ties has decided."""

    entry: Entry
    rank: int = 0
    award: str = Award.WINNER
    votes: int | None = None
    points: float | None = None
    raw_points: float | None = None
    is_tied: bool = False


def final_places(contest: ContestPage, *, judged: Scores | None = None) -> list[Place]:
    """Everything in the running that has a place, by award and rank. Where votes decide, nothing without a vote has
    one; where a jury decides, nothing that it has not judged. `judged`: points by entry that stay as they are."""
    running = running_in(contest)
    if contest.decides == Decides.PUBLIC:
        return by_votes(contest, running)
    scores = _scores(contest) | dict(judged or {})
    match contest.decides:
        case Decides.PUBLIC_THEN_JURY:
            return by_points(contest, running.filter(is_shortlisted=True), scores)
        case Decides.JURY_THEN_PUBLIC:
            return by_votes(contest, running.filter(is_shortlisted=True), scores=scores)
    return [*by_points(contest, running, scores), *by_votes(contest, running, award=Award.PEOPLE)]


def shortlist_places(contest: ContestPage) -> list[Place]:
    """The best of those in the running, as many as the contest says, and all who tie with the last of them. When
    nobody voted at all, that is everything."""
    return cut(contest, shortlist_ranking(contest), contest.shortlist_size)


def shortlist_ranking(contest: ContestPage) -> list[Place]:
    """Everything that could be on the shortlist, in the order of what picks it."""
    running = running_in(contest)
    if contest.decides == Decides.JURY_THEN_PUBLIC:
        return by_points(contest, running, _scores(contest))
    return by_votes(contest, running) or by_votes(contest, running, least=0)


def ranked_for_shortlist(contest: ContestPage, places: Iterable[Place]) -> list[Place]:
    """These, by the figures that they have."""
    return list(_ranked(list(places), _picks(contest), tie_rule=contest.tie_rule))


def cut(contest: ContestPage, ranking: list[Place], size: int) -> list[Place]:
    """The first so many of a ranking for a shortlist, and all who tie with the last of them."""
    return with_ties(ranking, size, _picks(contest))


def _picks(contest: ContestPage) -> Measure:
    return _points if contest.decides == Decides.JURY_THEN_PUBLIC else _votes


def with_ties(places: list[Place], size: int, measure: Measure) -> list[Place]:
    """The first so many, and whatever has as much as the last of them."""
    if len(places) <= size:
        return places
    last = measure(places[size - 1])
    return [place for place in places if measure(place) >= last]


def running_in(contest: ContestPage) -> EntryQuerySet:
    needed = ("contest", "author", "title", "created_at", "vote_count", "is_shortlisted")
    return contest.entries.in_the_running().only(*needed)


def by_votes(
    contest: ContestPage,
    entries: Iterable[Entry],
    *,
    award: str = Award.WINNER,
    scores: Scores | None = None,
    least: int = 1,
) -> list[Place]:
    """In the order of counted votes; those with fewer than `least` have no place."""
    scores = scores or {}
    places = [
        _place(entry, scores.get(entry.pk), award=award, votes=entry.vote_count)
        for entry in entries
        if entry.vote_count >= least
    ]
    return list(_ranked(places, _votes, tie_rule=contest.tie_rule))


def by_points(contest: ContestPage, entries: Iterable[Entry], scores: Scores) -> list[Place]:
    """In the order of the jury's normalised points."""
    votes_count = contest.decides != Decides.JURY_THEN_PUBLIC
    places = [
        _place(entry, scores[entry.pk], votes=entry.vote_count if votes_count else None)
        for entry in entries
        if entry.pk in scores
    ]
    return list(_ranked(places, _points, tie_rule=contest.tie_rule))


def _scores(contest: ContestPage) -> dict[int, Score]:
    return {score.entry_id: score for score in jury_scores(contest) if score.judges}


def _place(entry: Entry, score: Score | None, *, votes: int | None, award: str = Award.WINNER) -> Place:
    points, raw = (score.normalised, score.raw) if score else (None, None)
    return Place(entry=entry, award=award, votes=votes, points=points, raw_points=raw)


def _votes(place: Place) -> float:
    return place.votes or 0


def _points(place: Place) -> float:
    return round(place.points or 0, ALIKE)


def _ranked(places: list[Place], measure: Measure, *, tie_rule: str) -> Iterator[Place]:
    """Who has the same shares a place and the next one is skipped, or whoever came first goes first."""
    places.sort(key=lambda place: (-measure(place), place.entry.created_at, place.entry.pk))
    before = 0
    for _amount, same in groupby(places, measure):
        equals = list(same)
        for offset, place in enumerate(equals):
            place.rank = before + 1 + (0 if tie_rule == TieRule.SHARED else offset)
            place.is_tied = len(equals) > 1
            yield place
        before += len(equals)
