"""Authors appeal once, another moderator decides, and what is overturned is as it was before."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from core.comments.actions import delete_comment
from core.errors import Refused, RuleBroken, Stale
from core.notices.models import Notice
from ideas.actions.commenting import add_comment
from ideas.actions.submitting import edit_idea
from ideas.models import Idea
from moderation.actions.appealing import appeal, decide_appeal
from moderation.actions.deciding import decide
from moderation.actions.opening import lapse_cases, open_case
from moderation.actions.taking_back import reverse, undo
from moderation.actions.telling import tell_due
from moderation.models import Act, Appeal, Case, Decision, Suspension, Telling
from moderation.models.appeal import WITHIN
from tests.cast import make_member, with_role
from tests.factories import make_idea, support
from tests.moderation.things import case_of, decided, reported_idea, waiting_idea

pytestmark = pytest.mark.django_db
LATER = timedelta(seconds=11)


def told(decision: Decision) -> Decision:
    """The decision, of which its people have been told."""
    tell_due(at=decision.at + LATER)
    return decision


def recipients(decision: Decision) -> set[str]:
    return set(Notice.objects.filter(key=f"decision:{decision.pk}").values_list("recipient__handle", flat=True))


def appealed(decision: Decision, *, text: str = "I meant it kindly.") -> Appeal:
    return appeal(told(decision), by=decision.author, text=text, at=decision.at + LATER)


def state_of(idea: Idea) -> str:
    return str(Idea.objects.values_list("state", flat=True).get(pk=idea.pk))


def test_an_appeal_has_a_case_that_waits_for_somebody_else(tom, mo, mia):
    idea = waiting_idea(by=tom)
    made = appealed(decided(idea, Act.REJECT, by=mo))
    case = case_of(idea)
    assert case.is_appealed
    assert not case.is_waiting
    assert made.is_open
    with pytest.raises(Refused, match="other eyes"):
        decide_appeal(made, by=mo, overturn=False, text="No.", version=1)
    decide_appeal(made, by=mia, overturn=False, text="It stays so.", version=1)


def test_a_moderators_own_appeal_is_for_somebody_else_too(mo, mia):
    made = appealed(decided(reported_idea(by=mia), Act.HIDE, by=mo))
    with pytest.raises(Refused, match="yours"):
        decide_appeal(made, by=mia, overturn=True, text="Yes.", version=1)


def test_it_joins_the_case_that_is_open(tom, mo):
    idea = reported_idea(by=tom)
    decision = decided(idea, Act.HIDE, by=mo)
    later = open_case("idea", idea, reason="is_reported")
    appealed(decision)
    assert case_of(idea) == later
    assert Case.objects.open().count() == 1


def test_upholding_changes_nothing_and_says_why(tom, ines, mo, mia):
    idea = waiting_idea(by=tom)
    made = appealed(decided(idea, Act.REJECT, by=mo))
    outcome = told(decide_appeal(made, by=mia, overturn=False, text="It stays so.", version=1))
    made.refresh_from_db()
    assert (outcome.act, outcome.by, made.outcome) == (Act.UPHOLD, mia, outcome)
    assert state_of(idea) == "rejected"
    assert not Case.objects.open().exists()
    assert recipients(outcome) == {"tom"}


def test_overturning_restores_state_and_counts_and_tells_whoever_was_told(tom, ines, mo, mia):
    idea = reported_idea(by=tom)
    support(idea, 3)
    call_command("recount")
    before = Idea.objects.values().get(pk=idea.pk)
    report = case_of(idea).reports.create(by=ines, version=1, snapshot={}, weight=0.5)
    made = appealed(decided(idea, Act.HIDE, by=mo))
    outcome = told(decide_appeal(made, by=mia, overturn=True, text="You were right.", version=1))
    made.refresh_from_db()
    assert (outcome.act, outcome.takes_back, made.outcome) == (Act.OVERTURN, made.decision, outcome)
    assert Idea.objects.values().get(pk=idea.pk) == before
    assert recipients(outcome) == {"tom", "ines"}
    assert not Case.objects.open().exists()
    assert not Telling.objects.exists()
    report.refresh_from_db()
    assert report.was_agreed is False
    call_command("recount", "--check")


def test_what_waited_waits_again_and_has_its_case(tom, mo, mia):
    idea = waiting_idea(by=tom)
    made = appealed(decided(idea, Act.REJECT, by=mo))
    decide_appeal(made, by=mia, overturn=True, text="You were right.", version=1)
    case = case_of(idea)
    assert (case.is_waiting, case.is_appealed) == (True, False)
    assert state_of(idea) == "waiting"
    decide(case, Act.APPROVE, by=mia, version=1)
    assert state_of(idea) == "published"


def test_what_waited_waits_again_when_it_is_reversed_too(tom, mo, mia):
    idea = waiting_idea(by=tom)
    reverse(decided(idea, Act.REJECT, by=mo), by=mia, text="We were wrong.")
    assert case_of(idea).is_waiting


def test_what_else_is_open_stays_open(tom, mo, mia):
    idea = reported_idea(by=tom)
    decision = decided(idea, Act.HIDE, by=mo)
    open_case("idea", idea, reason="is_reported")
    made = appealed(decision)
    decide_appeal(made, by=mia, overturn=True, text="You were right.", version=1)
    case = case_of(idea)
    assert (case.is_reported, case.is_appealed) == (True, False)


def test_a_suspension_is_overturned_and_may_be_appealed_while_it_holds(tom, mo, mia):
    idea = reported_idea(by=tom)
    made = appealed(decided(idea, Act.SUSPEND, by=mo, until=timezone.now() + timedelta(days=3)))
    decide_appeal(made, by=mia, overturn=True, text="You were right.", version=1)
    assert Suspension.objects.of(tom) is None
    assert case_of(idea).is_reported
    assert state_of(idea) == "published"


def test_overturning_leaves_what_was_decided_since(tom, mo, mia):
    """The author changed it and it was approved: it stays on the board."""
    idea = waiting_idea(by=tom)
    decision = decided(idea, Act.ASK, by=mo)
    told(decision)
    edit_idea(idea, by=tom, title="A bench and a roof", body="Please.", category=None, version=1)
    decide(case_of(idea), Act.APPROVE, by=mia, version=2)
    made = appealed(decision)
    decide_appeal(made, by=mia, overturn=True, text="You were right.", version=2)
    assert state_of(idea) == "published"


def test_overturning_leaves_what_waits_since(tom, mo, mia):
    idea = reported_idea(by=tom)
    decision = decided(idea, Act.ASK, by=mo)
    made = appealed(decision)
    edit_idea(idea, by=tom, title="A bench and a roof", body="Please.", category=None, version=1)
    with pytest.raises(Stale, match="edited"):
        decide_appeal(made, by=mia, overturn=True, text="You were right.", version=1)
    decide_appeal(made, by=mia, overturn=True, text="You were right.", version=2)
    assert state_of(idea) == "waiting"
    assert case_of(idea).is_waiting


def test_a_warning_taken_back_leaves_the_reports_as_they_were_judged(tom, ines, mo, mia):
    idea = reported_idea(by=tom)
    report = case_of(idea).reports.create(by=ines, version=1, snapshot={}, weight=0.5)
    warning = decided(idea, Act.WARN, by=mo)
    decided(idea, Act.HIDE, by=mo)
    reverse(warning, by=mia, text="That was too much.")
    report.refresh_from_db()
    assert report.was_agreed is True
    assert state_of(idea) == "hidden"


# Who may, when, and what is missing


def test_somebody_else_cannot_appeal(tom, ines, mo):
    decision = told(decided(waiting_idea(by=tom), Act.REJECT, by=mo))
    for other in (ines, mo):
        with pytest.raises(Refused, match="Only the author"):
            appeal(decision, by=other, text="No.")


def test_once_is_enough(tom, mo, mia):
    decision = decided(waiting_idea(by=tom), Act.REJECT, by=mo)
    made = appealed(decision)
    with pytest.raises(Refused, match="already"):
        appealed(decision)
    decide_appeal(made, by=mia, overturn=False, text="No.", version=1)
    with pytest.raises(Refused, match="already"):
        appealed(decision)
    assert Appeal.objects.count() == 1


def test_six_months_are_the_time(tom, mo):
    decision = told(decided(waiting_idea(by=tom), Act.REJECT, by=mo))
    with pytest.raises(Refused, match="six months"):
        appeal(decision, by=tom, text="No.", at=decision.at + WITHIN + timedelta(seconds=1))
    assert appeal(decision, by=tom, text="No.", at=decision.at + WITHIN)


def test_there_is_no_appeal_against_an_approval_or_an_appeals_outcome(tom, mo, mia):
    decision = told(decided(waiting_idea(by=tom), Act.APPROVE, by=mo))
    with pytest.raises(Refused, match="nothing to appeal"):
        appeal(decision, by=tom, text="No.")
    made = appealed(decided(waiting_idea(by=tom), Act.REJECT, by=mo))
    outcome = told(decide_appeal(made, by=mia, overturn=False, text="No.", version=1))
    with pytest.raises(Refused, match="nothing to appeal"):
        appeal(outcome, by=tom, text="No.")


def test_there_is_no_appeal_before_the_decision_is_told_nor_when_it_is_undone(tom, mo):
    decision = decided(waiting_idea(by=tom), Act.REJECT, by=mo)
    with pytest.raises(Refused, match="nothing to appeal"):
        appeal(decision, by=tom, text="No.", at=decision.at + timedelta(seconds=5))
    undo(decision, by=mo)
    with pytest.raises(Refused, match="taken back"):
        appeal(decision, by=tom, text="No.", at=decision.at + LATER)


@pytest.mark.parametrize("text", ["", " \u200b\n", "x" * 4_001])
def test_an_appeal_says_why(tom, mo, text):
    decision = told(decided(waiting_idea(by=tom), Act.REJECT, by=mo))
    with pytest.raises(RuleBroken) as broken:
        appeal(decision, by=tom, text=text, at=decision.at + LATER)
    assert list(broken.value.message_dict) == ["text"]
    assert not Appeal.objects.exists()


@pytest.mark.parametrize("overturn", [True, False])
def test_the_answer_says_why_either_way(tom, mo, mia, overturn):
    made = appealed(decided(waiting_idea(by=tom), Act.REJECT, by=mo))
    with pytest.raises(RuleBroken) as broken:
        decide_appeal(made, by=mia, overturn=overturn, text=" ", version=1)
    assert list(broken.value.message_dict) == ["text"]


@pytest.mark.parametrize("who", ["tom", "ines", "lars", "bea"])
def test_only_moderators_decide_on_appeals(request, mo, who):
    made = appealed(decided(waiting_idea(), Act.REJECT, by=mo))
    with pytest.raises(Refused):
        decide_appeal(made, by=request.getfixturevalue(who), overturn=True, text="Yes.", version=1)


def test_an_appeal_that_is_decided_is_not_decided_again(tom, mo, mia, ada):
    made = appealed(decided(waiting_idea(by=tom), Act.REJECT, by=mo))
    decide_appeal(made, by=mia, overturn=False, text="No.", version=1)
    with pytest.raises(Stale, match="meanwhile"):
        decide_appeal(made, by=ada, overturn=True, text="Yes.", version=1)
    assert [row.act for row in Decision.objects.order_by("pk")] == [Act.REJECT, Act.UPHOLD]


def test_the_appeal_comes_before_another_decision_on_the_thing(tom, mo, mia):
    idea = waiting_idea(by=tom)
    appealed(decided(idea, Act.REJECT, by=mo))
    with pytest.raises(RuleBroken, match="appeal first"):
        decide(case_of(idea), Act.APPROVE, by=mia, version=1)


def test_the_outcome_of_an_appeal_is_not_undone(tom, mo, mia):
    made = appealed(decided(waiting_idea(by=tom), Act.REJECT, by=mo))
    outcome = decide_appeal(made, by=mia, overturn=True, text="Yes.", version=1)
    with pytest.raises(Refused, match="cannot be undone"):
        undo(outcome, by=mia)


def test_a_reversal_answers_the_appeal(tom, mo, mia):
    idea = reported_idea(by=tom)
    made = appealed(decided(idea, Act.HIDE, by=mo))
    with pytest.raises(Refused, match="somebody else"):
        reverse(made.decision, by=mo, text="I was wrong.")
    back = reverse(made.decision, by=mia, text="We were wrong.")
    made.refresh_from_db()
    assert made.outcome == back
    assert not Case.objects.open().exists()
    with pytest.raises(Stale, match="already"):
        decide_appeal(made, by=mia, overturn=True, text="Yes.", version=1)


# What is gone


def test_what_its_author_deleted_stays_deleted_when_the_decision_is_overturned(tom, mo, mia):
    comment = add_comment(make_idea(), by=tom, body="Nonsense!", tell=False)
    open_case(comment.kind, comment, reason="is_reported")
    decision = decided(comment, Act.HIDE, by=mo)
    delete_comment(comment, by=tom)
    made = appealed(decision)
    outcome = decide_appeal(made, by=mia, overturn=True, text="You were right.", version=1)
    made.refresh_from_db()
    comment.refresh_from_db()
    assert made.outcome == outcome
    assert comment.is_deleted
    call_command("recount", "--check")


def test_there_is_no_appeal_about_what_is_gone_for_good(tom, mo):
    idea = waiting_idea(by=tom)
    decision = told(decided(idea, Act.REJECT, by=mo))
    Idea.objects.filter(pk=idea.pk).delete()
    with pytest.raises(Refused, match="gone"):
        appeal(decision, by=tom, text="No.", at=decision.at + LATER)


def test_an_appeal_lapses_with_what_it_is_about(tom, mo, mia):
    idea = waiting_idea(by=tom)
    made = appealed(decided(idea, Act.REJECT, by=mo))
    Idea.objects.filter(pk=idea.pk).delete()
    assert lapse_cases() == 1
    with pytest.raises(Stale, match="gone"):
        decide_appeal(made, by=mia, overturn=True, text="Yes.", version=1)


# At once


def all_at_once(acts: list[Any]) -> list[Any]:
    """What each returned, or the error that it met."""
    gate = Barrier(len(acts))

    def run(act: Any) -> Any:
        gate.wait(timeout=30)
        try:
            return act()
        except (Stale, Refused) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_decide_it_once():
    mo, mia, kit = (with_role(make_member(name), "Community moderators") for name in ("mo", "mia", "kit"))
    tom = make_member("tom")
    made = appealed(decided(reported_idea(by=tom), Act.HIDE, by=mo))
    answers = all_at_once(
        [
            lambda: decide_appeal(made, by=mia, overturn=True, text="Yes.", version=1),
            lambda: decide_appeal(made, by=kit, overturn=False, text="No.", version=1),
        ]
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Decision", "Stale"]
    assert Appeal.objects.get().outcome in answers
    assert Decision.objects.filter(act__in=(Act.OVERTURN, Act.UPHOLD)).count() == 1
    assert not Case.objects.open().exists()


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_appeal():
    mo, tom = with_role(make_member("mo"), "Community moderators"), make_member("tom")
    decision = told(decided(reported_idea(by=tom), Act.HIDE, by=mo))
    at = decision.at + LATER
    answers = all_at_once([lambda: appeal(decision, by=tom, text="No.", at=at) for _ in range(4)])
    assert sorted(type(answer).__name__ for answer in answers) == ["Appeal", "Refused", "Refused", "Refused"]
    assert Appeal.objects.count() == 1
    assert Case.objects.open().get().is_appealed


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_everybody_once():
    mo, tom, ines = with_role(make_member("mo"), "Community moderators"), make_member("tom"), make_member("ines")
    idea = reported_idea(by=tom)
    case_of(idea).reports.create(by=ines, version=1, snapshot={}, weight=0.5)
    decision = decided(idea, Act.HIDE, by=mo)
    at = decision.at + LATER
    counts = all_at_once([lambda: tell_due(at=at) for _ in range(4)])
    assert sorted(counts) == [0, 0, 0, 2]
    assert recipients(decision) == {"tom", "ines"}


@pytest.mark.django_db(transaction=True)
def test_a_reversal_and_an_appeals_outcome_at_once_are_one_of_them():
    mo, mia, kit = (with_role(make_member(name), "Community moderators") for name in ("mo", "mia", "kit"))
    made = appealed(decided(reported_idea(by=make_member("tom")), Act.HIDE, by=mo))
    answers = all_at_once(
        [
            lambda: decide_appeal(made, by=mia, overturn=True, text="Yes.", version=1),
            lambda: reverse(made.decision, by=kit, text="We were wrong."),
        ]
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Decision", "Stale"]
    assert Appeal.objects.get().outcome in answers
