"""Suspended members read, and write nothing; what they typed is still there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.comments.actions import edit_comment
from core.errors import Refused
from core.members.actions.settling import change_settings
from ideas.actions.commenting import add_comment
from ideas.actions.submitting import submit_idea
from ideas.models import Idea, IdeaComment, IdeaNote, Vote
from ideas.policies import may_add_note, may_comment, may_edit, may_submit, may_take_part, may_withdraw
from moderation.models import Act, Case, CaseState, Decision, Suspension
from moderation.registries import Review
from tests.factories import make_board, make_idea
from tests.moderation.things import decided, reported_idea

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def board():
    return make_board(slug="ideas", review=Review.NEW_MEMBERS)


def say(board, by, title="A sixth bench", **words):
    return submit_idea(board, by=by, title=title, body="Because.", **words)


def suspend(member, by):
    """Over a thing of theirs that anybody wrote about: only the suspension matters."""
    case = Case.objects.create(kind="idea", subject_id=1, author=member, state=CaseState.DECIDED)
    facts = {
        "kind": "idea",
        "subject_id": 1,
        "author": member,
        "version": 1,
        "snapshot": {},
        "state_before": "published",
    }
    decision = Decision.objects.create(case=case, act=Act.SUSPEND, by=by, text="Enough.", **facts)
    return Suspension.objects.create(member=member, decision=decision, until=timezone.now() + timedelta(days=3))


@pytest.fixture
def silenced(client, tom, mo):
    """Tom, signed in, during a suspension."""
    suspend(tom, mo)
    client.force_login(tom)
    return tom


def refused(answer, *typed):
    assert answer.status_code == 403
    page = answer.text
    alert = page[page.index('role="alert"') :]
    assert "Your account is suspended until" in alert
    for words in typed:
        assert words in page


def test_submitting(client, board, silenced):
    assert "Your account is suspended" in client.get("/ideas/new/").text
    words = {"title": "A sixth bench", "body": "Because of my knees.", "category": "shops", "step": "send"}
    refused(client.post("/ideas/new/", words), "A sixth bench", "Because of my knees.")
    assert not Idea.objects.exists()


def test_submitting_by_the_verb(board, silenced):
    with pytest.raises(Refused, match="suspended"):
        say(board, silenced)


def test_editing(client, board, tom, mo):
    board.review = Review.NOTHING
    board.save(update_fields=["review"])
    idea = say(board, tom, category=board.categories.first())
    suspend(tom, mo)
    client.force_login(tom)
    url = reverse("ideas:edit", args=[idea.pk])
    refused(client.get(url))
    words = {"title": "A better bench", "body": "Because of my knees.", "category": "shops", "version": 1}
    refused(client.post(url, words), "A better bench", "Because of my knees.")
    assert Idea.objects.get().title == "A sixth bench"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_commenting(client, silenced, headers):
    idea = make_idea(board=make_board(review=Review.NOTHING))
    assert "Your account is suspended" in client.get(idea.get_absolute_url()).text
    said = client.post(reverse("ideas:comments", args=[idea.pk]), {"body": "Words of mine."}, headers=headers)
    refused(said, "Words of mine.")
    assert not IdeaComment.objects.exists()


def test_changing_a_comment_and_taking_it_back(client, tom, mo):
    comment = add_comment(make_idea(board=make_board(review=Review.NOTHING)), by=tom, body="Yes.")
    suspend(tom, mo)
    client.force_login(tom)
    url = comment.get_edit_url()
    refused(client.get(url))
    refused(client.post(url, {"body": "Other words."}), "Other words.")
    with pytest.raises(Refused, match="suspended"):
        edit_comment(comment, by=tom, body="Other words.")
    assert client.post(comment.get_delete_url()).status_code == 302  # one's own words may always go


def test_a_note(client, tom, mo):
    idea = make_idea(board=make_board(review=Review.NOTHING), by=tom, vote_count=2)
    suspend(tom, mo)
    client.force_login(tom)
    refused(client.post(reverse("ideas:note", args=[idea.pk]), {"body": "One more thing."}), "One more thing.")
    assert not IdeaNote.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("vote", ["on", "off"])
def test_voting(client, silenced, vote, headers):
    idea = make_idea(board=make_board(review=Review.NOTHING))
    if vote == "off":
        Vote.objects.record(idea.pk, silenced.pk, at=timezone.now())
    before = Vote.objects.count()
    refused(client.post(reverse("ideas:vote", args=[idea.pk]), {"vote": vote}, headers=headers))
    assert Vote.objects.count() == before


def test_a_new_name(client, silenced):
    words = {"display_name": "Somebody else", "handle": "tom", "bio": "", "language": "nb", "is_profile_public": "on"}
    refused(client.post(reverse("members:settings"), words), "Somebody else")
    silenced.refresh_from_db()
    assert silenced.display_name == "Tom"


def test_the_language_is_not_writing(silenced):
    assert change_settings(silenced, by=silenced, language="nb", display_name="Tom").language == "nb"


def test_after_its_time_or_when_it_was_ended_one_may_write_again(board, tom, mo):
    held = suspend(tom, mo)
    Suspension.objects.filter(pk=held.pk).update(until=timezone.now())
    assert may_submit(tom, board)
    Suspension.objects.filter(pk=held.pk).update(until=timezone.now() + timedelta(days=1), ended_at=timezone.now())
    assert may_submit(tom, board)


@pytest.mark.parametrize("policy", [may_edit, may_add_note, may_comment, may_take_part])
def test_no_act_of_writing_during_a_suspension(tom, mo, policy):
    idea = make_idea(board=make_board(review=Review.NOTHING), by=tom)
    assert policy(tom, idea)
    suspend(tom, mo)
    assert "suspended until" in policy(tom, idea).reason
    assert may_withdraw(tom, idea)


def test_only_an_administrator_locks_out_somebody_who_works_here(mo, bea, ada):
    until = timezone.now() + timedelta(days=3)
    idea = reported_idea(by=bea)
    with pytest.raises(Refused, match="works here"):
        decided(idea, Act.SUSPEND, by=mo, until=until)
    decided(idea, Act.SUSPEND, by=ada, until=until)
    assert Suspension.objects.get().member == bea
