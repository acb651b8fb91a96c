"""What waits for the gatekeeper, and what happens when it is let in."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from core.errors import RuleBroken
from core.members.actions.erasing import erase_member
from ideas.actions.judging import publish_idea
from ideas.actions.submitting import edit_idea, submit_idea, withdraw_idea
from ideas.figures import figures_of
from ideas.models import Idea
from moderation.registries import Review
from tests.factories import make_board, make_idea

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed_gate(board):
    """Everything on the board is reviewed first."""
    reviewed(board, Review.EVERYTHING)


def reviewed(board, review):
    board.review = review
    board.save(update_fields=["review"])


@pytest.fixture
def board():
    return make_board(slug="ideas")


def test_what_waits_is_counted_nowhere_and_seen_by_its_author_alone(client, closed_gate, tom, ines, board):
    idea = submit_idea(board, by=tom, title="Open at six", body="Please.")
    assert (idea.state, idea.published_at, figures_of(board).total) == ("waiting", None, 0)
    assert list(Idea.objects.visible_to(tom)) == [idea]
    assert not Idea.objects.visible_to(ines).exists()
    call_command("recount", "--check")


def test_publishing_counts_it_and_starts_the_promise_that_day(closed_gate, tom, ines, board):
    idea = submit_idea(board, by=tom, title="Open at six", body="Please.")
    later = timezone.now() + timedelta(days=3)
    published = publish_idea(idea, at=later)
    assert (published.state, published.published_at) == ("published", later)
    assert published.next_update_by == (later + timedelta(days=board.promise_days)).date()
    assert figures_of(board).total == 1
    assert list(Idea.objects.visible_to(ines, at=later)) == [idea]
    call_command("recount", "--check")


def test_publishing_again_changes_nothing(tom, board):
    idea = make_idea(board=board, by=tom)
    again = publish_idea(idea, at=timezone.now() + timedelta(days=9))
    assert (again.published_at, again.next_update_by) == (idea.published_at, idea.next_update_by)
    assert figures_of(board).total == 1


def test_what_its_author_withdrew_is_not_published(tom, board):
    idea = withdraw_idea(make_idea(board=board, by=tom), by=tom)
    assert publish_idea(idea).state == "withdrawn"
    reviewed(board, Review.EVERYTHING)
    never_read = withdraw_idea(submit_idea(board, by=tom, title="Open at six", body="Please."), by=tom)
    with pytest.raises(RuleBroken, match="withdrew"):
        publish_idea(never_read)


def test_an_edit_that_waits_leaves_the_board_and_comes_back(closed_gate, tom, board):
    reviewed(board, Review.NOTHING)
    idea = submit_idea(board, by=tom, title="Open at six", body="Please.")
    reviewed(board, Review.EVERYTHING)
    edited = edit_idea(idea, by=tom, title="Buy my watches", body="Cheap.", category=None, version=1)
    assert (edited.state, figures_of(board).total) == ("waiting", 0)
    back = publish_idea(edited)
    assert (back.published_at, figures_of(board).total) == (idea.published_at, 1)
    call_command("recount", "--check")


def test_withdrawing_makes_no_words_public_that_wait(closed_gate, tom, ines, board):
    reviewed(board, Review.NOTHING)
    idea = submit_idea(board, by=tom, title="Open at six", body="Please.")
    reviewed(board, Review.EVERYTHING)
    edit_idea(idea, by=tom, title="Buy my watches", body="Cheap.", category=None, version=1)
    withdraw_idea(idea, by=tom)
    assert not Idea.objects.visible_to(ines).exists()
    assert Idea.objects.visible_to(tom).exists()
    call_command("recount", "--check")


def test_what_was_never_public_leaves_with_its_author(closed_gate, tom, board):
    waits, withdrawn = (
        submit_idea(board, by=tom, title=title, body="Please.") for title in ("Open at six", "And seven")
    )
    withdraw_idea(withdrawn, by=tom)
    erase_member(tom, by=tom)
    assert not Idea.objects.filter(pk__in=[waits.pk, withdrawn.pk]).exists()
