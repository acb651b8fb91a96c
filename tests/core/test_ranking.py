import math
from datetime import UTC, datetime, timedelta

import pytest

from core.ranking import UNVOTED, Permutation, hot_moment, hot_score, hot_score_of, logaddexp, shuffled_place

START = datetime(2026, 1, 1, tzinfo=UTC)


def moments(*days):
    return [hot_moment(START + timedelta(days=day), half_life_days=7) for day in days]


def test_a_vote_is_worth_half_after_the_half_life():
    early, late = moments(0, 7)
    assert late - early == pytest.approx(math.log(2))


def test_adding_one_by_one_equals_the_whole_sum():
    score = UNVOTED
    for moment in moments(0, 1, 1, 30, 400):
        score = logaddexp(score, moment)
    assert score == pytest.approx(hot_score(moments(0, 1, 1, 30, 400)))


def test_many_votes_at_one_moment():
    (moment,) = moments(3)
    assert hot_score_of(50, moment) == pytest.approx(hot_score([moment] * 50))
    assert hot_score_of(0, moment) == hot_score([]) == UNVOTED


def test_each_place_of_the_fresh_order_is_equally_likely():
    """χ² over 3,000 seeds and 50 ideas, for the first three places; df 49, so χ²/df lies within 0.6 and 1.5."""
    counts = [[0] * 50 for _place in range(3)]
    for seed in range(3_000):
        order = sorted(range(1, 51), key=lambda pk: shuffled_place(pk, f"seed-{seed}"))
        for place in range(3):
            counts[place][order[place] - 1] += 1
    for row in counts:
        chi2 = sum((count - 60) ** 2 / 60 for count in row)
        assert 0.6 < chi2 / 49 < 1.5


@pytest.mark.parametrize("size", [*range(1, 40), 500, 1_000, 1_025, 4_096])
def test_a_permutation_has_each_number_once_and_finds_it_again(size):
    order = Permutation(size, "a visitor of a contest")
    numbers = [order.at(place) for place in range(size)]
    assert sorted(numbers) == list(range(size))
    assert [order.place_of(number) for number in numbers] == list(range(size))


def test_a_permutation_is_the_same_for_the_same_seed_and_another_for_another():
    first, again, other = (Permutation(500, seed) for seed in ("tom", "tom", "ines"))
    assert [first.at(n) for n in range(500)] == [again.at(n) for n in range(500)]
    assert sum(first.at(n) == other.at(n) for n in range(500)) < 10


@pytest.mark.parametrize("place", [-1, 5])
def test_beyond_a_permutation_there_is_nothing(place):
    with pytest.raises(IndexError):
        Permutation(5, "tom").at(place)
    with pytest.raises(IndexError):
        Permutation(5, "tom").place_of(place)


def test_each_of_the_first_places_of_a_permutation_is_equally_likely():
    """χ² over 3,000 seeds and 500 entries at each of the first 24 places: df 499, so that χ²/df lies within 0.8 and 1.2
    (three standard deviations of √(2/499) = 0.063)."""
    counts = [[0] * 500 for _place in range(24)]
    for seed in range(3_000):
        order = Permutation(500, f"visitor {seed}")
        for place in range(24):
            counts[place][order.at(place)] += 1
    ratios = [sum((count - 6) ** 2 / 6 for count in counted) / 499 for counted in counts]
    assert min(ratios) > 0.8
    assert max(ratios) < 1.2


@pytest.mark.parametrize("size", [2, 3, 4, 7, 24])
def test_few_are_equally_likely_at_every_place_too(size):
    """χ² over 3,000 seeds: below four standard deviations at each place."""
    counts = [[0] * size for _place in range(size)]
    for seed in range(3_000):
        order = Permutation(size, f"visitor {seed}")
        for place in range(size):
            counts[place][order.at(place)] += 1
    expected, freedom = 3_000 / size, size - 1
    ratios = [sum((count - expected) ** 2 / expected for count in counted) / freedom for counted in counts]
    assert max(ratios) < 1 + 4 * math.sqrt(2 / freedom)
