"""Where a thing stands once a decision on it is taken back: as if that decision had not been, and no other way."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from core.errors import Refused, RuleBroken
from core.publication import State
from ideas.actions.submitting import edit_idea
from ideas.models import Idea
from moderation.actions.appealing import appeal, decide_appeal
from moderation.actions.claiming import claim, release
from moderation.actions.deciding import Reasons, decide
from moderation.actions.opening import open_case
from moderation.actions.reporting import report
from moderation.actions.taking_back import reverse, undo
from moderation.actions.telling import tell_due
from moderation.models import Act, Decision
from moderation.models.decision import UNDO
from tests.factories import make_idea, make_member
from tests.moderation.things import case_of, decided, make_rule, reported_idea, waiting_idea

pytestmark = pytest.mark.django_db


def fresh(idea):
    return Idea.objects.get(pk=idea.pk)


def hidden_by_reports(author):
    """Four established members report it: it hides itself until a moderator has looked."""
    idea, rule = make_idea(by=author), make_rule()
    for name in ("una", "ugo", "ute", "uri"):
        member = make_member(name, date_joined=timezone.now() - timedelta(days=30))
        make_idea(by=member, title=f"By {name}")
        report(idea, by=member, rule=rule, note="")
    assert fresh(idea).state == State.HIDDEN
    return idea


def appealed(decision):
    """By its author, once they were told."""
    at = decision.at + 2 * UNDO
    tell_due(at=at)
    return appeal(decision, by=decision.author, text="I meant it kindly.", at=at)


def overturned(decision, *, by):
    return decide_appeal(appealed(decision), by=by, overturn=True, text="So it was.", version=decision.version)


def test_what_reports_hid_is_seen_again_when_the_appeal_against_the_rejection_is_won(tom, mo, mia):
    idea = hidden_by_reports(tom)
    outcome = overturned(decided(fresh(idea), Act.REJECT, by=mo), by=mia)
    assert fresh(idea).state == State.PUBLISHED
    assert (outcome.state_before, outcome.state_after) == (State.REJECTED, State.PUBLISHED)
    call_command("recount", "--check")


def test_a_reversal_does_the_same(tom, mo, mia):
    idea = hidden_by_reports(tom)
    reverse(decided(fresh(idea), Act.HIDE, by=mo), by=mia, text="It was fine.")
    assert fresh(idea).state == State.PUBLISHED


def test_within_ten_seconds_it_hides_itself_again_for_nobody_has_looked(tom, mo):
    idea = hidden_by_reports(tom)
    undo(decided(fresh(idea), Act.REJECT, by=mo), by=mo)
    assert fresh(idea).state == State.HIDDEN
    assert case_of(idea).is_claimed_by_other(tom)  # in the hands of whoever decided


def test_another_decision_that_stands_still_holds(tom, mo, mia):
    idea = reported_idea(by=tom)
    hidden = decided(idea, Act.HIDE, by=mo)
    open_case("idea", fresh(idea), reason="is_reported")
    overturned(decided(fresh(idea), Act.REJECT, by=mia), by=mo)
    assert fresh(idea).state == State.HIDDEN
    reverse(hidden, by=mia, text="Neither was right.")
    assert fresh(idea).state == State.PUBLISHED


def test_nothing_is_published_whose_approval_was_taken_back(tom, mo, mia):
    idea = waiting_idea(by=tom)
    approved = decided(idea, Act.APPROVE, by=mo)
    open_case("idea", fresh(idea), reason="is_reported")
    hidden = decided(fresh(idea), Act.HIDE, by=mo)
    reverse(approved, by=mia, text="Nobody had read it.")
    assert fresh(idea).state == State.HIDDEN
    reverse(hidden, by=mia, text="It need not be hidden: it waits.")
    assert fresh(idea).state == State.WAITING


def test_what_its_author_has_sent_again_waits(tom, mo, mia):
    idea = waiting_idea(by=tom)
    asked = decided(idea, Act.ASK, by=mo)
    edit_idea(fresh(idea), by=tom, title="A kinder bench", body="Please.", category=None, version=1)
    reverse(asked, by=mia, text="It was clear.")
    assert fresh(idea).state == State.WAITING


def test_an_approval_of_what_was_sent_again_goes_back_to_waiting_and_not_to_its_author(tom, mo, mia):
    idea = waiting_idea(by=tom)
    decided(idea, Act.ASK, by=mo)
    edit_idea(fresh(idea), by=tom, title="A kinder bench", body="Please.", category=None, version=1)
    reverse(decided(fresh(idea), Act.APPROVE, by=mo), by=mia, text="Not yet.")
    assert fresh(idea).state == State.WAITING


def test_undoing_a_warning_leaves_a_decided_case_decided(tom, mo):
    idea = reported_idea(by=tom)
    case = case_of(idea)
    warned = decided(idea, Act.WARN, by=mo)
    decided(idea, Act.APPROVE, by=mo)
    undo(warned, by=mo)
    case.refresh_from_db()
    assert not case.is_open


def test_undoing_a_warning_takes_the_case_out_of_nobodys_hands(tom, mo, mia):
    idea = reported_idea(by=tom)
    case = case_of(idea)
    warned = decided(idea, Act.WARN, by=mo)
    release(case, by=mo)
    claim(case, by=mia)
    undo(warned, by=mo)
    case.refresh_from_db()
    assert case.claimed_by == mia


@pytest.mark.parametrize("act", [Act.WARN, Act.SUSPEND, Act.ESCALATE])
def test_a_double_click_is_one_decision(tom, mo, act):
    idea = reported_idea(by=tom)
    case = case_of(idea)
    until = case.opened_at + timedelta(days=9)
    reasons = Reasons(rule=make_rule(), text="Once.", note="Look.", until=until, passed_to="legal")
    first = decide(case, act, by=mo, version=1, reasons=reasons)
    assert decide(case, act, by=mo, version=1, reasons=reasons) == first
    assert Decision.objects.count() == 1


def test_what_was_never_seen_cannot_be_restored(tom, mo):
    idea = waiting_idea(by=tom)
    with pytest.raises(RuleBroken, match="as it stands now"):
        decided(idea, Act.RESTORE, by=mo)
    assert fresh(idea).state == State.WAITING


def test_two_moderators_answer_each_others_decisions_about_one_thing(tom, mo, mia):
    idea = reported_idea(by=tom)
    about_mo, about_mia = decided(idea, Act.WARN, by=mo), decided(idea, Act.HIDE, by=mia)
    against_mo, against_mia = appealed(about_mo), appealed(about_mia)
    with pytest.raises(Refused, match="other eyes"):
        decide_appeal(against_mo, by=mo, overturn=False, text="No.", version=1)
    decide_appeal(against_mo, by=mia, overturn=False, text="It stays so.", version=1)
    assert case_of(idea).is_appealed
    decide_appeal(against_mia, by=mo, overturn=True, text="It was fine.", version=1)
    assert fresh(idea).state == State.PUBLISHED
