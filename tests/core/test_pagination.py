from datetime import UTC, datetime

import pytest

from core.errors import RuleBroken
from core.pagination import decode, encode


@pytest.mark.parametrize(
    ("values", "kinds"),
    [
        ([1.5, 7], [float, int]),
        ([-1e300, 7], [float, int]),
        ([3, 7], [float, int]),
        ([datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC), 7], [datetime, int]),
        ([12], [int]),
    ],
)
def test_a_cursor_gives_back_what_it_was_made_of(values, kinds):
    assert decode(encode(values), kinds=kinds) == values


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "%%%",
        "é",
        "\x00",
        "A" * 5000,
        encode([1]),
        encode([1, 2, 3]),
        encode(["1", 2]),
        encode([True, 2]),
        encode([None, 2]),
        encode([1.0, 2**64]),
        encode([float("nan"), 2]),
        encode([float("inf"), 2]),
        encode([[[]], {}]),
    ],
)
def test_a_cursor_that_is_not_ours_is_a_broken_rule(cursor):
    with pytest.raises(RuleBroken, match="damaged"):
        decode(cursor, kinds=[float, int])


@pytest.mark.parametrize(
    "moment",
    ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-02T03:04:05", "tomorrow", 7, None],
)
def test_a_moment_that_no_row_can_have_is_a_broken_rule(moment):
    with pytest.raises(RuleBroken, match="damaged"):
        decode(encode([moment, 7]), kinds=[datetime, int])
