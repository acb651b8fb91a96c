"""What a board says of itself, each figure with what it is out of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, F, Q
from django.utils import timezone

from ideas.models import BoardStatus, Category, Idea, IdeaBoardPage
from ideas.statuses import Pace, Stage

PERIOD_DAYS = 90
FEWEST = 20  # of fewer ideas no rate is shown: it would mean nothing
RATE_SECONDS = 300
BEHIND = 50  # percent: a board that answers less in time could be slowed


@dataclass(frozen=True, slots=True)
class Rate:
    part: int
    whole: int
    days: int

    @property
    def percent(self) -> int:
        """Rounded down: 99.6 % is not 100 %."""
        return 100 * self.part // self.whole


@dataclass(slots=True)
class Figures:
    """A board's statuses and categories, each with `idea_count`, and the total."""

    statuses: list[BoardStatus]
    categories: list[Category]

    @property
    def total(self) -> int:
        return sum(status.idea_count for status in self.statuses)  # type: ignore[attr-defined]

    @property
    def launched(self) -> int:
        found = (status for status in self.statuses if status.stage == Stage.LAUNCHED)
        return sum(status.idea_count for status in found)  # type: ignore[attr-defined]

    def shelve(self, ideas: Iterable[Idea]) -> None:
        """Gives these ideas of the board the status and category that are known here, so that none is asked for."""
        statuses = {status.pk: status for status in self.statuses}
        categories = {category.pk: category for category in self.categories}
        for idea in ideas:
            if idea.status_id in statuses:
                idea.status = statuses[idea.status_id]
            if idea.category_id in categories:
                idea.category = categories[idea.category_id]


def figures_of(board: IdeaBoardPage) -> Figures:
    """One query whatever the size of the board: the tallies are kept by the verbs."""
    with connection.cursor() as cursor:
        cursor.execute(_SHELVES, [board.pk, board.pk])
        rows = cursor.fetchall()
    figures = Figures([], [])
    for is_status, place, pk, slug, name, meaning, stage, is_open, ideas in rows:
        common = {"pk": pk, "board": board, "sort_order": place, "slug": slug, "name": name}
        if is_status:
            status = BoardStatus(**common, meaning=meaning, stage=stage, open_to_votes=bool(is_open))
            status.idea_count = int(ideas)  # type: ignore[attr-defined]
            figures.statuses.append(status)
        else:
            category = Category(**common)
            category.idea_count = int(ideas)  # type: ignore[attr-defined]
            figures.categories.append(category)
    return figures


# Written as SQL: for each board page, Django took longer to put this union together than the database to answer it.
_SHELVES = """
SELECT 1, sort_order, shelf.id, slug, name, meaning, stage, open_to_votes, coalesce(sum(tally.ideas), 0)
FROM ideas_boardstatus AS shelf LEFT JOIN ideas_tally AS tally ON tally.status_id = shelf.id
WHERE shelf.board_id = %s GROUP BY shelf.id
UNION ALL
SELECT 0, sort_order, shelf.id, slug, name, '', '', false, coalesce(sum(tally.ideas), 0)
FROM ideas_category AS shelf LEFT JOIN ideas_tally AS tally ON tally.category_id = shelf.id
WHERE shelf.board_id = %s GROUP BY shelf.id
ORDER BY 1, 2, 3
"""


def answer_rate(board: IdeaBoardPage, *, at: datetime | None = None) -> Rate | None:
    """Of the ideas published in the last 90 days and old enough, how many had a public answer within the promise.

    Ideas whose answer was imported without a date, and duplicates, are left out. Fewer than 20 ideas: no rate.
    Kept for five minutes.
    """
    key = f"answer-rate:{board.pk}:{board.promise_days}"
    known = cache.get(key) if at is None else _count_answers(board, at=at)
    if known is None:
        known = _count_answers(board, at=timezone.now())
        cache.set(key, known, RATE_SECONDS)
    return _rate(board, *known)


def _rate(board: IdeaBoardPage, part: int, whole: int) -> Rate | None:
    return Rate(part, whole, board.promise_days) if whole >= FEWEST else None


def former_answer_rate(board: IdeaBoardPage, *, at: datetime | None = None) -> Rate | None:
    """The same of the 90 days before."""
    return answer_rate(board, at=(at or timezone.now()) - timedelta(days=PERIOD_DAYS))


def rates_of(boards: Sequence[IdeaBoardPage], *, at: datetime | None = None) -> dict[int, Rate | None]:
    """By board its rate, in one query for all of them."""
    at = at or timezone.now()
    if not boards:
        return {}
    counts: dict[str, Any] = {}
    for board in boards:
        asked, in_time = _asked(board, at=at), _in_time(board)
        counts[f"whole_{board.pk}"] = Count("pk", filter=Q(board=board) & asked)
        counts[f"part_{board.pk}"] = Count("pk", filter=Q(board=board) & asked & in_time)
    lately = Q(published_at__gt=at - timedelta(days=PERIOD_DAYS))
    found = Idea.objects.published().filter(lately, board__in=boards).order_by().aggregate(**counts)
    return {board.pk: _rate(board, found[f"part_{board.pk}"], found[f"whole_{board.pk}"]) for board in boards}


def behind_of(boards: Sequence[IdeaBoardPage]) -> list[tuple[IdeaBoardPage, Rate]]:
    """Boards that take ideas freely and answer less than half of them in time: they could be slowed."""
    if not (free := [board for board in boards if board.pace == Pace.OPEN]):
        return []
    rates = rates_of(free)
    return [(board, rate) for board in free if (rate := rates[board.pk]) and rate.percent < BEHIND]


def _count_answers(board: IdeaBoardPage, *, at: datetime) -> tuple[int, int]:
    dated = Idea.objects.published().filter(_asked(board, at=at), board=board)
    counted = dated.aggregate(whole=Count("pk"), part=Count("pk", filter=_in_time(board)))
    return counted["part"], counted["whole"]


def _asked(board: IdeaBoardPage, *, at: datetime) -> Q:
    """Which published ideas the rate is out of: those of the period, old enough, without an answer that has no date."""
    promise = timedelta(days=board.promise_days)
    old_enough = Q(published_at__gt=at - timedelta(days=PERIOD_DAYS), published_at__lte=at - promise)
    return old_enough & ~Q(is_answered=True, first_answered_at=None)


def _in_time(board: IdeaBoardPage) -> Q:
    return Q(first_answered_at__lte=F("published_at") + timedelta(days=board.promise_days))
