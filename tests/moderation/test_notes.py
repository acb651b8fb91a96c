"""What an author adds to an idea goes through the gate as the idea itself did."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.errors import RuleBroken
from core.members.actions.erasing import erase_member
from core.publication import State
from ideas.actions.submitting import add_note
from ideas.models import IdeaNote
from moderation.actions.bulk import approve_in_bulk
from moderation.actions.taking_back import undo
from moderation.models import Act
from moderation.registries import Review, moderated
from tests.factories import make_board, make_idea
from tests.moderation.things import case_of, decided

pytestmark = pytest.mark.django_db

WORDS = "It should stand in the shade."


@pytest.fixture
def idea(tom):
    """Tom's, published and supported; by now everything on its board is reviewed."""
    idea = make_idea(board=make_board(review=Review.NOTHING), by=tom, vote_count=2)
    idea.board.review = Review.EVERYTHING
    idea.board.save(update_fields=["review"])
    return idea


@pytest.fixture
def note(idea, tom):
    return add_note(idea, by=tom, body=WORDS)


def state_of(note):
    return IdeaNote.objects.get(pk=note.pk).state


def test_it_waits_and_its_author_alone_reads_it(client, idea, tom, ines):
    client.force_login(tom)
    said = client.post(reverse("ideas:note", args=[idea.pk]), {"body": WORDS}, follow=True).text
    assert "Your note is waiting for a moderator." in said
    assert WORDS in said
    assert "<strong>Waiting for a moderator</strong>" in said
    client.force_login(ines)
    assert WORDS not in client.get(idea.get_absolute_url()).text
    client.logout()
    assert WORDS not in client.get(idea.get_absolute_url()).text
    assert case_of(IdeaNote.objects.get()).is_waiting


def test_where_nobody_waits_it_stands_at_once(client, tom):
    idea = make_idea(board=make_board(review=Review.NOTHING), by=tom, vote_count=2)
    assert add_note(idea, by=tom, body=WORDS).is_published
    assert WORDS in client.get(idea.get_absolute_url()).text


def test_approved_it_stands_in_the_timeline(client, idea, note, mo):
    decided(note, Act.APPROVE, by=mo)
    assert WORDS in client.get(idea.get_absolute_url()).text
    assert IdeaNote.objects.get().published_at is not None


@pytest.mark.parametrize(("act", "state"), [(Act.REJECT, State.REJECTED), (Act.HIDE, State.HIDDEN)])
def test_its_author_reads_why_it_is_not_there(client, idea, note, tom, mo, act, state):
    decision = decided(note, act, by=mo)
    decision.telling.delete()
    assert state_of(note) == state
    assert WORDS not in client.get(idea.get_absolute_url()).text
    client.force_login(tom)
    page = client.get(idea.get_absolute_url()).text
    assert f"<strong>{state.label}</strong>" in page
    assert f'href="/me/decisions/{decision.pk}/"' in page


def test_undone_it_waits_again(note, mo):
    undo(decided(note, Act.REJECT, by=mo), by=mo)
    assert state_of(note) == State.WAITING


def test_a_note_cannot_be_changed(note, mo):
    with pytest.raises(RuleBroken, match="as it stands now"):
        decided(note, Act.ASK, by=mo)


def test_many_at_once(idea, tom, mo):
    cases = [case_of(add_note(idea, by=tom, body=f"Part {n}")).pk for n in range(3)]
    assert approve_in_bulk(cases, by=mo, versions=dict.fromkeys(cases, 1)).outcome == dict.fromkeys(cases, "")
    assert set(IdeaNote.objects.values_list("state", flat=True)) == {State.PUBLISHED}


def test_publishing_again_keeps_the_first_day(note):
    first = timezone.now()
    adapter = moderated["idea-note"]
    for state, at in ((State.PUBLISHED, first), (State.HIDDEN, first), (State.PUBLISHED, first + timedelta(days=1))):
        adapter.place(note, state, at=at)
    assert IdeaNote.objects.get().published_at == first


def test_what_waits_leaves_with_its_author_and_what_was_public_stays(idea, note, tom, mo):
    kept = add_note(idea, by=tom, body="One more thing.")
    decided(kept, Act.APPROVE, by=mo)
    erase_member(tom, by=tom)
    assert list(IdeaNote.objects.all()) == [kept]
