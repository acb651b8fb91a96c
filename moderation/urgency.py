"""How urgent a case is: the harm that waiting does, in hours by which it is treated as older than it is.

Time moves all cases alike, so their order is stored once and read from an index. What a case is made of is shown beside
it, part by part.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moderation.models import Case

HOURS_OF_A_REPORT = 12.0  # for a report of the full weight 1
HOURS_OF_A_FINDING = 6.0  # for a finding of the full weight 1
HOURS_OF_TENFOLD_EXPOSURE = 6.0  # seen by ten: once, by a hundred: twice
HOURS_OF_AN_ILLEGAL_NOTICE = 72.0
HOURS_OF_AN_APPEAL = 12.0
FAINT = 0.1  # what a report of a new account weighs at most
FAINT_TOGETHER = 1.0  # and all of them in one case: a flood of them is one loud voice


@dataclass(frozen=True, slots=True)
class Part:
    label: str | Promise
    hours: float


def head_start(case: Case) -> Iterator[Part]:
    """What makes waiting harmful beside the time itself; parts that are nothing are left out."""
    parts = (
        Part(_("Reports"), HOURS_OF_A_REPORT * case.report_weight),
        Part(_("Findings"), HOURS_OF_A_FINDING * case.finding_weight),
        Part(_("Exposure"), HOURS_OF_TENFOLD_EXPOSURE * math.log10(1 + case.exposure)),
        Part(_("Notice of illegal content"), HOURS_OF_AN_ILLEGAL_NOTICE * case.is_illegal_notice),
        Part(_("Appeal"), HOURS_OF_AN_APPEAL * case.is_appealed),
    )
    return (part for part in parts if part.hours)


def weight_together(weights: Iterable[float]) -> float:
    """What the reports of one case weigh."""
    given = list(weights)
    faint = sum(weight for weight in given if weight <= FAINT)
    return sum(weight for weight in given if weight > FAINT) + min(faint, FAINT_TOGETHER)


def urgent_since(case: Case) -> datetime:
    """What `Case.urgent_since` has to be."""
    return case.opened_at - timedelta(hours=sum(part.hours for part in head_start(case)))


def parts_of(case: Case, *, at: datetime) -> list[Part]:
    """All parts of the priority at this time, the longest first."""
    waited = Part(_("Time since"), max(0.0, (at - case.opened_at).total_seconds() / 3600))
    return sorted([waited, *head_start(case)], key=lambda part: -part.hours)
