"""Days as the site counts them: what is promised by a day is promised by the site's calendar, wherever it is read."""

from datetime import date, datetime, timedelta

from django.utils import timezone


def day_of(at: datetime | None = None) -> date:
    """The day in the site's time zone, of now unless a moment is given."""
    return timezone.localtime(at, timezone.get_default_timezone()).date()


def days_after(at: datetime, days: int) -> date:
    """So many days of the calendar later: a change of the clock in between makes none shorter."""
    return day_of(at) + timedelta(days=days)
