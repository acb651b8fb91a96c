"""Approving many at once: a result for each, few queries, and a second person above fifty."""

import logging
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from core.errors import Refused, RuleBroken
from core.members.models import User
from core.notices.models import Notice
from core.publication import State
from core.subjects import subjects
from ideas.actions.commenting import add_comment
from ideas.actions.submitting import edit_idea, submit_idea, withdraw_idea
from ideas.figures import figures_of
from ideas.models import Idea, IdeaComment
from moderation.actions.bulk import approve_in_bulk, ask_for_bulk, confirm_bulk, pending_bulk, take_back_bulk
from moderation.actions.claiming import claim
from moderation.actions.deciding import decide
from moderation.actions.opening import open_case
from moderation.actions.taking_back import undo
from moderation.models import Act, BulkApproval, Case, CaseState, Decision, Report, Telling
from moderation.policies import may_confirm, may_take_back_bulk
from moderation.registries import Review
from tests.cast import make_member, with_role
from tests.factories import make_board, make_idea, somebody
from tests.moderation.many import cases_of, many_comments, many_ideas, many_waiting, seen_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return make_board(slug="ideas", review=Review.EVERYTHING)


@pytest.fixture
def max(db):
    """A second moderator."""
    return with_role(make_member("max"), "Community moderators")


def waiting_ideas(board, count, by=None):
    by = by or somebody()
    return [submit_idea(board, by=by, title=f"Idea number {n}", body="Because.") for n in range(count)]


def case_of(thing):
    return Case.objects.get(subject_id=thing.pk, state=CaseState.OPEN)


def seen(cases):
    """Case id → the version that stands now."""
    versions = {}
    for case in Case.objects.filter(pk__in=cases):
        subject = subjects[case.kind]
        versions[case.pk] = subject.version(subject.model.objects.get(pk=case.subject_id))
    return versions


def approve(cases, by):
    return approve_in_bulk(cases, by=by, versions=seen(cases)).outcome


def test_each_is_published_counted_and_has_its_decision(board, mo, tom):
    ideas = waiting_ideas(board, 3, by=tom)
    cases = [case_of(idea).pk for idea in ideas]
    assert approve(cases, mo) == dict.fromkeys(cases, "")
    assert Idea.objects.published().count() == figures_of(board).total == 3
    assert set(Case.objects.values_list("state", flat=True)) == {CaseState.DECIDED}
    for decision in Decision.objects.all():
        assert (decision.act, decision.by, decision.author, decision.state_before) == ("approve", mo, tom, "waiting")
        assert decision.title.startswith("Idea number")
        assert Telling.objects.filter(decision=decision).exists()
    call_command("recount", "--check")


def test_the_promise_of_an_answer_begins_with_the_approval(board, mo):
    idea = waiting_ideas(board, 1)[0]
    later = timezone.now() + timedelta(days=3)
    approve_in_bulk([case_of(idea).pk], by=mo, versions={case_of(idea).pk: 1}, at=later)
    idea.refresh_from_db()
    assert idea.published_at == later
    assert idea.next_update_by == (later + timedelta(days=board.promise_days)).date()


def test_what_had_been_public_keeps_its_day(mo, tom):
    idea = make_idea(by=tom)
    Idea.objects.filter(pk=idea.pk).update(state=State.HIDDEN)
    case = open_case("idea", idea, reason="is_reported")
    approve([case.pk], mo)
    again = Idea.objects.get(pk=idea.pk)
    assert (again.state, again.published_at, again.next_update_by) == (
        State.PUBLISHED,
        idea.published_at,
        idea.next_update_by,
    )


def test_comments_are_counted_and_told_of(board, mo, tom, ines, django_capture_on_commit_callbacks):
    idea = make_idea(board=make_board(), by=tom)
    idea.board.review = Review.EVERYTHING
    idea.board.save(update_fields=["review"])
    said = [add_comment(idea, by=ines, body=f"Yes {n}") for n in range(3)]
    assert Notice.objects.count() == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert set(approve([case_of(comment).pk for comment in said], mo).values()) == {""}
    idea.refresh_from_db()
    assert idea.comment_count == 3
    assert Notice.objects.filter(recipient=tom, kind="idea-commented").count() == 3
    call_command("recount", "--check")


def test_reports_of_what_is_approved_were_not_agreed_with(mo, tom):
    idea = make_idea(by=tom)
    case = open_case("idea", idea, reason="is_reported")
    Report.objects.create(case=case, by=somebody(), version=1, snapshot={}, weight=1)
    approve([case.pk], mo)
    assert Report.objects.get().was_agreed is False


def test_what_cannot_be_approved_is_left_out_and_named(board, mo, max, tom):
    good, edited, gone, withdrawn, decided, claimed, mine = waiting_ideas(board, 7, by=tom)
    Case.objects.filter(subject_id=mine.pk).update(author=mo)
    cases = {idea.pk: case_of(idea).pk for idea in (good, edited, gone, withdrawn, decided, claimed, mine)}
    versions = seen(cases.values())
    edit_idea(edited, by=tom, title="Idea changed", body="Because.", category=None, version=1)
    gone_pk = gone.pk
    gone.delete()
    withdraw_idea(withdrawn, by=tom)
    decide(case_of(decided), Act.APPROVE, by=max, version=1)
    claim(case_of(claimed), by=max)
    outcome = approve_in_bulk([*cases.values(), 99_999], by=mo, versions=versions).outcome
    assert outcome == {
        cases[good.pk]: "",
        cases[edited.pk]: "Its author has edited it meanwhile. Read it again.",
        cases[gone_pk]: "It is gone: its author has deleted it.",
        cases[withdrawn.pk]: "Somebody decided on this meanwhile.",
        cases[decided.pk]: "Somebody decided on this meanwhile.",
        cases[claimed.pk]: "Max is working on this.",
        cases[mine.pk]: "Whoever approves wrote this: somebody else decides on it.",
        99_999: "It is gone.",
    }
    assert Decision.objects.filter(by=mo).count() == 1
    assert Idea.objects.get(pk=edited.pk).state == State.WAITING
    call_command("recount", "--check")


def test_a_version_that_nobody_gave_is_another_version(board, mo):
    case = case_of(waiting_ideas(board, 1)[0])
    assert approve_in_bulk([case.pk], by=mo, versions={}).outcome[case.pk].startswith("Its author has edited")


@pytest.mark.parametrize("reason", ["is_appealed", "is_illegal_notice"])
def test_who_waits_for_words_is_answered_by_itself(board, mo, reason):
    case = case_of(waiting_ideas(board, 1)[0])
    Case.objects.filter(pk=case.pk).update(**{reason: True})
    assert "in words" in approve([case.pk], mo)[case.pk]


def test_a_deleted_comment_is_left_out(mo, tom):
    comment = add_comment(make_idea(), by=tom, body="Yes.")
    case = open_case("idea-comment", comment)
    IdeaComment.objects.update(deleted_at=timezone.now(), state=State.WAITING)
    assert approve([case.pk], mo) == {case.pk: "Its author deleted this comment."}


def test_what_was_withdrawn_after_a_report_is_left_out(mo, tom):
    idea = make_idea(by=tom)
    case = open_case("idea", idea, reason="is_reported")
    withdraw_idea(idea, by=tom)
    assert approve([case.pk], mo) == {case.pk: "Its author withdrew this idea."}


def test_doing_it_twice_says_so(board, mo):
    case = case_of(waiting_ideas(board, 1)[0])
    approve([case.pk], mo)
    later = timezone.now() + timedelta(seconds=11)
    again = approve_in_bulk([case.pk], by=mo, versions={case.pk: 1}, at=later)
    assert again.outcome == {case.pk: "Somebody decided on this meanwhile."}
    assert Decision.objects.count() == 1


def test_a_second_click_shows_what_the_first_did(board, mo, max):
    case = case_of(waiting_ideas(board, 1)[0])
    first = approve_in_bulk([case.pk], by=mo, versions={case.pk: 1})
    assert approve_in_bulk([case.pk], by=mo, versions={case.pk: 1}) == first
    other = approve_in_bulk([case.pk], by=max, versions={case.pk: 1})
    assert other.outcome == {case.pk: "Somebody decided on this meanwhile."}


def test_one_of_a_bulk_can_be_undone_by_itself(board, mo):
    first, second = waiting_ideas(board, 2)
    approve([case_of(first).pk, case_of(second).pk], mo)
    undo(Decision.objects.get(subject_id=first.pk), by=mo)
    assert Idea.objects.get(pk=first.pk).state == State.WAITING
    assert Idea.objects.get(pk=second.pk).state == State.PUBLISHED
    call_command("recount", "--check")


@pytest.mark.parametrize("name", ["tom", "ines", "bea"])
def test_only_moderators_approve(board, request, name):
    case = case_of(waiting_ideas(board, 1)[0])
    with pytest.raises(Refused, match="for its moderators"):
        approve([case.pk], request.getfixturevalue(name))


def test_members_and_ideas_in_one_bulk(board, mo, tom):
    idea = waiting_ideas(board, 1)[0]
    User.objects.filter(pk=tom.pk).update(hidden_at=timezone.now())
    cases = [case_of(idea).pk, open_case("member", User.objects.get(pk=tom.pk)).pk]
    assert set(approve(cases, mo).values()) == {""}
    assert not User.objects.get(pk=tom.pk).is_hidden


@pytest.mark.parametrize(("kind", "make"), [("idea", many_ideas), ("idea-comment", many_comments)])
@pytest.mark.once
def test_five_hundred_cost_at_most_ten_queries_more_than_fifty(
    settings, board, mo, max, kind, make, count_queries, django_capture_on_commit_callbacks
):
    """Confirmed by a second person both times; what is enqueued is counted, what the worker does later is not."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    def cost(count):
        cases = cases_of(make(board, count), kind)
        bulk = ask_for_bulk(cases, by=mo, versions=seen_at_once(cases))

        def confirm():
            with django_capture_on_commit_callbacks(execute=True):
                assert confirm_bulk(bulk, by=max).outcome == dict.fromkeys(cases, "")

        return count_queries(confirm)

    few, many = cost(51), cost(501)
    logging.getLogger(__name__).info("%s: %d queries for 51, %d for 501", kind, few, many)
    assert many <= few + 10
    assert Telling.objects.count() == Decision.objects.count() == 552
    assert not subjects[kind].model.objects.filter(state=State.WAITING).exists()


def test_above_fifty_one_person_does_nothing(board, mo):
    cases, versions = many_waiting(board)
    with pytest.raises(Refused, match="second person"):
        approve_in_bulk(cases, by=mo, versions=versions)
    assert approve_in_bulk(cases[:50], by=mo, versions=versions).outcome == dict.fromkeys(cases[:50], "")


def test_a_second_person_confirms_and_answers_for_it(board, mo, max):
    cases, versions = many_waiting(board)
    bulk = ask_for_bulk(cases, by=mo, versions=versions)
    assert list(pending_bulk()) == [bulk]
    assert not Decision.objects.exists()
    assert set(confirm_bulk(bulk, by=max).outcome.values()) == {""}
    assert set(Decision.objects.values_list("by", flat=True)) == {max.pk}
    assert Decision.objects.first().note == "Approved with many others; Mo asked for it."
    bulk.refresh_from_db()
    assert (bulk.confirmed_by, bulk.left_out, pending_bulk().exists()) == (max, {}, False)


def test_what_either_of_the_two_wrote_is_left_out_and_what_the_first_claimed_is_not(board, mo, max):
    cases, versions = many_waiting(board)
    for number, author in enumerate((mo, max)):
        Case.objects.filter(pk=cases[number]).update(author=author)
    claim(Case.objects.get(pk=cases[2]), by=mo)
    bulk = ask_for_bulk(cases, by=mo, versions=versions)
    outcome = confirm_bulk(bulk, by=max).outcome
    assert {pk: reason for pk, reason in outcome.items() if reason} == {
        cases[0]: "Whoever asked wrote this: somebody else decides on it.",
        cases[1]: "Whoever approves wrote this: somebody else decides on it.",
    }
    bulk.refresh_from_db()
    assert set(bulk.left_out) == {str(cases[0]), str(cases[1])}


def test_what_changed_before_the_confirmation_is_left_out(board, mo, max):
    cases, versions = many_waiting(board)
    bulk = ask_for_bulk(cases, by=mo, versions=versions)
    Idea.objects.filter(pk=Case.objects.get(pk=cases[7]).subject_id).update(version=2)
    outcome = confirm_bulk(bulk, by=max).outcome
    assert [pk for pk, reason in outcome.items() if reason] == [cases[7]]


def test_asking_for_few_or_for_what_nobody_saw_is_an_error(board, mo):
    cases, versions = many_waiting(board)
    with pytest.raises(RuleBroken, match="approve them yourself"):
        ask_for_bulk(cases[:50], by=mo, versions=versions)
    with pytest.raises(RuleBroken, match="which version"):
        ask_for_bulk(cases, by=mo, versions={})


def asked(mo, **fields):
    return BulkApproval.objects.create(asked_by=mo, versions={}, **fields)


DAY = timedelta(hours=24)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("vera", "for its moderators"),
        ("tom", "for its moderators"),
        ("ines", "for its moderators"),
        ("lars", "for its moderators"),
        ("mo", "somebody else confirms"),
        ("max", ""),
        ("bea", "for its moderators"),
        ("ada", ""),
    ],
)
def test_who_may_confirm(mo, request, name, reason):
    verdict = may_confirm(request.getfixturevalue(name), asked(mo))
    assert bool(verdict) is not bool(reason)
    assert reason in verdict.reason


@pytest.mark.parametrize("name", ["vera", "tom", "bea", "mo", "max", "ada"])
def test_who_may_take_it_back(mo, request, name):
    user = request.getfixturevalue(name)
    assert bool(may_take_back_bulk(user, asked(mo))) is (name in ("mo", "max", "ada"))
    assert not may_take_back_bulk(user, asked(mo, closed_at=timezone.now()))


def test_after_a_day_it_is_over(mo, max):
    bulk = asked(mo, asked_at=timezone.now() - DAY)
    assert "day for confirming" in may_confirm(max, bulk).reason
    assert not pending_bulk().exists()
    with pytest.raises(Refused, match="day for confirming"):
        confirm_bulk(bulk, by=max)


def test_confirming_twice_or_after_it_was_taken_back_is_refused(board, mo, max, ada):
    cases, versions = many_waiting(board)
    bulk = ask_for_bulk(cases, by=mo, versions=versions)
    confirm_bulk(bulk, by=max)
    with pytest.raises(Refused, match="already"):
        confirm_bulk(bulk, by=ada)
    other = asked(mo)
    take_back_bulk(other, by=mo)
    assert not pending_bulk().exists()
    with pytest.raises(Refused, match="already"):
        confirm_bulk(other, by=max)


def test_whoever_asked_must_still_moderate(mo, max):
    bulk = asked(mo)
    mo.groups.clear()
    assert "moderates no more" in may_confirm(max, BulkApproval.objects.get(pk=bulk.pk)).reason
    assert "moderates no more" in may_confirm(max, asked(None)).reason
