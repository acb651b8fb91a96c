"""Members report things: once each, weighed by how often they were right; a flood of new accounts hides nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from core.errors import Refused, RuleBroken, Stale
from core.publication import State
from ideas.actions.commenting import add_comment
from ideas.actions.submitting import edit_idea
from ideas.models import Idea
from moderation.actions.reporting import report, weight_of
from moderation.actions.taking_back import reverse as reverse_decision
from moderation.models import Act, Case, Decision, ModerationSettings, Report, Telling
from tests.cast import make_member
from tests.factories import make_board, make_idea, somebody
from tests.moderation.things import case_of, decided, make_rule

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=400)


def established(handle: str = "", **fields):
    """A member of a year with an idea of their own."""
    member = make_member(handle, date_joined=LONG_AGO, **fields) if handle else somebody()
    type(member).objects.filter(pk=member.pk).update(date_joined=LONG_AGO)
    member.refresh_from_db()
    make_idea(by=member)
    return member


def proven(*, agreed: int = 0, refused: int = 0):
    """An established member whose reports were judged so often."""
    member = established()
    for n in range(agreed + refused):
        case = Case.objects.create(kind="idea", subject_id=10_000 + n, state="decided")
        Report.objects.create(case=case, by=member, version=1, snapshot={}, weight=0.5, was_agreed=n < agreed)
    return member


def state_of(idea: Idea) -> str:
    return str(Idea.objects.values_list("state", flat=True).get(pk=idea.pk))


# --- one report


def test_a_report_joins_the_case_with_the_words_as_they_were(tom):
    idea = make_idea(title="Buy my pills", body="They are cheap.")
    said = report(idea, by=tom, rule=make_rule(), note="It is an advertisement.")
    case = case_of(idea)
    assert (said.case, case.is_reported, case.author) == (case, True, idea.author)
    assert (said.version, said.snapshot["title"], said.snapshot["body"]) == (1, "Buy my pills", "They are cheap.")
    edit_idea(idea, by=idea.author, version=1, title="Drink more water", body="It is healthy.", category=None)
    later = report(Idea.objects.get(pk=idea.pk), by=somebody(), rule=make_rule(), note="")
    said.refresh_from_db()
    assert (later.case, later.version, later.snapshot["title"]) == (case, 2, "Drink more water")
    assert said.snapshot["title"] == "Buy my pills"


def test_reporting_again_changes_nothing(tom):
    idea, rule = make_idea(), make_rule()
    first = report(idea, by=tom, rule=rule, note="Once")
    assert report(idea, by=tom, rule=None, note="Twice") == first
    assert Report.objects.get().note == "Once"
    assert Case.objects.count() == 1


def test_what_was_found_in_order_is_not_reported_again_until_it_says_something_new(tom, mo):
    idea, rule = make_idea(), make_rule()
    first = report(idea, by=tom, rule=rule, note="")
    decided(idea, Act.APPROVE, by=mo)
    assert report(idea, by=tom, rule=rule, note="I insist") == first
    assert not Case.objects.open().exists()
    assert report(idea, by=somebody(), rule=rule, note="").case != first.case  # for everybody else it is a new one
    decided(idea, Act.APPROVE, by=mo)
    edit_idea(idea, by=idea.author, version=1, title="Now it is different", body="And worse.", category=None)
    assert report(Idea.objects.get(pk=idea.pk), by=tom, rule=rule, note="").pk != first.pk


def test_a_comment_and_a_member_are_reported_alike(tom, lars, ines):
    comment = add_comment(make_idea(), by=lars, body="Rude words")
    assert report(comment, by=tom, rule=make_rule(), note="").snapshot["body"] == "Rude words"
    assert report(ines, by=tom, rule=make_rule(), note="").snapshot["title"] == "Ines"
    assert {case.kind for case in Case.objects.open()} == {"idea-comment", "member"}


def test_own_things_and_visitors_are_refused_with_the_reason(tom, vera):
    with pytest.raises(Refused, match="yours"):
        report(make_idea(by=tom), by=tom, rule=make_rule(), note="")
    with pytest.raises(Refused, match="Sign in"):
        report(make_idea(), by=vera, rule=make_rule(), note="")
    assert not Report.objects.exists()


def test_a_suspended_member_cannot_report(tom, mo):
    rude = make_idea(by=tom)
    report(rude, by=somebody(), rule=make_rule(), note="")
    decided(rude, Act.SUSPEND, by=mo, until=timezone.now() + timedelta(days=1))
    with pytest.raises(Refused, match="suspended"):
        report(make_idea(), by=tom, rule=make_rule(), note="")


def test_something_else_needs_words_and_a_rule_has_to_be_in_force(tom):
    with pytest.raises(RuleBroken) as broken:
        report(make_idea(), by=tom, rule=None, note=" \u200b")
    assert "note" in broken.value.message_dict
    rule = make_rule()
    rule.is_retired = True
    with pytest.raises(RuleBroken) as broken:
        report(make_idea(), by=tom, rule=rule, note="")
    assert "reason" in broken.value.message_dict
    assert not Case.objects.exists()


def test_what_is_gone_meanwhile_is_said(tom):
    idea = make_idea()
    Idea.objects.get(pk=idea.pk).delete()
    with pytest.raises(Stale, match="gone"):
        report(idea, by=tom, rule=make_rule(), note="")
    assert not Case.objects.exists()


# --- weight


@pytest.mark.parametrize(
    ("agreed", "refused", "weight"), [(0, 0, 0.75), (8, 0, 1.35), (98, 0, 1.485), (0, 8, 0.15), (3, 3, 0.75)]
)
def test_weight_is_the_smoothed_share_of_agreed_reports(agreed, refused, weight):
    assert weight_of(proven(agreed=agreed, refused=refused)) == pytest.approx(weight)


def test_a_new_account_weighs_a_tenth_at_most():
    assert weight_of(somebody()) == 0.1  # joined today
    silent = somebody()
    type(silent).objects.filter(pk=silent.pk).update(date_joined=LONG_AGO)
    silent.refresh_from_db()
    assert weight_of(silent) == 0.1  # of a year, and never said a word
    make_idea(by=silent, state=State.REJECTED)
    assert weight_of(silent) == 0.1
    add_comment(make_idea(), by=silent, body="Here I am")
    assert weight_of(silent) == 0.75
    wrong = proven(refused=40)
    type(wrong).objects.filter(pk=wrong.pk).update(date_joined=timezone.now())
    wrong.refresh_from_db()
    assert weight_of(wrong) < 0.1


def test_a_decision_is_a_lesson_about_the_reporter(mo):
    reporter, idea = established(), make_idea()
    report(idea, by=reporter, rule=make_rule(), note="")
    before = weight_of(reporter)
    decided(idea, Act.HIDE, by=mo)
    assert weight_of(reporter) > before


# --- hiding until decided


def report_by_proven(idea, count, *, rule=None):
    for _n in range(count):
        report(idea, by=proven(agreed=8), rule=rule or make_rule(), note="")


def test_enough_weight_hides_until_decided_and_the_author_is_told(tom):
    tom.language = "he"
    tom.save()
    idea = make_idea(by=tom)
    report_by_proven(idea, 2)
    assert state_of(idea) == State.PUBLISHED
    report_by_proven(idea, 1)
    decision = Decision.objects.get()
    assert (state_of(idea), decision.act, decision.by, decision.author) == (State.HIDDEN, Act.HIDE, None, tom)
    assert (decision.state_before, decision.rule, decision.version) == (State.PUBLISHED, make_rule(), 1)
    with translation.override("he"):
        from_catalogue = translation.gettext(
            "Several members reported this. It is hidden until a moderator has looked at it."
        )
    assert decision.text == from_catalogue
    assert Telling.objects.filter(decision=decision).exists()
    assert case_of(idea).is_open
    assert set(Report.objects.filter(case=case_of(idea)).values_list("was_agreed", flat=True)) == {None}


def test_the_rule_of_an_automated_hiding_is_the_one_with_most_weight_behind_it():
    idea, spam = make_idea(), make_rule("spam", name="No advertising")
    report_by_proven(idea, 1)
    report_by_proven(idea, 2, rule=spam)
    assert Decision.objects.get().rule == spam


def test_the_threshold_is_a_setting():
    row = ModerationSettings.for_site(make_board().get_site())
    row.hide_at_weight = 1.0
    row.save()
    idea = make_idea()
    report_by_proven(idea, 1)
    assert state_of(idea) == State.HIDDEN


def test_what_a_moderator_found_in_order_is_not_hidden_by_reports_again(mo):
    idea = make_idea()
    report_by_proven(idea, 3)
    decided(Idea.objects.get(pk=idea.pk), Act.APPROVE, by=mo)
    assert state_of(idea) == State.PUBLISHED
    report_by_proven(Idea.objects.get(pk=idea.pk), 5)
    assert state_of(idea) == State.PUBLISHED
    edit_idea(idea, by=idea.author, version=1, title="Now it is different", body="And worse.", category=None)
    report_by_proven(Idea.objects.get(pk=idea.pk), 1)
    assert state_of(idea) == State.HIDDEN


def test_a_hiding_that_a_moderator_reversed_does_not_come_back(mo):
    idea = make_idea()
    report_by_proven(idea, 3)
    reverse_decision(Decision.objects.get(), by=mo, text="It was fine.")
    report_by_proven(Idea.objects.get(pk=idea.pk), 2)
    assert state_of(idea) == State.PUBLISHED


def test_what_staff_wrote_is_never_hidden_by_reports(bea):
    idea = make_idea(by=bea)
    report_by_proven(idea, 6)
    assert (state_of(idea), Decision.objects.count()) == (State.PUBLISHED, 0)
    assert case_of(idea).report_weight > 6


def test_what_waits_or_is_withdrawn_stays_as_it_is():
    idea = make_idea(state=State.WITHDRAWN)
    report_by_proven(idea, 4)
    assert (state_of(idea), Decision.objects.count()) == (State.WITHDRAWN, 0)


@pytest.mark.once
def test_ten_thousand_false_reports_by_fifty_new_accounts_hide_nothing():
    """They report two hundred things each. The first 196 are rows, the last four, and all of it again, are reported."""
    crowd, rule = [somebody() for _n in range(50)], make_rule()
    earlier = Case.objects.bulk_create(Case(kind="idea", subject_id=10_000 + n, is_reported=True) for n in range(196))
    Report.objects.bulk_create(
        Report(case=case, by=member, rule=rule, version=1, snapshot={}, weight=0.1)
        for case in earlier
        for member in crowd
    )
    ideas = [make_idea() for _n in range(4)]
    for _attempt in range(3):
        for idea in ideas:
            for member in crowd:
                report(idea, by=member, rule=rule, note="")
    assert {state_of(idea) for idea in ideas} == {State.PUBLISHED}
    assert (Case.objects.count(), Report.objects.count(), Decision.objects.count()) == (200, 10_000, 0)
    report_by_proven(ideas[0], 2)
    assert state_of(ideas[0]) == State.PUBLISHED  # nor do they make up what the word of others lacks


def test_fifty_new_accounts_make_a_case_as_urgent_as_one_loud_voice():
    idea = make_idea()
    for _n in range(50):
        report(idea, by=somebody(), rule=make_rule(), note="")
    case = case_of(idea)
    assert case.report_weight == pytest.approx(1.0)
    report(idea, by=established(), rule=make_rule(), note="")
    case.refresh_from_db()
    assert case.report_weight == pytest.approx(1.75)


def test_a_moderator_who_agrees_with_their_own_report_proves_nothing(mo, tom):
    idea = make_idea(by=tom)
    before = weight_of(mo)
    report(idea, by=mo, rule=make_rule(), note="")
    decided(idea, Act.HIDE, by=mo)
    assert weight_of(mo) == before
