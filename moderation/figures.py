"""What the house says of its own moderation: three figures of the last twelve months, each with what it is out of.

They name no person and no thing. What was taken back within ten seconds, before anybody was told, never happened here.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from moderation.acts import AGAINST_AUTHOR, Act
from moderation.models import Appeal, Case, CaseState, Decision, HouseRule

PERIOD = timedelta(days=365)
FEWEST = 20  # of fewer, no figure is shown: it would mean nothing
SECONDS = 600


@dataclass(frozen=True, slots=True)
class ByRule:
    """How many decisions named this rule; None stands for those that named none."""

    rule: HouseRule | None
    count: int
    whole: int

    @property
    def percent(self) -> int:
        return round(100 * self.count / self.whole)


@dataclass(frozen=True, slots=True)
class Figures:
    """The wholes are always there; what is out of them is empty when there are fewer than `FEWEST`."""

    since: datetime
    until: datetime
    decisions: int
    by_rule: list[ByRule]
    cases: int
    median: timedelta | None
    appeals: int
    overturned: int | None

    @property
    def median_words(self) -> str:
        return spoken(self.median) if self.median is not None else ""

    @property
    def overturned_percent(self) -> int | None:
        return None if self.overturned is None else round(100 * self.overturned / self.appeals)


def figures(*, at: datetime | None = None) -> Figures:
    """Kept for ten minutes, unless asked for another time than now."""
    key = "moderation-figures"
    known = cache.get(key) if at is None else None
    if known is None:
        known = _count(at or timezone.now())
        if at is None:
            cache.set(key, known, SECONDS)
    counted: dict[str, Any] = dict(known)
    rules = HouseRule.objects.prefetch_related("translations").in_bulk([pk for pk, _n in counted["by_rule"] if pk])
    rows = [ByRule(rules.get(pk), count, counted["decisions"]) for pk, count in counted.pop("by_rule")]
    return Figures(by_rule=rows if counted["decisions"] >= FEWEST else [], **counted)


def _count(at: datetime) -> dict[str, Any]:
    since = at - PERIOD
    by_rule = _decisions_by_rule(since, at)
    cases, median = _time_to_decide(since, at)
    appeals, overturned = _appeals(since, at)
    return {
        "since": since,
        "until": at,
        "by_rule": by_rule,
        "decisions": sum(count for _rule, count in by_rule),
        "cases": cases,
        "median": median,
        "appeals": appeals,
        "overturned": overturned if appeals >= FEWEST else None,
    }


def _decisions_by_rule(since: datetime, until: datetime) -> list[tuple[int | None, int]]:
    """All decisions of people against an author in the period (changes asked for, not published, hidden, warned,
    suspended), by the rule that they name; the most frequent first. Those reversed or overturned later were decisions
    too; what reports had hidden by themselves was one only when a person had decided."""
    made = Decision.objects.filter(act__in=AGAINST_AUTHOR, at__gt=since, at__lte=until, by__isnull=False)
    kept = made.exclude(taken_back_by__act=Act.UNDO).order_by()
    rows = list(kept.values_list("rule").annotate(count=Count("pk")))
    return sorted(rows, key=lambda row: (-row[1], row[0] or 0))


def _time_to_decide(since: datetime, until: datetime) -> tuple[int, timedelta | None]:
    """Of the cases decided in the period, the time from opening to decision that half of them did not exceed; with an
    even number, the mean of the two in the middle."""
    decided = Case.objects.filter(state=CaseState.DECIDED, closed_at__gt=since, closed_at__lte=until)
    took = ExpressionWrapper(F("closed_at") - F("opened_at"), output_field=DurationField())
    times: QuerySet[Case, timedelta] = decided.annotate(took=took).order_by("took").values_list("took", flat=True)
    count = decided.count()
    if count < FEWEST:
        return count, None
    middle = list(times[(count - 1) // 2 : count // 2 + 1])
    return count, sum(middle, timedelta()) / len(middle)


def _appeals(since: datetime, until: datetime) -> tuple[int, int]:
    """How many appeals were decided in the period, and how many of these were overturned."""
    decided = Appeal.objects.filter(outcome__at__gt=since, outcome__at__lte=until)
    kept = decided.exclude(outcome__taken_back_by__act=Act.UNDO)
    counted = kept.aggregate(whole=Count("pk"), part=Count("pk", filter=Q(outcome__act=Act.OVERTURN)))
    return counted["whole"], counted["part"]


def spoken(time: timedelta) -> str:
    """In the unit in which a person would say it, rounded up: an hour that was begun is waited for."""
    minutes = max(1, math.ceil(time.total_seconds() / 60))
    if minutes <= 90:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = math.ceil(minutes / 60)
    if hours <= 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = math.ceil(hours / 24)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
