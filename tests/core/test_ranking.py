import math
from datetime import UTC, datetime, timedelta

import pytest

from core.ranking import UNVOTED, hot_moment, hot_score, hot_score_of, logaddexp, shuffled_place

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
