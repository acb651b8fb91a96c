"""What a decision does to the thing and its case, who may decide, and taking it back."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from core.errors import Refused, RuleBroken, Stale
from ideas.actions.submitting import edit_idea, withdraw_idea
from ideas.models import Idea
from moderation.actions.appealing import appeal
from moderation.actions.claiming import claim
from moderation.actions.deciding import Reasons, decide
from moderation.actions.opening import open_case
from moderation.actions.reporting import report
from moderation.actions.taking_back import reverse, undo
from moderation.actions.telling import tell_due
from moderation.models import Act, Case, CaseState, Decision, Report, Suspension, Telling
from moderation.models.decision import UNDO
from tests.cast import make_member
from tests.factories import make_idea
from tests.moderation.things import case_of, decided, make_rule, reported_idea, waiting_idea

pytestmark = pytest.mark.django_db
OTHERS = ("tom", "ines", "lars", "bea")


def state_of(idea) -> str:
    return str(Idea.objects.values_list("state", flat=True).get(pk=idea.pk))


@pytest.mark.parametrize(
    ("act", "state"),
    [(Act.APPROVE, "published"), (Act.ASK, "returned"), (Act.REJECT, "rejected"), (Act.HIDE, "hidden")],
)
def test_a_decision_moves_the_thing_and_closes_its_case(mo, act, state):
    idea = waiting_idea()
    decision = decided(idea, act, by=mo)
    case = Case.objects.get()
    assert state_of(idea) == state
    assert (case.state, case.claimed_until) == (CaseState.DECIDED, None)
    assert (decision.by, decision.version, decision.state_before) == (mo, 1, "waiting")
    assert decision.snapshot["title"] == idea.title
    assert Telling.objects.get().due_at == decision.at + UNDO
    call_command("recount", "--check")


@pytest.mark.parametrize("act", [Act.WARN, Act.SUSPEND, Act.ESCALATE])
def test_what_is_said_of_the_author_leaves_the_thing_to_be_judged(mo, act):
    idea = waiting_idea()
    decided(idea, act, by=mo, until=timezone.now() + timedelta(days=3), passed_to="legal")
    assert case_of(idea).is_open
    assert state_of(idea) == "waiting"
    assert Suspension.objects.filter(member=idea.author).exists() == (act == Act.SUSPEND)


@pytest.mark.parametrize("who", OTHERS)
def test_only_moderators_decide(request, who):
    idea = waiting_idea()
    with pytest.raises(Refused):
        decided(idea, Act.APPROVE, by=request.getfixturevalue(who))
    assert state_of(idea) == "waiting"
    assert not Decision.objects.exists()


def test_nobody_decides_on_their_own_things(mo, ada):
    for judge in (mo, ada):
        idea = reported_idea(by=judge)
        with pytest.raises(Refused, match="yours"):
            decided(idea, Act.APPROVE, by=judge)


@pytest.mark.parametrize(
    ("act", "given", "field"),
    [
        (Act.REJECT, {"text": "No."}, "rule"),
        (Act.HIDE, {"text": "No."}, "rule"),
        (Act.REJECT, {"rule": True, "text": " \u200b "}, "text"),
        (Act.ASK, {}, "text"),
        (Act.WARN, {}, "text"),
        (Act.SUSPEND, {"rule": True, "text": "Enough."}, "until"),
        (Act.SUSPEND, {"rule": True, "text": "Enough.", "until": timedelta(days=-1)}, "until"),
        (Act.ESCALATE, {"note": "Look."}, "passed_to"),
        (Act.ESCALATE, {"passed_to": "legal", "note": " \n"}, "note"),
    ],
)
def test_what_is_missing_is_named_and_nothing_happens(mo, act, given, field):
    idea = waiting_idea()
    reasons = {**given, "rule": make_rule() if given.get("rule") else None}
    if "until" in given:
        reasons["until"] = timezone.now() + given["until"]
    with pytest.raises(RuleBroken) as broken:
        decide(case_of(idea), act, by=mo, version=1, reasons=Reasons(**reasons))
    assert list(broken.value.message_dict) == [field]
    assert not Decision.objects.exists()


def test_a_second_decision_learns_of_the_first(mo, mia):
    idea = waiting_idea()
    case = case_of(idea)
    decided(idea, Act.APPROVE, by=mo)
    with pytest.raises(Stale, match="meanwhile"):
        decide(case, Act.APPROVE, by=mia, version=1)
    assert Decision.objects.count() == 1


def test_what_somebody_else_works_on_is_left_to_them_until_the_lease_ends(mo, mia):
    idea = waiting_idea()
    case = case_of(idea)
    assert claim(case, by=mo)
    with pytest.raises(Stale, match="Mo is working"):
        decide(case, Act.APPROVE, by=mia, version=1)
    decide(case, Act.APPROVE, by=mia, version=1, at=timezone.now() + timedelta(minutes=3))
    assert state_of(idea) == "published"


def test_a_report_that_came_after_the_case_was_read_is_answered_with_it(mo):
    idea = waiting_idea()
    seen = case_of(idea)
    Idea.objects.filter(pk=idea.pk).update(state="published")
    report(Idea.objects.get(pk=idea.pk), by=make_member("nora"), rule=make_rule(), note="")
    assert not seen.is_reported
    decide(seen, Act.HIDE, by=mo, version=1, reasons=Reasons(rule=make_rule(), text="No."))
    assert Report.objects.get().was_agreed is True


def test_an_appeal_that_came_after_the_case_was_read_is_decided_first(mo, mia):
    author = make_member("nora")
    idea = waiting_idea(by=author)
    rejected = decided(idea, Act.REJECT, by=mia)
    tell_due(at=rejected.at + timedelta(seconds=11))
    appeal(rejected, by=author, text="It is kind.")
    seen = case_of(idea)
    seen.is_appealed = False  # as it was read before
    with pytest.raises(RuleBroken, match="appealed"):
        decide(seen, Act.APPROVE, by=mo, version=1)
    assert case_of(idea).is_open
    assert state_of(idea) == "rejected"


def test_an_edit_meanwhile_is_read_before_it_is_judged(mo):
    author = make_member("nora")
    idea = waiting_idea(by=author)
    edit_idea(idea, by=author, title="Buy my watches", body="", category=None, version=1)
    with pytest.raises(Stale, match="edited"):
        decide(case_of(idea), Act.APPROVE, by=mo, version=1)
    decide(case_of(idea), Act.REJECT, by=mo, version=2, reasons=Reasons(rule=make_rule(), text="No."))
    assert Decision.objects.get().snapshot["title"] == "Buy my watches"


def test_what_its_author_withdrew_or_deleted_is_not_judged(mo):
    author = make_member("nora")
    idea = waiting_idea(by=author)
    case = case_of(idea)
    withdraw_idea(idea, by=author)
    case.refresh_from_db()
    assert case.state == "lapsed"
    with pytest.raises(Stale, match="meanwhile"):
        decide(case, Act.APPROVE, by=mo, version=1)
    other = waiting_idea(by=author)
    case = case_of(other)
    Idea.objects.filter(pk=other.pk).delete()
    with pytest.raises(Stale, match="gone"):
        decide(case, Act.APPROVE, by=mo, version=1)


def test_undoing_puts_everything_back_and_tells_nobody(mo):
    idea = reported_idea()
    Report.objects.create(case=case_of(idea), by=make_member("nora"), version=1, snapshot={}, weight=0.5)
    undo(decided(idea, Act.HIDE, by=mo), by=mo)
    assert state_of(idea) == "published"
    assert case_of(idea).claimed_by == mo
    assert case_of(idea).report_weight == 0.5
    assert not Telling.objects.exists()
    assert Report.objects.get().was_agreed is None
    assert [decision.act for decision in Decision.objects.order_by("pk")] == ["hide", "undo"]
    call_command("recount", "--check")


def test_undoing_is_for_ten_seconds_and_for_who_decided(mo, mia):
    decision = decided(reported_idea(), Act.HIDE, by=mo)
    with pytest.raises(Refused, match="Only who decided"):
        undo(decision, by=mia)
    with pytest.raises(Refused, match="over"):
        undo(decision, by=mo, at=decision.at + timedelta(seconds=11))
    undo(decision, by=mo)
    with pytest.raises(Refused, match="over"):
        undo(decision, by=mo)


def test_undoing_a_suspension_ends_it(mo):
    idea = waiting_idea()
    undo(decided(idea, Act.SUSPEND, by=mo, until=timezone.now() + timedelta(days=3)), by=mo)
    assert Suspension.objects.of(idea.author) is None


def test_undoing_yields_to_what_was_said_meanwhile(mo):
    idea = reported_idea()
    decision = decided(idea, Act.HIDE, by=mo)
    open_case("idea", idea, reason="is_reported")
    with pytest.raises(Stale, match="case of its own"):
        undo(decision, by=mo)
    assert state_of(idea) == "hidden"


def test_reversing_later_needs_a_text_and_is_told(mo, mia):
    idea = reported_idea()
    decision = decided(idea, Act.HIDE, by=mo)
    with pytest.raises(RuleBroken):
        reverse(decision, by=mia, text="")
    back = reverse(decision, by=mia, text="We were wrong.")
    assert state_of(idea) == "published"
    assert (back.act, back.takes_back, back.telling.decision) == ("reverse", decision, back)
    with pytest.raises(Stale, match="already"):
        reverse(decision, by=mia, text="Again.")
    call_command("recount", "--check")


def test_what_was_imported_has_nobody_to_suspend(mo):
    idea = make_idea()
    Idea.objects.update(author=None)
    open_case("idea", Idea.objects.get(), reason="is_reported")
    decided(idea, Act.SUSPEND, by=mo, until=timezone.now() + timedelta(days=3))
    assert not Suspension.objects.exists()
