"""What is counted for the impact page, for one reader. `docs/impact.md` says how, in the words of the page.

Nothing is counted that the reader could not look up: only boards, ideas and stories that they may see.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone

from core.publication import State
from ideas.figures import FEWEST
from ideas.impact.parts import Part, parts_of
from ideas.impact.periods import Period, Span
from ideas.models import Idea, IdeaBoardPage, Launching, StatusChange
from ideas.models.idea import IdeaQuerySet
from ideas.statuses import Credit, Stage

UNTOLD = ""  # beside the credits: launched, and no story that the reader may read says whose idea it was


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole. Of fewer than twenty no rate is given: it would mean nothing."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Rounded down: 99.6 % is not 100 %."""
        return 100 * self.part // self.whole if self.whole >= FEWEST else None


@dataclass(frozen=True, slots=True)
class Median:
    """The time that half of so many did not exceed; None when they are too few to mean anything."""

    count: int
    time: timedelta | None = None

    @property
    def days(self) -> float | None:
        return None if self.time is None else round(self.time / timedelta(days=1), 1)


@dataclass(frozen=True, slots=True)
class Counted:
    """All figures of one span."""

    came_in: int
    answered: Share
    in_time: Share
    first_answer: Median
    by_credit: dict[str, int]
    to_launch: Median
    undated: int
    withdrawn: int
    merged: int

    @property
    def launched(self) -> int:
        return sum(self.by_credit.values())

    def credited(self, credit: str) -> Share:
        return Share(self.by_credit.get(credit, 0), self.launched)

    @property
    def theirs(self) -> Share:
        """Those that would not be there without a member: their own idea, or pushed up the list by them."""
        return Share(sum(self.by_credit.get(credit, 0) for credit in (Credit.YOURS, Credit.PUSHED)), self.launched)


@dataclass(frozen=True, slots=True)
class Column:
    """One part of the period, as the chart draws it."""

    part: Part
    came_in: int
    answered: int
    launched: int


@dataclass(frozen=True, slots=True)
class Impact:
    now: Counted
    before: Counted | None
    columns: list[Column]
    launched_undated: int  # whenever that was: their day was not recorded


@dataclass(slots=True)
class Launches:
    """How many ideas were launched on which day, with which credit."""

    by_day: dict[date, Counter[str]] = field(default_factory=dict)
    undated: int = 0

    def within(self, span: Span) -> dict[str, int]:
        days = (credits for day, credits in self.by_day.items() if span.first <= day <= span.last)
        return dict(sum(days, Counter[str]()))


def count_impact(user: Any, boards: Sequence[IdeaBoardPage], period: Period, *, at: datetime | None = None) -> Impact:
    """The figures of these boards, which this reader may see. As many queries for a thousand ideas as for ten."""
    at = at or timezone.now()
    ideas = Idea.objects.visible_to(user, at=at).filter(board__in=[board.pk for board in boards]).order_by()
    launched = _launched(ideas, user)
    launches = _launches(launched)
    spans = [period.span, *([period.before] if period.before else [])]
    counted = [_counted(ideas, launched, launches, boards, span, at=at) for span in spans]
    return Impact(
        now=counted[0],
        before=counted[1] if period.before else None,
        columns=_columns(ideas, launches, parts_of(period.span)),
        launched_undated=launches.undated,
    )


def median_of(rows: QuerySet[Any], *, since: str, until: str) -> Median:
    """Of the times between two moments of these rows. The database puts them in order and gives the one or two in the
    middle; with two, their mean. Rows whose second moment is before the first are mistaken, and left out."""
    took = ExpressionWrapper(F(until) - F(since), output_field=DurationField())
    timed = rows.filter(**{f"{until}__gte": F(since)})
    count = timed.count()
    if count < FEWEST:
        return Median(count)
    times = timed.annotate(took=took).order_by("took").values_list("took", flat=True)
    middle = list(times[(count - 1) // 2 : count // 2 + 1])
    return Median(count, sum(middle, timedelta()) / len(middle))


def _counted(
    ideas: IdeaQuerySet,
    launched: IdeaQuerySet,
    launches: Launches,
    boards: Iterable[IdeaBoardPage],
    span: Span,
    *,
    at: datetime,
) -> Counted:
    here = ideas.published()
    found = ideas.filter(_within("published_at", span)).aggregate(**_sums(boards, span, at=at))
    return Counted(
        came_in=found["came_in"],
        answered=Share(found["answered"], found["came_in"] - found["undated"]),
        in_time=Share(found["in_time"], found["due"]),
        first_answer=median_of(
            here.filter(_within("first_answered_at", span)), since="published_at", until="first_answered_at"
        ),
        by_credit=launches.within(span),
        to_launch=median_of(launched.filter(_within("launched_at", span)), since="published_at", until="launched_at"),
        undated=found["undated"],
        withdrawn=found["withdrawn"],
        merged=found["merged"],
    )


def _sums(boards: Iterable[IdeaBoardPage], span: Span, *, at: datetime) -> dict[str, Count]:
    """Of the ideas that came in within the span."""
    until = min(span.until, at)
    counts = Q(state=State.PUBLISHED, merged_into=None)
    undated = Q(is_answered=True, first_answered_at=None)
    due, in_time = _promised(boards, until)
    return {
        "came_in": Count("pk", filter=counts),
        "undated": Count("pk", filter=counts & undated),
        "answered": Count("pk", filter=counts & Q(first_answered_at__lt=span.until)),
        "due": Count("pk", filter=counts & due & ~undated),
        "in_time": Count("pk", filter=counts & in_time),
        "withdrawn": Count("pk", filter=Q(state=State.WITHDRAWN)),
        "merged": Count("pk", filter=Q(state=State.PUBLISHED, merged_into__isnull=False)),
    }


def _promised(boards: Iterable[IdeaBoardPage], until: datetime) -> tuple[Q, Q]:
    """Ideas whose promise had run out by then, and those of them that had an answer in time; each by the promise of its
    board."""
    by_days: dict[int, list[int]] = {}
    for board in boards:
        by_days.setdefault(board.promise_days, []).append(board.pk)
    due, in_time = Q(pk__in=[]), Q(pk__in=[])
    for days, pks in by_days.items():
        promise = timedelta(days=days)
        ran_out = Q(board__in=pks, published_at__lte=until - promise)
        due |= ran_out
        in_time |= ran_out & Q(first_answered_at__lte=F("published_at") + promise)
    return due, in_time


def _launched(ideas: IdeaQuerySet, user: Any) -> IdeaQuerySet:
    """Those that are launched, with when their timeline says so and the credit of a story that the reader may read."""
    moves = StatusChange.objects.filter(idea=OuterRef("pk"), new__stage=Stage.LAUNCHED)
    moves = moves.exclude(old__stage=Stage.LAUNCHED).order_by(F("at").desc(nulls_last=True), "-pk")
    told = Launching.objects.visible_to(user).standing().filter(idea=OuterRef("pk"))
    return (
        ideas.published()
        .filter(status__stage=Stage.LAUNCHED)
        .annotate(launched_at=Subquery(moves.values("at")[:1]), credit=Subquery(told.values("credit")[:1]))
    )


def _launches(launched: IdeaQuerySet) -> Launches:
    """In one query: as many rows as there are days on which something was launched, and credits on one day."""
    day = TruncDate("launched_at", tzinfo=timezone.get_default_timezone())
    found = Launches()
    for when, credit, count in launched.annotate(day=day).values_list("day", "credit").annotate(count=Count("pk")):
        if when is None:
            found.undated += count
        else:
            found.by_day.setdefault(when, Counter())[credit or UNTOLD] += count
    return found


def _columns(ideas: IdeaQuerySet, launches: Launches, parts: Sequence[Part]) -> list[Column]:
    sums = {}
    for place, part in enumerate(parts):
        sums[f"in_{place}"] = Count("pk", filter=_within("published_at", part.span))
        sums[f"answered_{place}"] = Count("pk", filter=_within("first_answered_at", part.span))
    found = ideas.published().aggregate(**sums)
    return [
        Column(part, found[f"in_{place}"], found[f"answered_{place}"], sum(launches.within(part.span).values()))
        for place, part in enumerate(parts)
    ]


def _within(moment: str, span: Span) -> Q:
    return Q(**{f"{moment}__gte": span.since, f"{moment}__lt": span.until})
