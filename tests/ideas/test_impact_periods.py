"""The periods of the impact page: whole days, without gaps, each beside one of the same length."""

import itertools
from datetime import date, timedelta

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from ideas.impact.chart import chart_of, round_up
from ideas.impact.counting import Column
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


@given(days, st.sampled_from(["30", "90", "365", "2026", "all"]))
def test_columns_cover_the_period_day_by_day_without_gaps(today, key):
    found = Period.read(QueryDict(f"period={key}"), today=today, began=BEGAN)
    if found is None:  # a year that is still to come
        assert today.year < 2026
        return
    columns = found.columns()
    assert columns[0].first == found.span.first
    assert columns[-1].last == found.span.last
    assert sum(column.days for column in columns) == found.span.days
    assert all(a.last + timedelta(days=1) == b.first for a, b in itertools.pairwise(columns))
    assert found.before is None or found.before.last < found.span.first


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
    columns = [Column(Span(TODAY, TODAY), *row) for row in counts]
    chart = chart_of(columns)
    assert len(chart.bars) == sum(count > 0 for row in counts for count in row)
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= chart.width + 0.2
        assert -0.1 <= bar.y <= bar.y + bar.height <= chart.height + 0.1
