"""What members do, counted: by it a tier is earned. Rooms add what they can count of a member."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db.models import (
    Count,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from core.registry import Registry


class Measure(Protocol):
    """One thing that is counted of a member, as questions to a queryset of members: for many as for one."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str | Promise:
        """What is counted, for whoever chooses it: "Ideas that were launched"."""
        ...

    @property
    def rule(self) -> str | Promise:
        """What counts and what does not, in one sentence."""
        ...

    def words(self, n: int) -> str:
        """So many of it: "3 ideas that were launched"."""
        ...

    def reached(self, least: int, *, at: datetime) -> Q:
        """The members who have at least so many."""
        ...

    def reached_at(self, least: int, *, at: datetime) -> Any:
        """The moment at which a member had so many: an expression, null for who has fewer."""
        ...

    def figure(self, *, at: datetime) -> Any:
        """How many a member has: an expression. What the database answers is read by `read`."""
        ...

    def read(self, answer: Any) -> int: ...


@dataclass(frozen=True, slots=True)
class Counted:
    """A measure that counts rows. `rows(at)` are those that count, each one once: what is withdrawn, hidden, rejected
    or not published is not among them; what stands on a closed page is. `member` names whose they are, `moment` since
    when they count: a field, or an expression."""

    key: str
    label: str | Promise
    rule: str | Promise
    words: Callable[[int], str]
    rows: Callable[[datetime], QuerySet[Any]]
    member: str = "author"
    moment: Any = "published_at"

    def reached(self, least: int, *, at: datetime) -> Q:
        by_member = self.rows(at).order_by().values(self.member).annotate(n=Count("pk")).filter(n__gte=least)
        return Q(pk__in=by_member.values(self.member))

    def reached_at(self, least: int, *, at: datetime) -> Any:
        moment = F(self.moment) if isinstance(self.moment, str) else self.moment
        theirs = self._of_one(at).annotate(counts_from=moment).order_by("counts_from", "pk")
        return Subquery(theirs.values("counts_from")[least - 1 : least], output_field=DateTimeField())

    def figure(self, *, at: datetime) -> Any:
        theirs = self._of_one(at).order_by().values(self.member).annotate(n=Count("pk"))
        return Coalesce(Subquery(theirs.values("n"), output_field=IntegerField()), 0)

    def read(self, answer: Any) -> int:
        return int(answer)

    def _of_one(self, at: datetime) -> QuerySet[Any]:
        return self.rows(at).filter(**{self.member: OuterRef("pk")})


@dataclass(frozen=True, slots=True)
class DaysSince:
    """A measure of whole days since a moment in the member's own row."""

    key: str
    label: str | Promise
    rule: str | Promise
    words: Callable[[int], str]
    field: str

    def reached(self, least: int, *, at: datetime) -> Q:
        return Q((f"{self.field}__lte", at - timedelta(days=least)))

    def reached_at(self, least: int, *, at: datetime) -> Any:
        return ExpressionWrapper(F(self.field) + Value(timedelta(days=least)), output_field=DateTimeField())

    def figure(self, *, at: datetime) -> Any:
        since = Value(at, output_field=DateTimeField()) - F(self.field)
        return ExpressionWrapper(since, output_field=DurationField())

    def read(self, answer: Any) -> int:
        return max(0, int(answer.days))


@dataclass(frozen=True, slots=True)
class Hold:
    """Who comes into nothing by themself for a while: `members(at)` are their keys, as a queryset of one column."""

    key: str
    members: Callable[[datetime], QuerySet[Any]]


measures: Registry[Measure] = Registry("measures")
holds: Registry[Hold] = Registry("holds")
