"""The whole of a small contest, visitor by visitor: `make bench` does the same with a large one."""

import pytest

from benchmarks.gallery_order import Contest


@pytest.mark.once
def test_late_entries_catch_up_and_nobody_falls_behind():
    """120 entries, a third of which come half way; 600 visitors who open one to five pages. With the same dice chance
    alone leads to a range above 1.2."""
    fair = Contest(entries=120, late=40).visited_by(600)
    chance = Contest(entries=120, late=40, is_left_to_chance=True).visited_by(600)
    assert fair.range < 1.12
    assert 0.95 < fair.late_over_early < 1.05
    assert chance.range > 1.2


def test_a_burst_of_new_visitors_does_not_all_begin_at_the_same_place():
    assert Contest(entries=120, late=40).visited_by(300, at_once=30).range < 1.25
