"""Looking for ideas that say the same: by a chore of `sweep`, some new and edited ideas at a time."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from core.policies import ensure
from core.searching import fold
from ideas.likeness import ALIKE, Commonness, Words, beginnings
from ideas.models import Idea, Twins
from ideas.policies import may_answer
from ideas.searching import sharing

BATCH = 100
SAMPLE = 1_000  # ideas by which is told how common a word is on a board
MOST_OF_ONE = 5  # that are found for one idea: who has read five has seen that it is common
MOST_WORDS = 6
COMPARED = ("board", "version", "title", "body", "title_folded", "search_text")
_WORD = re.compile(r"\w+")


def compare_ideas(*, limit: int = BATCH, at: datetime | None = None) -> int:
    """Twins of at most `limit` ideas are found, and those whose words are not alike any more are gone; how many ideas
    were compared. Again, or twice at once, changes nothing. What somebody dismissed stays dismissed.

    Queries: one an idea, and six a board.
    """
    waiting = list(Idea.objects.to_compare().only(*COMPARED)[:limit])
    by_board: dict[int, list[Idea]] = defaultdict(list)
    for idea in waiting:
        by_board[idea.board_id].append(idea)
    for board_id, ideas in by_board.items():
        _compare_on(board_id, ideas, at=at or timezone.now())
    return len(waiting)


def _compare_on(board_id: int, ideas: Sequence[Idea], *, at: datetime) -> None:
    mine = {idea.pk: idea for idea in ideas}
    sample = Idea.objects.published().filter(board=board_id).order_by("-pk")
    common = Commonness.among(sample.values_list("search_text", flat=True)[:SAMPLE])
    pairs = {_pair(pk, other) for pk, idea in mine.items() for other in _near(board_id, idea, common) if other != pk}
    of_these = Twins.objects.filter(Q(older__in=mine) | Q(newer__in=mine))
    there = {(twins.older_id, twins.newer_id): twins for twins in of_these}
    known = mine | _others({pk for pair in (*pairs, *there) for pk in pair} - mine.keys(), board_id)
    whole = {pair for pair in (*pairs, *there) if known.keys() >= set(pair)}
    likeness = {pair: common.likeness(*(_words_of(known[pk]) for pk in pair)) for pair in whole}
    alike = _best(likeness, mine) | {pair for pair in there if likeness.get(pair, 0) >= ALIKE}
    gone = [twins.pk for pair, twins in there.items() if pair not in alike and not twins.dismissed_at]
    Twins.objects.filter(pk__in=gone, dismissed_at=None).delete()
    Twins.objects.bulk_create(
        [
            Twins(
                older_id=pair[0],
                newer_id=pair[1],
                likeness=likeness[pair],
                found_at=at,
                shared=_shared(pair, known, common),
            )
            for pair in sorted(alike)
        ],
        update_conflicts=True,
        unique_fields=["older", "newer"],
        update_fields=["likeness", "shared"],
    )
    mark_compared(ideas)


def _near(board_id: int, idea: Idea, common: Commonness) -> list[int]:
    return sharing(board_id, common.most_telling(_words_of(idea)))


def _others(ids: Iterable[int], board_id: int) -> dict[int, Idea]:
    """In whatever state they are: one that is hidden today may be back tomorrow."""
    return Idea.objects.filter(board=board_id).only(*COMPARED).in_bulk(list(ids))


def _best(likeness: dict[tuple[int, int], float], mine: Iterable[int]) -> set[tuple[int, int]]:
    """Of each idea that is compared now, its likest."""
    of_one: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair, how_much in sorted(likeness.items(), key=lambda found: (-found[1], found[0])):
        if how_much >= ALIKE:
            for pk in pair:
                of_one[pk].append(pair)
    return {pair for pk in mine for pair in of_one[pk][:MOST_OF_ONE]}


def _shared(pair: tuple[int, int], known: dict[int, Idea], common: Commonness) -> str:
    """The words that both have, the most telling ones first, as the newer idea writes them."""
    older, newer = (known[pk] for pk in pair)
    both = beginnings(older.search_text) & beginnings(newer.search_text)
    written: dict[str, str] = {}
    for word in _WORD.findall(f"{newer.title} {newer.body}"):
        for beginning in beginnings(fold(word)) & both:
            written.setdefault(beginning, word.lower())
    return ", ".join(written[beginning] for beginning in common.rarest(written)[:MOST_WORDS])[:200]


def _words_of(idea: Idea) -> Words:
    return Words(idea.title_folded, idea.search_text)


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def mark_compared(ideas: Sequence[Idea]) -> None:
    """These have been, but for those whose words have changed since they were fetched: they come again."""
    by_version: dict[int, list[int]] = defaultdict(list)
    for idea in ideas:
        by_version[idea.version].append(idea.pk)
    for version, pks in by_version.items():
        Idea.objects.filter(pk__in=pks, version=version).update(is_compared=True)


def dismiss_twins(twins: Twins, *, by: Any, at: datetime | None = None) -> Twins:
    """They are not the same, and are never suggested again. Again changes nothing. Raises Refused.

    Whether both lie on the desk of `by`, whoever fetched them has asked.
    """
    ensure(may_answer(by))
    Twins.objects.filter(pk=twins.pk, dismissed_at=None).update(dismissed_at=at or timezone.now(), dismissed_by=by)
    twins.refresh_from_db(fields=["dismissed_at", "dismissed_by"])
    return twins


def suggest_again(twins: Twins, *, by: Any) -> Twins:
    """It was a mistake to say that they are not the same. Again changes nothing. Raises Refused."""
    ensure(may_answer(by))
    Twins.objects.filter(pk=twins.pk).update(dismissed_at=None, dismissed_by=None)
    twins.refresh_from_db(fields=["dismissed_at", "dismissed_by"])
    return twins
