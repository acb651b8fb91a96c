"""The screen on which the brand reads what people said of a launch, and replies."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core.publication import State
from ideas.models import LaunchOpinion
from tests.factories import make_idea, somebody
from tests.ideas.told import tell_story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False


@pytest.fixture
def story():
    told = tell_story(make_idea(), title="Benches everywhere")
    LaunchOpinion.objects.create(
        page=told,
        member=somebody(),
        verdict="no",
        body="It is in the sun.",
        state=State.PUBLISHED,
        said_at=timezone.now(),
    )
    return told


def screen(story):
    return reverse("launch_opinions", args=[story.pk])


def test_an_editor_reads_and_replies(client, story, bea):
    client.force_login(bea)
    shown = client.get(screen(story))
    assert shown.status_code == 200
    assert "It is in the sun." in shown.text
    assert "1 asked, 1 answered. Yes: 0 · Partly: 0 · No: 1" in shown.text
    answer = client.post(screen(story), {"body": "We put up a tree."})
    assert answer.status_code == 302
    assert "We put up a tree." in client.get(story.url).text
    assert "We put up a tree." in client.get(screen(story)).text


def test_what_was_typed_stays_beside_the_error(client, story, bea):
    client.force_login(bea)
    answer = client.post(screen(story), {"body": "x" * 1_001})
    assert answer.status_code == 422
    assert "x" * 1_001 in answer.text
    assert not story.replies.exists()


def test_the_way_there_stands_at_the_story(client, story, bea):
    client.force_login(bea)
    assert screen(story) in client.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).text


@pytest.mark.parametrize("who", ["tom", "mo"])
def test_nobody_else_comes_there(client, story, who, request):
    client.force_login(request.getfixturevalue(who))
    for answer in (client.get(screen(story)), client.post(screen(story), {"body": "Thank you."})):
        assert answer.status_code in (302, 403, 404)
    assert not story.replies.exists()


def test_a_story_that_is_no_story_is_not_found(client, story, bea):
    client.force_login(bea)
    assert client.get(reverse("launch_opinions", args=[story.get_parent().pk])).status_code == 404
    assert client.get(reverse("launch_opinions", args=[987654])).status_code == 404
