"""At eight by the reader's clock, on every day or every Monday: also when clocks are put forward or back."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.users.models import UserProfile

from core.notices.clocks import clock_of, clocks_of, next_due, next_due_of
from core.notices.models.digest import Rhythm

OSLO = ZoneInfo("Europe/Oslo")
ZONES = ["UTC", "Europe/Oslo", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca"]


def by_clock(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%a %d %H:%M}"


@pytest.mark.parametrize(
    ("after", "daily", "weekly"),
    [
        ("2026-03-04T06:59", "Wed 04 08:00", "Mon 09 08:00"),
        ("2026-03-04T07:00", "Thu 05 08:00", "Mon 09 08:00"),  # that moment itself is over
        ("2026-03-09T06:59", "Mon 09 08:00", "Mon 09 08:00"),
        ("2026-03-09T07:00", "Tue 10 08:00", "Mon 16 08:00"),
        ("2026-03-28T07:30", "Sun 29 08:00", "Mon 30 08:00"),  # clocks are put forward in the night
        ("2026-10-24T12:00", "Sun 25 08:00", "Mon 26 08:00"),  # and back
    ],
)
def test_the_next_one_comes_at_eight_and_the_weekly_one_on_a_monday(after, daily, weekly):
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC)
    assert by_clock(next_due(Rhythm.DAILY, after=moment, zone=OSLO), OSLO) == daily
    assert by_clock(next_due(Rhythm.WEEKLY, after=moment, zone=OSLO), OSLO) == weekly


@pytest.mark.parametrize("name", ZONES)
def test_in_a_year_of_changed_clocks_no_day_is_left_out_and_none_comes_twice(name):
    zone, moment, dues = ZoneInfo(name), datetime(2026, 1, 1, tzinfo=UTC), []
    for _day in range(366):
        moment = next_due(Rhythm.DAILY, after=moment, zone=zone)
        dues.append(moment)
    days = [due.astimezone(zone).date() for due in dues]
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))
    assert {by_clock(due, zone)[-5:] for due in dues} == {"08:00"}


def test_a_day_that_a_country_skipped_sends_nothing_twice():
    """Samoa had no 30 December 2011: the digest of that day and the next one are one moment, and one digest."""
    apia, moment, dues = ZoneInfo("Pacific/Apia"), datetime(2011, 12, 28, 20, tzinfo=UTC), []
    for _step in range(3):
        moment = next_due(Rhythm.DAILY, after=moment, zone=apia)
        dues.append(by_clock(moment, apia))
    assert dues == ["Thu 29 08:00", "Sat 31 08:00", "Sun 01 08:00"]


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(ZONES),
    st.sampled_from(Rhythm),
)
def test_it_is_later_than_now_and_not_later_than_a_period(after, name, rhythm):
    due = next_due(rhythm, after=after, zone=ZoneInfo(name))
    assert after < due <= after + timedelta(days=7 if rhythm == Rhythm.WEEKLY else 1, hours=1)


def test_each_has_their_own_clock_or_that_of_the_site(tom, ines, bea, max_queries):
    for member, zone in ((tom, "Europe/Oslo"), (ines, "Mars/Olympus"), (bea, "")):
        UserProfile.objects.create(user=member, current_time_zone=zone)
    assert clocks_of([tom.pk, ines.pk, bea.pk]) == {tom.pk: OSLO}
    assert clock_of(tom) == OSLO
    assert clock_of(ines).utcoffset(datetime(2026, 7, 1)) == timedelta(0)
    with max_queries(1):
        wanted = [(tom.pk, Rhythm.DAILY), (ines.pk, Rhythm.DAILY), (ines.pk, Rhythm.WEEKLY)]
        due = next_due_of(wanted, after=datetime(2026, 7, 1, 12, tzinfo=UTC))
    assert [(due[one].day, due[one].hour) for one in wanted] == [(2, 6), (2, 8), (6, 8)]
