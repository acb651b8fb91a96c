"""The demo world: written once, the same when written again, and able to start over."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.management import call_command

from contests.ledger import verify
from contests.models import ContestPage, Entry, EntryVote, Juror, Publication, Scene, VoteEvent
from contests.phases import Phase
from core.brand.models import BrandImage
from core.members.models import User
from core.notices.models import Notice, Preference
from gallery.models import MediaItem
from ideas.figures import answer_rate
from ideas.models import Idea, IdeaBoardPage, IdeaComment, StatusChange, Vote
from tests.moderation.demo_queue import (
    QUEUED,
    expect_a_board_that_publishes_at_once_and_shows_none_of_what_waits,
    expect_a_lively_queue,
    expect_cases_only_of_what_is_there,
    first_page,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]


COUNTED = (Idea, Vote, StatusChange, IdeaComment, User, IdeaBoardPage)
OF_CONTESTS = (ContestPage, Entry, EntryVote, VoteEvent, Juror, Publication, Scene, MediaItem, BrandImage)


def figures() -> list[int]:
    return [model.objects.count() for model in (*COUNTED, *OF_CONTESTS, *QUEUED)]


def test_the_demo_is_written_once_and_can_start_over():
    call_command("demo", verbosity=0)
    written, page = figures(), first_page()
    assert Idea.objects.count() > 50
    assert Vote.objects.count() > 300
    expect_a_lively_queue()
    expect_a_board_that_publishes_at_once_and_shows_none_of_what_waits()
    call_command("demo", verbosity=0)
    assert (figures(), first_page()) == (written, page)
    call_command("demo", "--reset", verbosity=0)
    assert (figures(), first_page()) == (written, page)
    expect_cases_only_of_what_is_there()
    call_command("recount", "--check")
    rate = answer_rate(IdeaBoardPage.objects.get(slug="ideas"))
    assert rate is not None
    assert 60 < rate.percent < 100
    assert (Notice.objects.count(), mail.outbox) == (0, [])  # nobody is told of what is long ago
    assert Preference.objects.get(member__email="tom@example.com", kind="idea-answered").by_email == "weekly"
    contests = ContestPage.objects.order_by("slug")
    assert {contest.slug: contest.phase_at() for contest in contests} == {
        "my-morning-cup": Phase.RESULTS,
        "paint-our-billboard": Phase.VOTING,
        "sixty-seconds": Phase.ENTRIES,
    }
    assert [verify(contest) for contest in contests] == [None] * 3
    assert Entry.objects.visible_to(AnonymousUser()).count() == Entry.objects.count()
