"""Comparing twice at once, and while somebody decides."""

import pytest

from ideas.actions.comparing import compare_ideas, dismiss_twins
from ideas.models import Idea, Twins
from tests.factories import make_idea
from tests.ideas.test_crowd import all_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_sweeps_find_each_pair_once_and_what_is_dismissed_meanwhile_stays_so(bea):
    for n in range(4):
        make_idea(title=f"Oat milk without extra charge {'x' * n}")
    compare_ideas()
    found = Twins.objects.count()
    twins = Twins.objects.first()
    Idea.objects.update(is_compared=False)
    all_at_once([compare_ideas, compare_ideas, lambda: dismiss_twins(twins, by=bea), compare_ideas])
    assert Twins.objects.count() == found == 6
    assert Twins.objects.suggested().count() == 5
    assert not Idea.objects.to_compare().exists()
