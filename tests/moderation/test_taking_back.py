"""What its author takes back before, while and after it is judged."""

import pytest
from django.core.management import call_command

from core.comments.actions import delete_comment
from core.errors import RuleBroken
from core.publication import State
from ideas.actions.commenting import add_comment
from ideas.actions.submitting import withdraw_idea
from ideas.models import Idea
from moderation.actions.opening import open_case
from moderation.actions.taking_back import undo
from moderation.models import Act, Case, CaseState
from tests.factories import make_idea
from tests.moderation.things import decided, reported_idea, waiting_idea

pytestmark = pytest.mark.django_db


def states():
    return [case.state for case in Case.objects.all()]


def test_what_nobody_could_read_yet_needs_no_decision(tom):
    withdraw_idea(waiting_idea(by=tom), by=tom)
    assert states() == [CaseState.LAPSED]


def test_a_deleted_comment_has_no_words_to_judge(tom):
    comment = add_comment(make_idea(), by=tom, body="Yes.")
    open_case("idea-comment", comment, reason="is_reported")
    delete_comment(comment, by=tom)
    assert states() == [CaseState.LAPSED]
    assert Case.objects.get().closed_at is not None


@pytest.mark.parametrize("reason", ["is_appealed", "is_illegal_notice"])
def test_who_waits_for_words_keeps_the_case_open(tom, reason):
    comment = add_comment(make_idea(), by=tom, body="Yes.")
    open_case("idea-comment", comment, reason=reason)
    delete_comment(comment, by=tom)
    assert states() == [CaseState.OPEN]


def test_withdrawing_is_no_way_around_a_report(client, tom, ines, mo):
    """The page of what was withdrawn stands for those who supported it, so moderators can still hide it."""
    idea = reported_idea(by=tom)
    withdraw_idea(idea, by=tom)
    assert states() == [CaseState.OPEN]
    client.force_login(ines)
    assert client.get(idea.get_absolute_url()).status_code == 200
    hidden = decided(idea, Act.HIDE, by=mo)
    assert client.get(idea.get_absolute_url()).status_code == 404
    undo(hidden, by=mo)
    assert Idea.objects.get(pk=idea.pk).state == State.WITHDRAWN
    call_command("recount", "--check")


@pytest.mark.parametrize("act", [Act.APPROVE, Act.RESTORE])
def test_what_was_withdrawn_is_never_put_on_its_board_again(tom, mo, act):
    idea = reported_idea(by=tom)
    withdraw_idea(idea, by=tom)
    decided(idea, Act.HIDE, by=mo)
    open_case("idea", Idea.objects.get(pk=idea.pk))
    decided(Idea.objects.get(pk=idea.pk), act, by=mo)
    assert Idea.objects.get(pk=idea.pk).state == State.WITHDRAWN


@pytest.mark.parametrize("act", [Act.ASK, Act.REJECT])
def test_what_was_withdrawn_is_not_sent_back(tom, mo, act):
    idea = reported_idea(by=tom)
    withdraw_idea(idea, by=tom)
    with pytest.raises(RuleBroken, match="withdrew"):
        decided(idea, act, by=mo)
