"""Two sweeps at once ask nobody twice, and nobody is left out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.notices.models import Message, Notice
from ideas.actions.asking import ASK_AFTER, ask_about_launches
from ideas.actions.opinions import give_opinion
from ideas.actions.voting import cast_vote
from ideas.models import LaunchOpinion
from ideas.opinions.subjects import ASKED
from tests.factories import make_board, make_idea, somebody
from tests.ideas.test_crowd import all_at_once
from tests.ideas.told import tell_story

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.postgres]
WORKERS = 4


@pytest.fixture
def story():
    idea = make_idea(board=make_board(slug="ideas"))
    for _ in range(12):
        cast_vote(idea, by=somebody())
    return tell_story(idea)


def test_four_sweeps_at_once_ask_everybody_once(story):
    later = timezone.now() + ASK_AFTER + timedelta(hours=1)
    all_at_once([lambda: ask_about_launches(at=later)] * WORKERS)
    assert Notice.objects.filter(kind=ASKED).count() == 13
    assert Message.objects.count() == 13
    assert LaunchOpinion.objects.count() == 13


def test_a_double_click_is_one_opinion_without_a_former_one(story):
    ask_about_launches(at=timezone.now() + ASK_AFTER + timedelta(hours=1))
    mine = LaunchOpinion.objects.order_by("pk")[0]
    all_at_once([lambda: give_opinion(story, by=mine.member, verdict="yes", body="It is lovely.")] * WORKERS)
    mine.refresh_from_db()
    assert (mine.verdict, mine.version) == ("yes", 1)
    assert not mine.revisions.exists()
