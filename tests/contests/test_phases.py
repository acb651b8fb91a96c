"""The phase of a contest follows from its times and the clock, and says what can be done."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from contests.phases import (
    ALLOWS,
    BACKWARDS,
    FIELDS,
    GRACE,
    MISSING,
    ORDER,
    RESULTS_FROM,
    TOO_SOON,
    Ability,
    Decides,
    Phase,
    Schedule,
    problems_of,
)

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)


def times(decides: str, *, gap: timedelta = DAY) -> dict[str, datetime | None]:
    """Each phase takes ten days, with a gap after each."""
    given: dict[str, datetime | None] = {}
    at = START
    for phase in ORDER[decides]:
        opens, closes = FIELDS[phase]
        given |= {opens: at, closes: at + 10 * DAY}
        at += 10 * DAY + gap
    return given | {RESULTS_FROM: at}


def walked(schedule: Schedule) -> list[Phase]:
    """The phases that somebody sees who looks once an hour."""
    seen = [schedule.phase(START - DAY + timedelta(hours=n)) for n in range(24 * 60)]
    return [seen[0], *(after for before, after in pairwise(seen) if after != before)]


@pytest.mark.parametrize("decides", Decides.values)
def test_every_phase_comes_in_its_order_with_what_is_between(decides):
    between = [step for phase in ORDER[decides] for step in (phase, Phase.BETWEEN)]
    assert walked(Schedule(decides, times(decides))) == [Phase.ANNOUNCED, *between, Phase.RESULTS]


@pytest.mark.parametrize("decides", Decides.values)
def test_without_gaps_nothing_is_between(decides):
    given = times(decides, gap=timedelta(0))
    assert not problems_of(decides, given)
    assert walked(Schedule(decides, given)) == [Phase.ANNOUNCED, *ORDER[decides], Phase.RESULTS]


@pytest.mark.parametrize("decides", Decides.values)
def test_a_phase_begins_on_the_instant_and_ends_just_before_the_other(decides):
    given = times(decides)
    schedule = Schedule(decides, given)
    for phase in ORDER[decides]:
        opens, closes = (given[name] for name in FIELDS[phase])
        assert schedule.phase(opens) == schedule.phase(closes - INSTANT) == phase
        assert phase not in (schedule.phase(opens - INSTANT), schedule.phase(closes))
    assert schedule.phase(given[RESULTS_FROM] - INSTANT) == Phase.BETWEEN
    assert schedule.phase(given[RESULTS_FROM]) == Phase.RESULTS


@pytest.mark.parametrize("decides", Decides.values)
@pytest.mark.parametrize("shows_entries", [True, False])
def test_what_was_to_be_seen_stays_to_be_seen(decides, shows_entries):
    schedule = Schedule(decides, times(decides), shows_entries=shows_entries)
    seen = [Ability.SEE_ENTRIES in schedule.abilities(START - DAY + n * DAY) for n in range(60)]
    assert not seen[0]
    assert seen[1] is shows_entries
    assert seen.count(True) == 60 - seen.index(True)


def test_the_table_says_what_can_be_done():
    schedule, given = Schedule(Decides.PUBLIC_THEN_JURY, times(Decides.PUBLIC_THEN_JURY)), times("public-then-jury")
    for phase in ORDER[Decides.PUBLIC_THEN_JURY]:
        assert schedule.abilities(given[FIELDS[phase][0]]) == ALLOWS[phase]
    assert schedule.abilities(given[RESULTS_FROM]) == ALLOWS[Phase.RESULTS]
    assert schedule.abilities(START - DAY) == {Ability.SEE}


def test_nobody_votes_judges_or_enters_outside_the_phases_for_it():
    can = {ability: [phase for phase in Phase if ability in ALLOWS[phase]] for ability in Ability}
    assert can[Ability.ENTER] == [Phase.ENTRIES]
    assert can[Ability.VOTE] == [Phase.VOTING, Phase.VOTING_AND_JUDGING]
    assert can[Ability.JUDGE] == [Phase.JUDGING, Phase.VOTING_AND_JUDGING]
    assert can[Ability.SEE_WINNERS] == [Phase.RESULTS]
    assert can[Ability.SEE] == list(Phase)


def test_what_begins_next():
    given = times(Decides.JURY_THEN_PUBLIC)
    schedule = Schedule(Decides.JURY_THEN_PUBLIC, given)
    assert schedule.next_phase(START - DAY) == (Phase.ENTRIES, START)
    assert schedule.next_phase(START) == (Phase.JUDGING, given["judging_from"])
    assert schedule.next_phase(given["voting_from"]) == (Phase.RESULTS, given[RESULTS_FROM])
    assert schedule.next_phase(given[RESULTS_FROM]) is None


@pytest.mark.parametrize(
    ("begun", "ended", "is_taken"),
    [
        (-INSTANT, timedelta(0), True),  # 23:59:59.999999
        (-INSTANT, GRACE - INSTANT, True),
        (-INSTANT, GRACE, False),
        (timedelta(0), timedelta(0), False),
        (-10 * DAY, -INSTANT, True),
        (-10 * DAY - INSTANT, -5 * DAY, False),
    ],
)
def test_an_upload_that_was_begun_in_time_has_the_grace_time(begun, ended, is_taken):
    given = times(Decides.PUBLIC)
    closes = given["entries_until"]
    assert Schedule(Decides.PUBLIC, given).takes_upload(begun=closes + begun, at=closes + ended) is is_taken


def test_an_hour_that_comes_twice_is_two_hours():
    """Athens, 25 October 2026: after 3:59 in summer time it is 3:00 in winter time."""
    athens = ZoneInfo("Europe/Athens")
    given = times(Decides.PUBLIC) | {
        "entries_from": datetime(2026, 10, 1, tzinfo=athens),
        "entries_until": datetime(2026, 10, 25, 3, 30, tzinfo=athens, fold=1),
        "voting_from": datetime(2026, 10, 26, tzinfo=athens),
        "voting_until": datetime(2026, 11, 1, tzinfo=athens),
        RESULTS_FROM: datetime(2026, 11, 2, tzinfo=athens),
    }
    schedule = Schedule(Decides.PUBLIC, {name: moment.astimezone(UTC) for name, moment in given.items()})
    assert schedule.phase(datetime(2026, 10, 25, 3, 30, tzinfo=athens).astimezone(UTC)) == Phase.ENTRIES
    assert schedule.phase(datetime(2026, 10, 25, 0, 59, 59, tzinfo=UTC).astimezone(UTC)) == Phase.ENTRIES
    assert schedule.phase(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)) == Phase.BETWEEN


def test_where_the_clock_stands_elsewhere_does_not_matter():
    schedule = Schedule(Decides.PUBLIC, times(Decides.PUBLIC))
    ahead = START.astimezone(ZoneInfo("Pacific/Kiritimati"))  # UTC+14: there it is evening
    assert schedule.phase(ahead) == Phase.ENTRIES
    assert schedule.phase(ahead - INSTANT) == Phase.ANNOUNCED


@pytest.mark.parametrize("decides", Decides.values)
def test_times_in_order_have_no_problem(decides):
    assert problems_of(decides, times(decides)) == {}


@pytest.mark.parametrize("decides", Decides.values)
def test_each_missing_time_is_named(decides):
    given = times(decides)
    assert problems_of(decides, {}) == {name: MISSING[name] for name in given}
    for name in given:
        assert problems_of(decides, given | {name: None}) == {name: MISSING[name]}


@pytest.mark.parametrize("decides", Decides.values)
def test_a_phase_that_ends_before_it_begins_is_said_beside_its_end(decides):
    given = times(decides)
    for phase in ORDER[decides]:
        opens, closes = FIELDS[phase]
        for too_early in (given[opens], given[opens] - DAY):
            assert problems_of(decides, given | {closes: too_early}) == {closes: BACKWARDS[phase]}


@pytest.mark.parametrize("decides", Decides.values)
def test_a_phase_that_begins_before_the_other_is_over_is_said_beside_its_beginning(decides):
    given = times(decides)
    for before, after in pairwise(ORDER[decides]):
        opens = FIELDS[after][0]
        moved = given | {opens: given[FIELDS[before][1]] - INSTANT}
        assert problems_of(decides, moved) == {opens: TOO_SOON[before, after]}
    early = given | {RESULTS_FROM: given[FIELDS[ORDER[decides][-1]][1]] - INSTANT}
    assert problems_of(decides, early) == {RESULTS_FROM: TOO_SOON[ORDER[decides][-1], Phase.RESULTS]}


def test_the_words_name_what_is_wrong():
    given = times(Decides.PUBLIC)
    early = given | {"voting_from": given["entries_until"] - DAY}
    assert str(problems_of(Decides.PUBLIC, early)["voting_from"]) == "Voting opens before entries close."


def test_times_that_nobody_asks_for_are_passed_over():
    given = times(Decides.PUBLIC) | {"judging_from": START + 100 * DAY, "judging_until": START}
    assert problems_of(Decides.PUBLIC, given) == {}
