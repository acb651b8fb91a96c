"""A visitor's order of the entries: each once, stable, fair, and begun with what has been seen least."""

from collections.abc import Collection, Mapping
from random import Random

import pytest

from contests.ordering import AHEAD, BLOCK, DRAWN, MOST_ROUNDS, Order

SIZES = [1, 5, 24, 25, 48, 49, 100, 383, 384, 500, 1_000]


def nobody_looked(numbers: Collection[int]) -> Mapping[int, float]:
    return dict.fromkeys(numbers, 0.0)


def numbers_in(order: Order, *, numbered: int, start: int = 0) -> list[int]:
    return [number for _place, number in order.walk(start, numbered=numbered)]


@pytest.mark.parametrize("size", SIZES)
def test_each_entry_stands_in_it_once_and_is_found_again(size):
    by_chance = Random(size)
    order = Order("tom").grown(size, lambda numbers: {number: by_chance.random() for number in numbers})
    walked = list(order.walk(0, numbered=size))
    assert sorted(number for _place, number in walked) == list(range(1, size + 1))
    assert [place for place, _number in walked] == sorted({place for place, _number in walked})
    assert [order.place_of(number) for _place, number in walked] == [place for place, _number in walked]


def test_it_can_be_entered_at_any_place():
    order = Order("tom").grown(500, nobody_looked)
    walked = list(order.walk(0, numbered=500))
    for at in (0, 1, 23, 24, 119, 120, 121, 499):
        assert list(order.walk(walked[at][0], numbered=500)) == walked[at:]
    assert list(order.walk(walked[-1][0] + 1, numbered=500)) == []
    assert list(order.walk(2**62, numbered=500)) == []


def test_it_is_the_same_when_it_was_kept_and_read_again():
    order = Order("tom").grown(500, nobody_looked).grown(530, nobody_looked)
    again = Order.from_plain(order.plain)
    assert numbers_in(again, numbered=540) == numbers_in(order, numbered=540)


@pytest.mark.parametrize(
    "plain", [[], ["tom"], "tom", ["tom", [[5]]], ["tom", [["x", []]]], ["tom", 5], None, [1, [None]]]
)
def test_what_is_no_order_is_refused(plain):
    with pytest.raises(ValueError, match=r".*"):
        Order.from_plain(plain)


def test_later_entries_follow_and_change_nothing_before_them():
    first = Order("tom").grown(100, nobody_looked)
    later = first.grown(160, nobody_looked)
    assert numbers_in(later, numbered=160)[:100] == numbers_in(first, numbered=100)
    assert sorted(numbers_in(later, numbered=160)[100:]) == list(range(101, 161))
    assert numbers_in(later, numbered=160)[100:] != list(range(101, 161))


def test_an_order_without_anything_new_stays_itself():
    order = Order("tom").grown(100, nobody_looked)
    assert order.grown(100, nobody_looked) is order


def test_a_visitor_who_comes_back_often_keeps_a_short_note_and_misses_nothing():
    order = Order("tom")
    for numbered in range(1, 200):
        order = order.grown(numbered, nobody_looked)
    assert len(order.rounds) == MOST_ROUNDS
    assert sorted(numbers_in(order, numbered=200)) == list(range(1, 201))


def test_two_visitors_have_different_orders():
    tom, ines = (Order(seed).grown(500, nobody_looked) for seed in ("tom", "ines"))
    same = sum(a == b for a, b in zip(numbers_in(tom, numbered=500), numbers_in(ines, numbered=500), strict=True))
    assert same < 10


def test_it_begins_in_the_block_that_is_owed_most():
    """Of so few entries all blocks are drawn, so the least seen of all stands ahead."""
    size = DRAWN * BLOCK
    order = Order("tom").grown(size, nobody_looked)
    blocks = [numbers_in(order, numbered=size)[at : at + BLOCK] for at in range(0, size, BLOCK)]
    neglected = set(blocks[6])
    begun = Order("tom").grown(size, lambda numbers: {number: float(number in neglected) for number in numbers})
    assert set(numbers_in(begun, numbered=size)[:BLOCK]) == neglected


def test_the_five_blocks_ahead_are_those_that_are_owed_most_of_those_drawn():
    by_chance = Random(5)
    owed = {number: by_chance.random() for number in range(1, 2_401)}
    asked: list[int] = []

    def look_up(numbers: Collection[int]) -> Mapping[int, float]:
        asked.extend(numbers)
        return {number: owed[number] for number in numbers}

    order = Order("tom").grown(2_400, look_up)
    walked = numbers_in(order, numbered=2_400)
    ahead = [sum(owed[number] for number in walked[at : at + BLOCK]) for at in range(0, AHEAD * BLOCK, BLOCK)]
    assert len(asked) == len(set(asked)) == DRAWN * BLOCK
    drawn = [sum(owed[number] for number in asked[at : at + BLOCK]) for at in range(0, len(asked), BLOCK)]
    assert ahead == pytest.approx(sorted(drawn, reverse=True)[:AHEAD])


@pytest.mark.once
def test_every_entry_is_as_likely_as_another_at_every_place():
    """χ² over 1,000 seeds and 120 entries, all 120 places, while nobody has looked. df 119 at each: five standard
    deviations of √(2/119) = 0.13 at one of them, and 0.03 for the mean of all."""
    counts = [[0] * 120 for _place in range(120)]
    for seed in range(1_000):
        order = Order(f"visitor {seed}").grown(120, nobody_looked)
        for counted, number in zip(counts, numbers_in(order, numbered=120), strict=True):
            counted[number - 1] += 1
    expected = 1_000 / 120
    ratios = [sum((count - expected) ** 2 / expected for count in counted) / 119 for counted in counts]
    assert min(ratios) > 0.35
    assert max(ratios) < 1.65
    assert 0.97 < sum(ratios) / 120 < 1.03
