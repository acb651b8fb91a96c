"""The demo world: written once, the same when written again, and able to start over."""

import pytest
from django.core import mail
from django.core.management import call_command

from core.members.models import User
from core.notices.models import Notice
from ideas.figures import answer_rate
from ideas.models import Idea, IdeaBoardPage, IdeaComment, StatusChange, Vote

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]


def figures() -> list[int]:
    return [model.objects.count() for model in (Idea, Vote, StatusChange, IdeaComment, User, IdeaBoardPage)]


def test_the_demo_is_written_once_and_can_start_over():
    call_command("demo", verbosity=0)
    written = figures()
    assert Idea.objects.count() > 50
    assert Vote.objects.count() > 300
    call_command("demo", verbosity=0)
    assert figures() == written
    call_command("demo", "--reset", verbosity=0)
    assert figures() == written
    call_command("recount", "--check")
    rate = answer_rate(IdeaBoardPage.objects.get(slug="ideas"))
    assert rate is not None
    assert 60 < rate.percent < 100
    assert (Notice.objects.count(), mail.outbox) == (0, [])  # nobody is told of what is long ago
