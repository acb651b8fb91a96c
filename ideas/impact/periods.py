"""The time that figures are about: the last days, a calendar year, or all of it; always whole days."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from django.http import QueryDict
from django.utils import timezone

LAST_DAYS = (30, 90, 365)
USUAL = "90"
ALL = "all"
FIRST_YEAR = 1990  # an address that asks for an earlier one is mistaken


@dataclass(frozen=True, slots=True)
class Span:
    """From the beginning of `first` until the end of `last`, by the clock of the site."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        return _midnight(self.first)

    @property
    def until(self) -> datetime:
        """No longer in it."""
        return _midnight(self.last + timedelta(days=1))

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Period:
    """`key` names it in an address. Nothing is `before` all time."""

    key: str
    span: Span
    before: Span | None

    @classmethod
    def read(cls, query: QueryDict, *, today: date, began: date) -> Self | None:
        """The period that an address asks for, the usual one when it asks for none; None for one that there is not.
        `began` is the day of the first idea."""
        key = query.get("period") or USUAL
        if key == ALL:
            return cls(key, Span(min(began, today), today), None)
        if not (key.isascii() and key.isdecimal() and len(key) <= 4):
            return None
        if int(key) in LAST_DAYS:
            return cls._last(int(key), today)
        return cls._year(int(key), today) if FIRST_YEAR <= int(key) <= today.year else None

    @classmethod
    def usual(cls, today: date) -> Self:
        return cls._last(int(USUAL), today)

    @classmethod
    def _last(cls, days: int, today: date) -> Self:
        first = today - timedelta(days=days - 1)
        return cls(str(days), Span(first, today), Span(first - timedelta(days=days), first - timedelta(days=1)))

    @classmethod
    def _year(cls, year: int, today: date) -> Self:
        """Of the year that is not over what there was of it, beside as much of the year before."""
        last = min(date(year, 12, 31), today)
        return cls(str(year), Span(date(year, 1, 1), last), Span(date(year - 1, 1, 1), _a_year_earlier(last)))

    @property
    def days(self) -> int | None:
        """Of one of the last days: how many."""
        return int(self.key) if self.key.isdecimal() and int(self.key) in LAST_DAYS else None

    @property
    def year(self) -> int | None:
        return int(self.key) if self.key.isdecimal() and self.days is None else None


def years_since(began: date, *, today: date) -> list[int]:
    """Those that there are figures of, the latest first."""
    return list(range(today.year, max(began.year, FIRST_YEAR) - 1, -1))


def _a_year_earlier(day: date) -> date:
    """The last day of February of a leap year has none: it is the day before."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()), timezone.get_default_timezone())
