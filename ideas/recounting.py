"""Every cached figure of an idea and a board from its rows: what `recount` compares, and what bulk writing sets."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q

from core.commands import Counter, Drift
from core.publication import State
from core.ranking import hot_moment, hot_score, logaddexp
from ideas.actions.heat import heat_of_imported
from ideas.models import BoardStatus, Idea, IdeaComment, StatusChange, Tally, Vote
from ideas.models.idea import CARRYING, words_of
from ideas.regrouping import find_merge_drift, mend_merges

BATCH = 1_000
CLOSE_ENOUGH = 1e-5  # of a hot score: what summing in another order may change; a vote more changes at least this

Facts = Mapping[int, Mapping[str, Any]]
Place = tuple[int, int, int | None]


@dataclass(frozen=True, slots=True)
class Family:
    """Cached columns that are counted together. `count` gives their true values for ideas by id."""

    key: str
    count: Callable[[Sequence[int]], Facts]

    def counter(self) -> Counter:
        return Counter(self.key, partial(find_drift, self), partial(mend_drift, self))


def support_of(ids: Sequence[int]) -> Facts:
    """Votes and imported support, that of duplicates included, and the heat of both: ln Σ e^(t/τ)."""
    times = defaultdict(list)
    for idea_id, at in Vote.objects.filter(idea__in=ids).values_list("idea_id", "at").iterator(10_000):
        times[idea_id].append(at)
    imported = _imported_to(ids)
    found = {}
    for pk, half_life in Idea.objects.filter(pk__in=ids).values_list("pk", "board__half_life_days"):
        heat = hot_score(hot_moment(at, half_life_days=half_life) for at in times[pk])
        of_imported = heat_of_imported(imported[pk], half_life_days=half_life)
        count = len(times[pk]) + sum(support for support, _created in imported[pk])
        found[pk] = {"vote_count": count, "hot_score": logaddexp(heat, of_imported)}
    return found


def _imported_to(ids: Sequence[int]) -> Mapping[int, list[tuple[int, datetime]]]:
    """By idea the support that was imported with it and with its duplicates, each with when its idea was made."""
    found: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
    kin = Idea.objects.kin_of(*ids).filter(imported_support__gt=0)
    rows = kin.values_list("pk", "merged_into", "state", "imported_support", "created_at")
    for pk, root, state, support, created in rows:
        found[pk].append((support, created))
        if root is not None and state in CARRYING:
            found[root].append((support, created))
    return found


def conversation_of(ids: Sequence[int]) -> Facts:
    """How many comments stand under the idea: published ones whose words were not taken away."""
    standing = IdeaComment.objects.filter(subject__in=ids, state=State.PUBLISHED, deleted_at=None)
    counted = dict(standing.order_by().values_list("subject_id").annotate(Count("pk")))
    return {pk: {"comment_count": counted.get(pk, 0)} for pk in ids}


def answers_of(ids: Sequence[int]) -> Facts:
    """Where the timeline has led the idea. An idea without entries stands where it was put at first."""
    entries = defaultdict(list)
    for entry in StatusChange.objects.filter(idea__in=ids).order_by(F("at").asc(nulls_first=True), "pk"):
        entries[entry.idea_id].append(entry)
    statuses = Idea.objects.filter(pk__in=ids).values_list("pk", "status_id")
    open_ones = dict(BoardStatus.objects.filter(board__ideas__in=ids).values_list("pk", "open_to_votes").distinct())
    return {pk: standing(entries[pk], first=status_id, open_ones=open_ones) for pk, status_id in statuses}


def standing(entries: Sequence[StatusChange], *, first: int, open_ones: Mapping[int, bool]) -> dict[str, Any]:
    """The cached columns that follow from these entries, oldest first. An entry without words is no answer."""
    status_id = entries[-1].new_id if entries else first
    answers = [entry for entry in entries if entry.note]
    times = [entry.at for entry in answers if entry.at is not None]
    return {
        "status_id": status_id,
        "open_to_votes": open_ones[status_id],
        "is_answered": bool(answers),
        "first_answered_at": min(times, default=None),
        "last_answered_at": max(times, default=None),
    }


def folded_words_of(ids: Sequence[int]) -> Facts:
    """What cards show and search looks at."""
    texts = Idea.objects.filter(pk__in=ids).values_list("pk", "title", "body")
    return {pk: words_of(title, body) for pk, title, body in texts}


FAMILIES = (
    Family("votes", support_of),
    Family("comments", conversation_of),
    Family("answers", answers_of),
    Family("words", folded_words_of),
)


def find_drift(family: Family) -> Iterator[Drift]:
    for ids in _id_batches():
        for pk, wrong in _apart(family, ids).items():
            for field, (cached, counted) in wrong.items():
                yield Drift(f"idea {pk} {field.removesuffix('_id')}", cached, counted)


def mend_drift(family: Family) -> int:
    return sum(_mend(family, list(wrong)) for ids in _id_batches() if (wrong := _apart(family, ids)))


def _mend(family: Family, ids: Sequence[int]) -> int:
    """Counts again under the rows' locks, so that votes and answers that come meanwhile are added on top."""
    with transaction.atomic():
        list(Idea.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
        for pk, fields in family.count(ids).items():
            Idea.objects.filter(pk=pk).update(**fields)
    return len(ids)


def _apart(family: Family, ids: Sequence[int]) -> dict[int, dict[str, tuple[Any, Any]]]:
    """The fields of each idea whose cached value is not what its rows say, with both values."""
    counted = family.count(ids)
    fields = list(next(iter(counted.values()), ()))
    found = {}
    for pk, *cached in Idea.objects.filter(pk__in=ids).order_by("pk").values_list("pk", *fields):
        pairs = {name: (old, counted[pk][name]) for name, old in zip(fields, cached, strict=True) if pk in counted}
        if wrong := {name: pair for name, pair in pairs.items() if not _same(*pair)}:
            found[pk] = wrong
    return found


def _same(cached: Any, counted: Any) -> bool:
    if isinstance(cached, float):
        return math.isclose(cached, counted, rel_tol=1e-9, abs_tol=CLOSE_ENOUGH)
    return bool(cached == counted)


def _id_batches() -> Iterator[list[int]]:
    last = 0
    ids = Idea.objects.order_by("pk").values_list("pk", flat=True)
    while batch := list(ids.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1]


# --- tallies: rows of their own


def _tallies_apart() -> dict[Place, tuple[int, int]]:
    places = Idea.objects.published().order_by().values_list("board_id", "status_id", "category_id")
    counted = {(board, status, category): n for board, status, category, n in places.annotate(n=Count("pk"))}
    cached = {
        (board, status, category): n
        for board, status, category, n in Tally.objects.values_list("board_id", "status_id", "category_id", "ideas")
    }
    pairs = {place: (cached.get(place, 0), counted.get(place, 0)) for place in {*cached, *counted}}
    return {place: pair for place, pair in pairs.items() if pair[0] != pair[1]}


def find_tally_drift() -> Iterator[Drift]:
    for (board, status, category), (cached, counted) in _tallies_apart().items():
        yield Drift(f"tally of board {board}, status {status}, category {category or '–'}", cached, counted)


@transaction.atomic
def mend_tallies() -> int:
    """Counts under the locks of all tallies: a verb that moves an idea meanwhile waits and adds on top."""
    Tally.objects.bulk_create(_empty_tallies(_tallies_apart()), ignore_conflicts=True)
    list(Tally.objects.select_for_update().order_by("pk").values_list("pk"))
    wrong = _tallies_apart()
    for (board, status, category), (_cached, counted) in wrong.items():
        Tally.objects.filter(board=board, status=status, category=category).update(ideas=counted)
    return len(wrong)


def _empty_tallies(places: Iterable[Place]) -> list[Tally]:
    known = Q(pk__in=[])
    for board, status, category in places:
        known |= Q(board=board, status=status, category=category)
    there = set(Tally.objects.filter(known).values_list("board_id", "status_id", "category_id"))
    return [
        Tally(board_id=board, status_id=status, category_id=category)
        for board, status, category in places
        if (board, status, category) not in there
    ]


def all_counters() -> list[Counter]:
    """What this room gives to `recount`. Merges come first, because votes are counted by them; tallies come last: the
    answers before may move ideas."""
    merges = Counter("merges", find_merge_drift, mend_merges)
    return [merges, *(family.counter() for family in FAMILIES), Counter("tallies", find_tally_drift, mend_tallies)]
