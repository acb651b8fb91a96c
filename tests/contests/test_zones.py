"""What a clock on the wall means in a time zone, and how zones are called."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from contests.countries import CODES, codes_in
from contests.zones import is_moved, moment_in, offset_in_words, zone_names, zone_of
from core.errors import RuleBroken


@pytest.mark.parametrize(
    ("zone", "wall", "moment"),
    [
        ("Europe/Oslo", datetime(2027, 1, 1, 9, 0), datetime(2027, 1, 1, 8, 0, tzinfo=UTC)),
        ("Europe/Oslo", datetime(2027, 3, 28, 1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        ("Europe/Oslo", datetime(2027, 3, 28, 3, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        ("Europe/Oslo", datetime(2027, 10, 31, 1, 59), datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        ("Europe/Oslo", datetime(2027, 10, 31, 3, 0), datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2027, 1, 1, 0, 0), datetime(2026, 12, 31, 10, 0, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2027, 4, 4, 2, 0), datetime(2027, 4, 3, 15, 30, tzinfo=UTC)),
    ],
)
def test_a_clock_on_the_wall_is_one_moment(zone, wall, moment):
    assert moment_in(ZoneInfo(zone), wall) == moment


@pytest.mark.parametrize(
    ("zone", "wall", "words"),
    [
        ("Europe/Oslo", datetime(2027, 3, 28, 2, 0), "no such time"),
        ("Europe/Oslo", datetime(2027, 3, 28, 2, 59), "no such time"),
        ("Europe/Oslo", datetime(2027, 10, 31, 2, 0), "comes twice"),
        ("Europe/Oslo", datetime(2027, 10, 31, 2, 59), "comes twice"),
        ("Australia/Lord_Howe", datetime(2027, 4, 4, 1, 45), "comes twice"),  # half an hour there
        ("Pacific/Apia", datetime(2011, 12, 30, 12, 0), "no such time"),  # a day that never was
    ],
)
def test_a_time_that_is_skipped_or_shown_twice_is_refused(zone, wall, words):
    with pytest.raises(RuleBroken, match=words):
        moment_in(ZoneInfo(zone), wall)


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("UTC", "UTC"),
        ("Pacific/Kiritimati", "UTC+14"),
        ("Asia/Kathmandu", "UTC+5:45"),
        ("America/St_Johns", "UTC−3:30"),
    ],
)
def test_how_far_from_utc(zone, words):
    assert offset_in_words(ZoneInfo(zone), datetime(2027, 1, 1, tzinfo=UTC)) == words


@pytest.mark.parametrize("name", ["", "Oslo", "Mars/Olympus", "../passwd", "EST", "localtime", "\x00", "Europe/Oslo "])
def test_a_zone_that_nobody_knows_is_none(name):
    assert zone_of(name) is None


def test_zones_are_places():
    assert {"UTC", "Europe/Athens", "America/Argentina/Buenos_Aires"} <= set(zone_names())
    assert not {"Etc/GMT+5", "posixrules", "Factory", "US/Pacific"} & set(zone_names())


def test_less_than_a_second_is_not_moved():
    at = datetime(2027, 1, 1, tzinfo=UTC)
    assert not is_moved(at, at + timedelta(milliseconds=999))
    assert is_moved(at, at - timedelta(seconds=1))
    assert is_moved(None, at)
    assert is_moved(at, None)
    assert not is_moved(None, None)


def test_countries_are_read_as_people_write_them():
    assert codes_in("no, SE dk,no ,") == ["NO", "SE", "DK"]
    assert codes_in("") == []
    assert len(CODES) == 249
