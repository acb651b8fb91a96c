"""The periods of the impact page: whole days beside as many before, parted as the calendar parts them, without gaps."""

import itertools
from datetime import UTC, date, timedelta

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from ideas.impact.chart import chart_of, round_up
from ideas.impact.counting import Column
from ideas.impact.parts import MOST, Part, Unit, parts_of, ticks_of
from ideas.impact.periods import Period, Span, years_since

TODAY = date(2026, 11, 30)
BEGAN = date(2024, 5, 7)
days = st.dates(date(1995, 1, 1), date(2090, 12, 31))


def period(key: str = "", *, today: date = TODAY) -> Period | None:
    return Period.read(QueryDict(f"period={key}"), today=today, began=BEGAN)


def test_the_usual_period_is_the_last_90_days_with_today():
    assert period().span == Span(date(2026, 9, 2), TODAY)
    assert period().before == Span(date(2026, 6, 4), date(2026, 9, 1))


def test_a_year_stands_beside_the_year_before():
    assert period("2025").span == Span(date(2025, 1, 1), date(2025, 12, 31))
    assert period("2025").before == Span(date(2024, 1, 1), date(2024, 12, 31))


def test_a_year_that_is_not_over_stands_beside_as_much_of_the_year_before():
    assert period("2026").span == Span(date(2026, 1, 1), TODAY)
    assert period("2026").before == Span(date(2025, 1, 1), date(2025, 11, 30))
    leap = period("2028", today=date(2028, 2, 29))
    assert leap.before == Span(date(2027, 1, 1), date(2027, 2, 28))


def test_all_time_begins_with_the_first_idea_and_has_nothing_before_it():
    assert period("all").span == Span(BEGAN, TODAY)
    assert period("all").before is None


@pytest.mark.parametrize("key", ["31", "0", "-90", "2027", "1989", "soon", "٣٠", "90.0", "9" * 400, "1e3"])
def test_there_is_no_other_period(key):
    assert period(key) is None


@given(days, st.integers(1, 12_000))
def test_parts_cover_the_period_day_by_day_without_gaps(first, length):
    period = Span(first, first + timedelta(days=length - 1))
    parts = parts_of(period)
    assert parts[0].span.first == period.first
    assert parts[-1].span.last == period.last
    assert all(a.whole.last + timedelta(days=1) == b.whole.first for a, b in itertools.pairwise(parts))
    assert sum(part.span.days for part in parts) == period.days
    assert all(part.is_whole for part in parts[1:-1])
    assert len({part.unit for part in parts}) == 1
    assert len(parts) <= max(MOST, period.days // 365 + 2)


@pytest.mark.parametrize(
    ("key", "unit", "count", "second"),
    [
        ("30", Unit.WEEK, 6, Span(date(2026, 11, 2), date(2026, 11, 8))),
        ("90", Unit.WEEK, 14, Span(date(2026, 9, 7), date(2026, 9, 13))),
        ("365", Unit.MONTH, 12, Span(date(2026, 1, 1), date(2026, 1, 31))),
        ("2024", Unit.MONTH, 12, Span(date(2024, 2, 1), date(2024, 2, 29))),
        ("all", Unit.QUARTER, 11, Span(date(2024, 7, 1), date(2024, 9, 30))),
    ],
)
def test_short_periods_are_parted_in_weeks_and_longer_ones_in_months(key, unit, count, second):
    parts = parts_of(period(key).span)
    assert (parts[0].unit, len(parts), parts[1].span) == (unit, count, second)


def test_a_part_says_what_it_is_and_how_much_of_it_is_counted():
    parts = parts_of(Span(date(2025, 11, 17), date(2026, 11, 16)))
    assert [parts[0].name, parts[0].cut] == ["November 2025", "only 14 of 30 days"]
    assert [parts[1].name, parts[1].cut] == ["December 2025", ""]
    assert [parts[-1].name, parts[-1].cut] == ["November 2026", "only 16 of 30 days"]
    assert ticks_of(parts) == ["Nov", "", "Jan", "", "Mar", "", "May", "", "Jul", "", "Sep", "", "Nov"]
    with translation.override("hr"):
        assert parts[1].name == "Prosinac 2025."
    assert parts_of(period("30").span)[0].name == "10/26/2026 to 11/01/2026"
    assert ticks_of(parts_of(period("30").span)) == []
    assert parts_of(period("all").span)[1].name == "July to September 2024"
    assert parts_of(Span(date(2010, 6, 1), TODAY))[0].name == "2010"


def test_a_month_in_which_the_clock_is_changed_at_midnight_has_an_hour_less(settings):
    settings.TIME_ZONE = "America/Havana"
    march = parts_of(Span(date(2026, 1, 1), date(2026, 12, 31)))[2].span
    assert march.until.astimezone(UTC) - march.since.astimezone(UTC) == timedelta(days=31) - timedelta(hours=1)
    eighth = Span(date(2026, 3, 8), date(2026, 3, 8))  # it begins at one
    assert eighth.until.astimezone(UTC) - eighth.since.astimezone(UTC) == timedelta(hours=23)


def test_years_are_offered_from_this_one_back_to_the_first():
    assert years_since(BEGAN, today=TODAY) == [2026, 2025, 2024]


@given(st.integers(0, 10**7))
def test_the_highest_line_of_the_chart_is_above_all_bars_and_has_an_even_half(most):
    top = round_up(most)
    assert top >= max(most, 1)
    assert top == 1 or top % 2 == 0
    assert most <= 2 or top <= 2 * most


@given(st.lists(st.tuples(*[st.integers(0, 5_000)] * 3), max_size=14))
def test_no_bar_leaves_the_drawing(counts):
    columns = [Column(Part(Unit.WEEK, Span(TODAY, TODAY), Span(TODAY, TODAY)), *row) for row in counts]
    chart = chart_of(columns)
    assert len(chart.bars) == sum(count > 0 for row in counts for count in row)
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= chart.width + 0.2
        assert -0.1 <= bar.y <= bar.y + bar.height <= chart.height + 0.1
