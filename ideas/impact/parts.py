"""The calendar's parts of a period: weeks of a short one, else months, or more where these would be too many."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.impact.periods import Span

IN_WEEKS = 100  # days; what is longer is parted in months
MOST = 24  # parts
MOST_TICKS = 7  # names below the chart that have room on a phone


class Unit(StrEnum):
    """A week begins on Monday, whoever reads: figures are the same for everybody."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Part:
    """A week, month, quarter or year; `span` is what of it lies within the period."""

    unit: Unit
    whole: Span
    span: Span

    @property
    def is_whole(self) -> bool:
        return self.span == self.whole

    @property
    def name(self) -> str:
        first, last = self.whole.first, self.whole.last
        match self.unit:
            case Unit.MONTH:
                return date_format(first, "YEAR_MONTH_FORMAT")
            case Unit.YEAR:
                return date_format(first, "Y")
            case Unit.QUARTER:
                ends = date_format(first, "F"), date_format(last, "YEAR_MONTH_FORMAT")
            case Unit.WEEK:
                ends = date_format(first, "SHORT_DATE_FORMAT"), date_format(last, "SHORT_DATE_FORMAT")
        return _("%(since)s to %(until)s") % {"since": ends[0], "until": ends[1]}

    @property
    def cut(self) -> str:
        """How much of it is counted, where that is not all."""
        if self.is_whole:
            return ""
        words = ngettext("only %(n)d of %(all)d days", "only %(n)d of %(all)d days", self.span.days)
        return words % {"n": self.span.days, "all": self.whole.days}

    @property
    def tick(self) -> str:
        """Its name below the chart, in short. Weeks have none: their dates are too long."""
        match self.unit:
            case Unit.MONTH:
                return date_format(self.whole.first, "M")
            case Unit.YEAR | Unit.QUARTER:
                return date_format(self.whole.first, "Y")
        return ""


def parts_of(period: Span) -> list[Part]:
    """One after the other and without gaps; the first and the last end where the period does."""
    unit, parts, first = _unit_for(period), [], period.first
    while first <= period.last:
        whole = _around(first, unit)
        parts.append(Part(unit, whole, Span(first, min(whole.last, period.last))))
        first = whole.last + timedelta(days=1)
    return parts


def ticks_of(parts: list[Part]) -> list[str]:
    """What stands below each column of the chart: as many names as fit; nothing at all for weeks."""
    step = -(-len(parts) // MOST_TICKS)
    ticks = [part.tick if place % step == 0 else "" for place, part in enumerate(parts)]
    return ticks if any(ticks) else []


def _unit_for(period: Span) -> Unit:
    if period.days <= IN_WEEKS:
        return Unit.WEEK
    first, last = period.first, period.last
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    return next((unit for unit in (Unit.MONTH, Unit.QUARTER) if months <= MOST * MONTHS[unit]), Unit.YEAR)


def _around(day: date, unit: Unit) -> Span:
    if unit == Unit.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + timedelta(days=6))
    months = MONTHS[unit]
    before = (day.month - 1) // months * months  # months of the year before it
    years, after = divmod(before + months, 12)
    return Span(date(day.year, before + 1, 1), date(day.year + years, after + 1, 1) - timedelta(days=1))
