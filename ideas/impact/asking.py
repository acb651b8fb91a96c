"""What of the impact page is asked for in its address, and its figures: kept a few minutes for all who see the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import Min
from django.http import QueryDict
from django.utils.translation import gettext as _

from core.audience.gate import closed_paths, epoch
from ideas.days import day_of
from ideas.impact.counting import Impact, count_impact
from ideas.impact.periods import USUAL, Period
from ideas.models import Idea, IdeaBoardPage

SECONDS = 300
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which boards, and which time. `problems` says in words what was asked for and does not exist."""

    board: IdeaBoardPage | None
    period: Period
    began: date
    problems: tuple[str, ...] = field(default=())

    @classmethod
    def read(cls, query: QueryDict, boards: Sequence[IdeaBoardPage], *, user: Any) -> "Wanted":
        today, problems = day_of(), []
        began = _kept(("began",), boards, user, lambda: _first_day(boards, user)) or today
        period = Period.read(query, today=today, began=began)
        if period is None:
            problems.append(_("There is no such period."))
            period = Period.usual(today)
        slug = query.get("board", "")
        board = next((board for board in boards if board.slug == slug), None)
        if slug and board is None:
            problems.append(_("There is no such board."))
        return cls(board=board, period=period, began=began, problems=tuple(problems))

    def query(self, **changes: str) -> str:
        """The address of these figures with some things changed: `?board=ideas&period=365`."""
        usual = self.period.key if self.period.key != USUAL else ""
        pairs = {"board": self.board.slug if self.board else "", "period": usual, **changes}
        return "?" + urlencode({name: value for name, value in pairs.items() if value})


def impact_of(user: Any, boards: Sequence[IdeaBoardPage], period: Period) -> Impact:
    """The figures of these boards, which this reader may see."""
    days = (period.span.first.isoformat(), period.span.last.isoformat(), period.key)
    return _kept(days, boards, user, lambda: count_impact(user, boards, period))


def _kept(what: Sequence[str], boards: Sequence[IdeaBoardPage], user: Any, ask: Callable[[], T]) -> T:
    """Shared by everybody to whom the same is closed, and nobody else: what is seen of boards and stories follows from
    that."""
    places = [f"{board.pk}/{board.promise_days}" for board in boards]
    seen = sha256("|".join([*places, "closed", *closed_paths(user)]).encode()).hexdigest()[:24]
    key = f"impact-2:{epoch()}:{seen}:{':'.join(what)}"
    known = cache.get(key)
    if known is None:
        known = ask()
        cache.set(key, known, SECONDS)
    return known  # type: ignore[no-any-return]


def _first_day(boards: Sequence[IdeaBoardPage], user: Any) -> date | None:
    ideas = Idea.objects.visible_to(user).published().filter(board__in=[board.pk for board in boards])
    first = ideas.order_by().aggregate(first=Min("published_at"))["first"]
    return day_of(first) if first else None
