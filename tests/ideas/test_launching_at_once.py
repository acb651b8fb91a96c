"""Two editors publish at once: one story launches an idea, and the other is told in words."""

import pytest

from core.errors import RuleBroken
from ideas.actions.voting import cast_vote
from ideas.models import Idea, Launching, LaunchPage, StatusChange, Vote
from tests.factories import make_idea, somebody
from tests.ideas.launching import draft_story
from tests.ideas.test_crowd import all_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def publishing(story, by):
    def publish():
        try:
            return LaunchPage.objects.get(pk=story.pk).get_latest_revision().publish(user=by)
        except RuleBroken as broken:
            return broken

    return publish


def test_two_stories_that_name_the_same_ideas(bea):
    ideas = [make_idea(title=f"Number {n}") for n in range(3)]
    stories = [draft_story(*order, by=bea) for order in (ideas, ideas[::-1])]
    done = all_at_once([publishing(story, bea) for story in stories])
    assert sum(isinstance(one, RuleBroken) for one in done) == 1
    assert LaunchPage.objects.filter(live=True).count() == 1
    assert StatusChange.objects.count() == Launching.objects.standing().count() == 3


def test_two_who_publish_the_same_story(bea):
    story = draft_story(make_idea(), by=bea)
    all_at_once([publishing(story, bea)] * 2)
    assert StatusChange.objects.count() == Launching.objects.count() == 1


def test_votes_that_come_in_meanwhile_are_counted_or_refused(bea):
    idea = make_idea()
    story, voters = draft_story(idea, by=bea), [somebody() for _ in range(8)]

    def voting(member):
        def vote():
            try:
                cast_vote(Idea.objects.get(pk=idea.pk), by=member)
            except Exception as refused:
                return refused

        return vote

    all_at_once([publishing(story, bea), *map(voting, voters)])
    assert Idea.objects.get(pk=idea.pk).vote_count == Vote.objects.filter(idea=idea).count()
