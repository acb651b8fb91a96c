"""Who sees a page and from when, in plain words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from core.audience.summary import Steps, summary
from core.audience.widening import EVERYBODY, is_wider, reach_of

OSLO = ZoneInfo("Europe/Oslo")
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=OSLO)  # a Tuesday
FRIDAY = datetime(2026, 11, 27, 9, 0, tzinfo=OSLO)
DECEMBER = datetime(2026, 12, 1, tzinfo=OSLO)
PAST = NOW - timedelta(days=1)


def says(*insiders: str, zone=OSLO, at=NOW, **steps) -> str:
    return summary(Steps(insiders, **steps), at=at, zone=zone)


def test_the_sentence_of_the_house():
    line = says("Insiders", members_from=FRIDAY, public_from=DECEMBER)
    assert line == "Insiders now; members from Friday 9:00; everyone from 1 December (Europe/Oslo time)"


@pytest.mark.parametrize(
    ("insiders", "steps", "line"),
    [
        ((), {}, "Nobody but administrators"),
        (("Insiders",), {}, "Insiders now; nobody else"),
        (("A", "B"), {}, "A and B now; nobody else"),
        (("Insiders",), {"insiders_from": PAST}, "Insiders now; nobody else"),
        (("Insiders",), {"insiders_from": FRIDAY}, "Insiders from Friday 9:00; nobody else (Europe/Oslo time)"),
        ((), {"insiders_from": FRIDAY}, "Nobody but administrators"),
        ((), {"members_from": PAST}, "Members now; nobody else"),
        (("Insiders",), {"members_from": PAST}, "Members now; nobody else"),
        ((), {"members_from": FRIDAY}, "Members from Friday 9:00; nobody else (Europe/Oslo time)"),
        ((), {"public_from": DECEMBER}, "Everyone from 1 December (Europe/Oslo time)"),
        (("Insiders",), {"public_from": DECEMBER}, "Insiders now; everyone from 1 December (Europe/Oslo time)"),
        (("Insiders",), {"public_from": PAST}, "Everyone now"),
        (
            (),
            {"members_from": PAST, "public_from": DECEMBER},
            "Members now; everyone from 1 December (Europe/Oslo time)",
        ),
        ((), {"members_from": FRIDAY, "public_from": FRIDAY}, "Everyone from Friday 9:00 (Europe/Oslo time)"),
        (
            ("In",),
            {"insiders_from": FRIDAY, "members_from": FRIDAY},
            "Members from Friday 9:00; nobody else (Europe/Oslo time)",
        ),
        ((), {"public_from": NOW}, "Everyone now"),
    ],
)
def test_every_combination(insiders, steps, line):
    assert says(*insiders, **steps) == line


def test_a_page_without_a_ladder_is_open():
    assert summary(None) == "Everyone now"


def test_days_are_named_as_people_name_them():
    def when(moment: datetime) -> str:
        return says(public_from=moment).removeprefix("Everyone from ").removesuffix(" (Europe/Oslo time)")

    assert when(datetime(2026, 11, 24, 18, 30, tzinfo=OSLO)) == "today 18:30"
    assert when(datetime(2026, 11, 25, tzinfo=OSLO)) == "tomorrow"
    assert when(datetime(2026, 11, 30, 8, 5, tzinfo=OSLO)) == "Monday 8:05"
    assert when(datetime(2026, 12, 1, 8, 5, tzinfo=OSLO)) == "1 December 8:05"  # in a week "Tuesday" would be today
    assert when(datetime(2027, 3, 3, tzinfo=OSLO)) == "3 March 2027"


def test_the_clock_is_that_of_the_reader():
    assert "Friday 3:00" in says(public_from=FRIDAY, zone=ZoneInfo("America/New_York"))
    assert "30 November 23:00 (UTC time)" in says(
        public_from=DECEMBER, zone=ZoneInfo("UTC"), at=NOW - timedelta(days=9)
    )


def test_an_hour_that_comes_twice_says_which():
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    at = datetime(2026, 10, 1, tzinfo=UTC)
    assert "25 October 2:30 CEST" in says(public_from=first, at=at)
    assert "25 October 2:30 CET" in says(public_from=first + timedelta(hours=1), at=at)
    assert "25 October 4:30 (" in says(public_from=first + timedelta(hours=3), at=at)


def test_days_are_counted_by_the_calendar_across_the_change_of_clocks():
    at = datetime(2026, 3, 28, 23, 30, tzinfo=OSLO)
    assert "tomorrow 3:30" in says(public_from=datetime(2026, 3, 29, 3, 30, tzinfo=OSLO), at=at)


def test_it_speaks_the_language_of_the_editor():
    with translation.override("he"):
        assert says(public_from=FRIDAY) != "Everyone from Friday 9:00 (Europe/Oslo time)"


class Ladder:
    def __init__(self, insiders=None, members=None, public=None):
        self.insiders_from, self.members_from, self.public_from = insiders, members, public


def wider(new, old, *, of=(1,), than=(1,)) -> bool:
    new = reach_of(new, of) if new else EVERYBODY
    return is_wider(new, reach_of(old, than) if old else EVERYBODY, at=NOW)


def test_what_opens_a_page():
    closed = Ladder(FRIDAY, DECEMBER)
    assert wider(None, closed)
    assert wider(Ladder(FRIDAY, FRIDAY), closed)
    assert wider(Ladder(None, DECEMBER), closed)
    assert wider(closed, closed, of=(1, 2))
    assert wider(Ladder(public=DECEMBER), closed)


def test_what_opens_nothing():
    closed = Ladder(FRIDAY, DECEMBER)
    assert not wider(closed, None)
    assert not wider(closed, closed)
    assert not wider(closed, closed, of=())
    assert not wider(closed, Ladder(FRIDAY + timedelta(seconds=37), DECEMBER))  # a form has no seconds
    assert not wider(Ladder(DECEMBER, DECEMBER), closed)
    assert not wider(None, Ladder(public=PAST))  # it was climbed
    assert not wider(Ladder(DECEMBER, DECEMBER), closed, of=(1, 2))  # the other tier comes with the members
