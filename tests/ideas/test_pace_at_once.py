"""Several ideas of one member at the same moment on a board that is slowed: with real transactions."""

from uuid import uuid4

import pytest

from core.errors import Refused
from ideas.actions.pacing import set_pace
from ideas.actions.submitting import submit_idea
from ideas.models import Idea, IdeaBoardPage
from ideas.statuses import Pace
from tests.factories import make_board, somebody
from tests.ideas.test_crowd import all_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
REASON = "Two of us answer here, and the new till takes all our time."


def sender(board, member, *, key=None):
    def send():
        fetched = IdeaBoardPage.objects.get(pk=board.pk)
        try:
            return submit_idea(fetched, by=member, title="A bench", body="To sit on.", key=key or uuid4()).pk
        except Refused:
            return None

    return send


@pytest.fixture
def slowed(bea):
    board = make_board(slug="ideas")
    set_pace(board, Pace.SLOWED, by=bea, reason=REASON)
    return board


def test_of_many_at_once_one_is_taken(slowed, tom):
    done = all_at_once([sender(slowed, tom) for _ in range(6)])
    assert len([pk for pk in done if pk]) == Idea.objects.filter(author=tom).count() == 1


def test_the_same_click_many_times_is_one_idea_and_no_refusal(slowed, tom):
    key = uuid4()
    done = all_at_once([sender(slowed, tom, key=key) for _ in range(6)])
    assert set(done) == {Idea.objects.get(author=tom).pk}


def test_members_do_not_keep_each_other_out(slowed):
    assert all(all_at_once([sender(slowed, somebody()) for _ in range(5)]))
