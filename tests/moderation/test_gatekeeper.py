"""What members write is published, waits or is refused, by the board's policy; and how that looks to its author."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.comments.actions import edit_comment
from core.comments.policies import may_delete_comment, may_edit_comment
from core.publication import State
from ideas.actions.commenting import add_comment
from ideas.actions.submitting import edit_idea, submit_idea
from ideas.models import Idea, IdeaComment
from ideas.policies import may_add_note, may_comment, may_edit, may_take_part, may_vote, may_withdraw
from moderation.actions import taking_back
from moderation.actions.deciding import Reasons, decide
from moderation.models import Act, Case, CaseState, HouseRule
from moderation.models.decision import UNDO
from moderation.registries import Review
from tests.factories import make_board, make_idea, somebody

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
FIRST = "Your first 3 contributions are checked before they appear."
STATES = [State.PUBLISHED, State.WAITING, State.RETURNED, State.REJECTED, State.HIDDEN, State.WITHDRAWN]


@pytest.fixture
def board():
    return make_board(slug="ideas", review=Review.NEW_MEMBERS)


@pytest.fixture
def rule(db):
    return HouseRule.objects.first() or HouseRule.objects.create(slug="kindness")


def say(board, by, title="A sixth bench", **words):
    return submit_idea(board, by=by, title=title, body="Because.", **words)


def case_of(thing):
    return Case.objects.get(subject_id=thing.pk, state=CaseState.OPEN)


def judge(thing, act, by, rule):
    reasons = Reasons(rule=rule, text="Be kind.") if act != Act.APPROVE else None
    case = Case.objects.filter(subject_id=thing.pk).open().first()
    decision = decide(case, act, by=by, version=1, reasons=reasons, at=timezone.now() - UNDO - timedelta(seconds=5))
    decision.telling.delete()  # people have been told
    return decision


@pytest.mark.parametrize(
    ("review", "state"),
    [(Review.EVERYTHING, "waiting"), (Review.NEW_MEMBERS, "waiting"), (Review.NOTHING, "published")],
)
def test_a_new_member_by_the_policy_of_the_board(board, tom, review, state):
    board.review = review
    assert say(board, tom).state == state
    under = make_idea(board=make_board(review=Review.NOTHING))
    under.board.review = review
    under.board.save(update_fields=["review"])
    assert add_comment(Idea.objects.get(pk=under.pk), by=tom, body="Yes.").state == state


@pytest.mark.parametrize("name", ["mo", "bea", "ada"])
def test_staff_do_not_wait(board, request, name):
    board.review = Review.EVERYTHING
    assert say(board, request.getfixturevalue(name)).is_published


def test_what_waits_has_one_case_with_the_reason(board, tom):
    idea = say(board, tom)
    case = case_of(idea)
    assert (case.kind, case.author, case.is_waiting, case.is_reported) == ("idea", tom, True, False)


def test_editing_what_waits_joins_the_same_case_even_when_the_member_is_trusted_by_now(board, tom):
    idea = say(board, tom)
    board.review = Review.NOTHING
    board.save(update_fields=["review"])
    edited = edit_idea(idea, by=tom, title="A better bench", body="Because.", category=None, version=1)
    assert edited.is_waiting
    assert Case.objects.count() == 1


def test_what_was_returned_waits_again_once_it_is_edited(client, board, tom, mo, rule):
    idea = say(board, tom)
    judge(idea, Act.ASK, mo, rule)
    edit_idea(idea, by=tom, title="A better bench", body="Because.", category=None, version=1)
    assert Idea.objects.get(pk=idea.pk).state == State.WAITING
    assert case_of(idea).is_waiting
    assert Case.objects.filter(subject_id=idea.pk).count() == 2  # the first is decided and stays so


def test_a_comment_that_was_returned_waits_again(tom, mo, rule):
    comment = comment_that_waits(tom)
    judge(comment, Act.ASK, mo, rule)
    edit_comment(comment, by=tom, body="Yes, please.")
    assert IdeaComment.objects.get(pk=comment.pk).state == State.WAITING
    assert case_of(comment).is_waiting


def test_staff_do_not_publish_what_another_moderator_returned(board, bea, mo, rule):
    idea = say(board, bea)
    Case.objects.create(kind="idea", subject_id=idea.pk, author=bea, is_reported=True)
    judge(idea, Act.ASK, mo, rule)
    assert edit_idea(idea, by=bea, title="A better bench", body="Because.", category=None, version=1).is_waiting


def comment_that_waits(by):
    idea = make_idea(board=make_board(review=Review.NOTHING))
    idea.board.review = Review.EVERYTHING
    idea.board.save(update_fields=["review"])
    return add_comment(idea, by=by, body="Yes.")


# How it looks to its author


def test_the_form_says_that_it_will_be_checked(client, board, tom):
    client.force_login(tom)
    assert FIRST in client.get("/ideas/new/").text
    words = {"title": "A sixth bench", "body": "Because.", "category": "shops"}
    assert FIRST in client.post("/ideas/new/", {**words, "step": "preview"}).text
    sent = client.post("/ideas/new/", {**words, "step": "send"}, follow=True).text
    assert "Your idea is waiting for a moderator. Until then only you can see it. " + FIRST in sent
    assert "This usually takes less than 24 hours." in sent


def test_a_visitor_reads_it_before_signing_in(client, board):
    assert FIRST in client.get("/ideas/new/").text


@pytest.mark.parametrize("review", [Review.NOTHING, Review.EVERYTHING])
def test_the_form_says_nothing_untrue(client, board, tom, review):
    board.review = review
    board.save(update_fields=["review"])
    client.force_login(tom)
    page = client.get("/ideas/new/").text
    assert FIRST not in page
    assert ("A moderator reads everything" in page) is (review == Review.EVERYTHING)


def test_the_comment_form_says_it_too_and_so_does_the_answer(client, tom):
    idea = make_idea(board=make_board(review=Review.NOTHING))
    idea.board.review = Review.NEW_MEMBERS
    idea.board.save(update_fields=["review"])
    client.force_login(tom)
    assert FIRST in client.get(idea.get_absolute_url()).text
    said = client.post(reverse("ideas:comments", args=[idea.pk]), {"body": "Yes."}, headers=HTMX).text
    assert "Your comment is waiting for a moderator. Until then only you can see it. " + FIRST in said
    assert "<strong>Waiting for a moderator</strong>" in said
    assert "This usually takes less than 24 hours." in said


@pytest.mark.parametrize(
    ("act", "label", "action"),
    [
        (Act.ASK, "Changes asked for", "Read what is asked for"),
        (Act.REJECT, "Not published", "Read why, and what you can do"),
        (Act.HIDE, "Hidden", "Read why, and what you can do"),
    ],
)
def test_the_author_reads_the_state_in_the_words_of_the_queue_and_finds_the_decision(
    client, board, tom, ines, mo, rule, act, label, action
):
    idea = say(board, tom)
    decision = judge(idea, act, mo, rule)
    link = f'<a href="/me/decisions/{decision.pk}/">{action}</a>'
    client.force_login(tom)
    for address in (idea.get_absolute_url(), "/ideas/?mine=1"):
        page = client.get(address).text
        assert f"<strong>{label}</strong>" in page
        assert link in page
    assert (link in client.get("/ideas/").text) is (act == Act.ASK)
    client.force_login(ines)
    assert client.get(idea.get_absolute_url()).status_code == 404
    assert "A sixth bench" not in client.get("/ideas/").text


@pytest.mark.parametrize("act", [Act.ASK, Act.REJECT, Act.HIDE])
def test_a_comment_says_the_same(client, tom, ines, mo, rule, act):
    comment = comment_that_waits(tom)
    decision = judge(comment, act, mo, rule)
    client.force_login(tom)
    page = client.get(comment.subject.get_absolute_url()).text
    assert f"<strong>{State(decision_state(act)).label}</strong>" in page
    assert f'href="/me/decisions/{decision.pk}/"' in page
    client.force_login(ines)
    assert f"comment-{comment.pk}" not in client.get(comment.subject.get_absolute_url()).text


def decision_state(act):
    return {Act.ASK: "returned", Act.REJECT: "rejected", Act.HIDE: "hidden"}[act]


def test_a_decision_that_can_still_be_undone_is_not_linked(client, board, tom, mo, rule):
    idea = say(board, tom)
    decide(case_of(idea), Act.REJECT, by=mo, version=1, reasons=Reasons(rule=rule, text="Be kind."))
    client.force_login(tom)
    page = client.get(idea.get_absolute_url()).text
    assert "<strong>Not published</strong>" in page
    assert "/me/decisions/" not in page


def test_after_a_reversal_nothing_is_left_of_it(client, board, tom, mo, ada, rule):
    idea = say(board, tom)
    taking_back.reverse(judge(idea, Act.REJECT, mo, rule), by=ada, text="It was fine.")
    client.force_login(tom)
    page = client.get(idea.get_absolute_url()).text
    assert "<strong>Waiting for a moderator</strong>" in page
    assert "Not published" not in page


def test_a_list_without_such_things_asks_nothing_more_and_with_them_one_query(
    client, board, tom, mo, rule, count_queries
):
    client.force_login(tom)
    for n in range(3):
        make_idea(board=board, by=mo, title=f"Fine {n}")
    client.get("/ideas/")
    plain = count_queries(lambda: client.get("/ideas/"))
    for n in range(3):
        judge(say(board, tom, f"Returned {n}"), Act.ASK, mo, rule)
        say(board, tom, f"Waiting {n}")
    assert count_queries(lambda: client.get("/ideas/")) == plain + 1


# Policies by act, person and state

AUTHORS_ACTS = {
    may_edit: {State.PUBLISHED, State.WAITING, State.RETURNED},
    may_withdraw: {State.PUBLISHED, State.WAITING, State.RETURNED},
    may_add_note: {State.PUBLISHED},
}
EVERYBODYS_ACTS = {may_comment: {State.PUBLISHED}, may_vote: {State.PUBLISHED}, may_take_part: {State.PUBLISHED}}
CAST = ["vera", "tom", "ines", "lars", "mo", "bea", "ada"]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", CAST)
def test_what_may_be_done_with_an_idea(request, tom, name, state):
    idea = make_idea(board=make_board(review=Review.NOTHING), by=tom, state=state)
    user = request.getfixturevalue(name)
    for policy, states in AUTHORS_ACTS.items():
        assert bool(policy(user, idea)) is (name == "tom" and state in states), policy.__name__
    for policy, states in EVERYBODYS_ACTS.items():
        assert bool(policy(user, idea)) is (name != "vera" and state in states), policy.__name__


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", CAST)
def test_what_may_be_done_with_a_comment(request, tom, name, state):
    comment = add_comment(make_idea(board=make_board(review=Review.NOTHING)), by=tom, body="Yes.")
    comment.state = state
    user = request.getfixturevalue(name)
    can_be_changed = {State.PUBLISHED, State.WAITING, State.RETURNED}
    assert bool(may_edit_comment(user, comment)) is (name == "tom" and state in can_be_changed)
    assert bool(may_delete_comment(user, comment)) is (name == "tom")


def test_appealing_is_the_way_for_what_was_rejected(tom):
    idea = make_idea(board=make_board(review=Review.NOTHING), by=tom, state=State.REJECTED)
    assert "appeal" in may_edit(tom, idea).reason
    assert "Only its author" in may_edit(somebody(), idea).reason


def test_what_a_check_had_noticed_and_its_author_took_out_weighs_nothing(tom):
    idea = submit_idea(make_board(review=Review.NOTHING), by=tom, title="A bench", body="Call me: +44 7700 900123.")
    assert case_of(idea).finding_weight > 0
    edit_idea(idea, by=tom, title="A bench", body="Call me.", category=None, version=1)
    case = case_of(idea)
    assert case.finding_weight == 0
    assert case.findings.filter(version=1).exists()
