"""When a digest is due: at eight in the morning by its reader's clock, the weekly one on Mondays."""

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from wagtail.users.models import UserProfile

from core.notices.models.digest import Rhythm

EIGHT = time(8)
MONDAY = 0
DAYS = {Rhythm.DAILY: 1, Rhythm.WEEKLY: 7}


def next_due(rhythm: Rhythm, *, after: datetime, zone: tzinfo) -> datetime:
    """The first moment of this rhythm after `after`. The wall clock is asked day by day, so it is the same hour before
    and after clocks are changed; where they leave that hour out, it is what the hour would have been."""
    day = after.astimezone(zone).date()
    if rhythm == Rhythm.WEEKLY:
        day += timedelta(days=(MONDAY - day.weekday()) % 7)
    while (due := _moment(datetime.combine(day, EIGHT, tzinfo=zone))) <= after:
        day += timedelta(days=DAYS[rhythm])
    return due


def _moment(wall: datetime) -> datetime:
    """In UTC: moments of one zone are compared by their wall clock, which is wrong around a change."""
    return wall.astimezone(UTC)


def clocks_of(member_ids: Collection[int]) -> dict[int, tzinfo]:
    """The clock of each of these members who chose one. It is the one that Wagtail's admin goes by, too."""
    chosen = UserProfile.objects.filter(user__in=member_ids).exclude(current_time_zone="")
    names = dict(chosen.values_list("user", "current_time_zone"))
    known = set(settings.WAGTAIL_USER_TIME_ZONES)
    return {pk: ZoneInfo(name) for pk, name in names.items() if name in known}


def clock_of(member: Any) -> tzinfo:
    """The member's clock; that of the site for who chose none."""
    return clocks_of([member.pk]).get(member.pk, timezone.get_default_timezone())


def next_due_of(wanted: Collection[tuple[int, Rhythm]], *, after: datetime) -> dict[tuple[int, Rhythm], datetime]:
    """The same for each of these members with their rhythms, in one query."""
    clocks, of_site = clocks_of({pk for pk, _rhythm in wanted}), timezone.get_default_timezone()
    moments = {(rhythm, clocks.get(pk, of_site)) for pk, rhythm in wanted}
    due = {(rhythm, zone): next_due(rhythm, after=after, zone=zone) for rhythm, zone in moments}
    return {(pk, rhythm): due[rhythm, clocks.get(pk, of_site)] for pk, rhythm in wanted}
