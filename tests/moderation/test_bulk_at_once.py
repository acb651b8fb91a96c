"""The same bulk approval sent twice at the same moment is one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from moderation.actions.bulk import approve_in_bulk, ask_for_bulk, confirm_bulk
from moderation.actions.undoing import undo_bulk
from moderation.models import Act, BulkApproval, Decision
from moderation.registries import Review
from tests.cast import make_member, with_role
from tests.factories import make_board
from tests.moderation.many import many_waiting

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CLICKS = 6


def at_once(act):
    gate = Barrier(CLICKS)

    def click(_n):
        gate.wait(timeout=30)
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CLICKS) as pool:
        return list(pool.map(click, range(CLICKS)))


@pytest.fixture
def mo():
    return with_role(make_member("mo"), "Community moderators")


@pytest.fixture
def board():
    return make_board(slug="ideas", review=Review.EVERYTHING)


def test_asking_twice_at_once_is_asking_once(board, mo):
    cases, versions = many_waiting(board)
    asked = at_once(lambda: ask_for_bulk(cases, by=mo, versions=versions))
    assert {bulk.pk for bulk in asked} == {BulkApproval.objects.get().pk}


def test_approving_twice_at_once_is_approving_once(board, mo):
    cases, versions = many_waiting(board, 20)
    done = at_once(lambda: approve_in_bulk(cases, by=mo, versions=versions))
    assert {bulk.pk for bulk in done} == {BulkApproval.objects.get().pk}
    assert done[0].outcome == dict.fromkeys(cases, "")
    assert Decision.objects.count() == 20


def test_undoing_twice_at_once_is_undoing_once(board, mo):
    cases, versions = many_waiting(board)
    bulk = ask_for_bulk(cases, by=mo, versions=versions)
    other = with_role(make_member("max"), "Community moderators")
    confirm_bulk(bulk, by=other)
    outcomes = at_once(lambda: set(undo_bulk(bulk, by=other).values()))
    assert sorted(map(len, outcomes)) == [1] * CLICKS
    assert outcomes.count({""}) == 1
    assert Decision.objects.filter(act=Act.UNDO).count() == 51
