"""Taking back a whole bulk approval within ten seconds: everything is as it was, in few queries, and nobody is told."""

import logging
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from core.errors import Refused
from core.members.models import User
from core.notices.models import Notice
from core.publication import State
from core.subjects import subjects
from ideas.actions.commenting import add_comment
from ideas.actions.submitting import add_note, submit_idea, withdraw_idea
from ideas.actions.voting import cast_vote
from ideas.figures import figures_of
from ideas.models import Idea, IdeaComment, IdeaNote
from moderation.actions.bulk import approve_in_bulk, ask_for_bulk, confirm_bulk
from moderation.actions.opening import open_case
from moderation.actions.taking_back import undo
from moderation.actions.telling import tell_due
from moderation.actions.undoing import undo_bulk
from moderation.models import Act, BulkEnd, Case, CaseState, Decision, Report, Telling
from moderation.registries import Review, moderated
from tests.factories import make_board, make_idea, somebody
from tests.moderation.many import cases_of, many_comments, many_ideas, many_waiting, seen_at_once
from tests.moderation.things import case_of

pytestmark = pytest.mark.django_db
FACTS = ("state", "opened_at", "closed_at", "urgent_since", "is_waiting", "is_reported", "escalated_to", "exposure")


@pytest.fixture
def board():
    return make_board(slug="ideas", review=Review.EVERYTHING)


def waiting_ideas(board, count, by=None):
    by = by or somebody()
    return [submit_idea(board, by=by, title=f"Idea number {n}", body="Because.") for n in range(count)]


def approved(ideas, by, **fields):
    """The bulk approval of these, and by idea its case."""
    cases = {idea.pk: case_of(idea).pk for idea in ideas}
    return approve_in_bulk(cases.values(), by=by, versions=seen_at_once(cases.values()), **fields), cases


def how_it_stands():
    """All that an approval changes, but for the rows that tell of it."""
    cases = list(Case.objects.order_by("pk").values_list("pk", *FACTS))
    ideas = list(Idea.objects.order_by("pk").values_list("pk", "state", "comment_count"))
    comments = list(IdeaComment.objects.order_by("pk").values_list("pk", "state"))
    notes = list(IdeaNote.objects.order_by("pk").values_list("pk", "state"))
    reports = list(Report.objects.order_by("pk").values_list("pk", "was_agreed"))
    return cases, ideas, comments, notes, reports, [member.is_hidden for member in User.objects.order_by("pk")]


def test_things_of_every_kind_are_as_they_were(board, mo, tom):
    _first, second = waiting_ideas(board, 2, by=tom)
    elsewhere = make_board(slug="elsewhere")
    hidden, kept = (make_idea(board=elsewhere, by=tom, title=title) for title in ("Hidden", "Kept"))
    cast_vote(kept, by=somebody())
    note = add_note(Idea.objects.get(pk=kept.pk), by=tom, body="In the shade.")
    comment = add_comment(kept, by=tom, body="Yes.")
    Report.objects.create(
        case=open_case("idea", kept, reason="is_reported"), by=somebody(), version=1, snapshot={}, weight=1
    )
    for thing, kind in ((hidden, "idea"), (note, "idea-note"), (comment, "idea-comment")):
        open_case(kind, thing, reason="is_reported")
        moderated[kind].place(thing, State.HIDDEN, at=timezone.now())
    User.objects.filter(pk=tom.pk).update(hidden_at=timezone.now())
    about_tom = open_case("member", User.objects.get(pk=tom.pk), reason="is_reported")
    Case.objects.filter(subject_id=second.pk).update(escalated_to="legal")
    before, total = how_it_stands(), figures_of(board).total
    versions = {case.pk: 1 for case in Case.objects.exclude(pk=about_tom.pk)}
    versions[about_tom.pk] = subjects["member"].version(User.objects.get(pk=tom.pk))
    bulk = approve_in_bulk(versions, by=mo, versions=versions)
    assert bulk.outcome == dict.fromkeys(versions, "")
    assert how_it_stands() != before
    assert undo_bulk(bulk, by=mo) == dict.fromkeys(versions, "")
    assert how_it_stands() == before
    assert figures_of(board).total == total
    assert not Telling.objects.exists()
    assert tell_due(at=timezone.now() + timedelta(minutes=1)) == 0
    assert not Notice.objects.filter(kind__startswith="moderation").exists()
    call_command("recount", "--check")


def test_each_has_a_decision_that_takes_its_approval_back(board, mo):
    ideas = waiting_ideas(board, 2)
    bulk, cases = approved(ideas, mo)
    undo_bulk(bulk, by=mo)
    rows = Decision.objects.filter(act=Act.UNDO).order_by("case")
    assert [(row.case_id, row.by, row.takes_back.bulk, row.state_before) for row in rows] == [
        (pk, mo, bulk, State.PUBLISHED) for pk in cases.values()
    ]
    logged = ModelLogEntry.objects.filter(action="moderation.undo")
    assert sorted(logged.values_list("label", flat=True)) == sorted(f"idea {idea.pk}" for idea in ideas)


def test_what_cannot_be_undone_any_more_stays_and_says_so(board, mo, tom):
    fine, told, alone, again, withdrawn, gone = ideas = waiting_ideas(board, 6, by=tom)
    bulk, cases = approved(ideas, mo)
    Telling.objects.filter(decision__subject_id=told.pk).delete()
    undo(Decision.objects.get(subject_id=alone.pk), by=mo)
    new = open_case("idea", again, reason="is_reported")
    withdraw_idea(withdrawn, by=tom)
    gone_pk = gone.pk
    moderated["idea"].place(Idea.objects.get(pk=gone.pk), State.HIDDEN, at=timezone.now())  # so that nothing counts it
    gone.delete()
    assert undo_bulk(bulk, by=mo) == {
        cases[fine.pk]: "",
        cases[told.pk]: "People were told of it already.",
        cases[alone.pk]: "This was taken back already.",
        cases[again.pk]: "Something new was said about this meanwhile. It has a case of its own.",
        cases[withdrawn.pk]: "Its author has moved it meanwhile: it stands as they left it.",
        cases[gone_pk]: "It is gone: its author has deleted it.",
    }
    states = dict(Idea.objects.values_list("pk", "state"))
    assert states == {
        fine.pk: State.WAITING,
        told.pk: State.PUBLISHED,
        alone.pk: State.WAITING,
        again.pk: State.PUBLISHED,
        withdrawn.pk: State.WITHDRAWN,
    }
    assert set(Case.objects.open().values_list("pk", flat=True)) == {cases[fine.pk], cases[alone.pk], new.pk}
    assert set(Telling.objects.values_list("decision__subject_id", flat=True)) == {again.pk, withdrawn.pk, gone_pk}
    call_command("recount", "--check")


def test_undoing_twice_changes_nothing_more(board, mo):
    bulk, cases = approved(waiting_ideas(board, 2), mo)
    undo_bulk(bulk, by=mo)
    assert set(undo_bulk(bulk, by=mo).values()) == {"This was taken back already."}
    assert Decision.objects.filter(act=Act.UNDO).count() == 2
    again = approve_in_bulk(cases.values(), by=mo, versions=seen_at_once(cases.values()))
    assert again != bulk
    assert again.outcome == dict.fromkeys(cases.values(), "")


def test_after_ten_seconds_it_is_too_late(board, mo):
    ideas, now = waiting_ideas(board, 1), timezone.now()
    bulk, _cases = approved(ideas, mo, at=now)
    with pytest.raises(Refused, match="time for undoing is over"):
        undo_bulk(bulk, by=mo, at=now + timedelta(seconds=10, microseconds=1))
    assert Idea.objects.get().state == State.PUBLISHED
    undo_bulk(bulk, by=mo, at=now + timedelta(seconds=10))
    assert Idea.objects.get().state == State.WAITING


@pytest.mark.parametrize(
    ("name", "reason"), [("mo", "Only who decided"), ("ada", "Only who decided"), ("tom", "moderators")]
)
def test_only_who_confirmed_undoes_it(board, request, mo, mia, name, reason):
    cases, versions = many_waiting(board)
    bulk = ask_for_bulk(cases, by=mo, versions=versions)
    confirm_bulk(bulk, by=mia)
    with pytest.raises(Refused, match=reason):
        undo_bulk(bulk, by=request.getfixturevalue(name))
    assert set(undo_bulk(bulk, by=mia).values()) == {""}
    bulk.refresh_from_db()
    assert bulk.end == BulkEnd.CONFIRMED


def test_what_waits_for_a_second_person_cannot_be_undone(board, mo):
    cases, versions = many_waiting(board)
    with pytest.raises(Refused, match="Only who decided"):
        undo_bulk(ask_for_bulk(cases, by=mo, versions=versions), by=mo)


@pytest.mark.parametrize(("kind", "make"), [("idea", many_ideas), ("idea-comment", many_comments)])
@pytest.mark.once
def test_five_hundred_cost_at_most_ten_queries_more_than_fifty(board, mo, mia, kind, make, count_queries):
    def cost(count):
        cases = cases_of(make(board, count), kind)
        bulk = ask_for_bulk(cases, by=mo, versions=seen_at_once(cases))
        confirm_bulk(bulk, by=mia)

        def take_back():
            assert undo_bulk(bulk, by=mia) == dict.fromkeys(cases, "")

        return count_queries(take_back)

    few, many = cost(51), cost(501)
    logging.getLogger(__name__).info("%s: %d queries for 51, %d for 501", kind, few, many)
    assert many <= few + 10
    assert Case.objects.filter(kind=kind, state=CaseState.OPEN).count() == 552
    assert (
        not subjects[kind]
        .model.objects.filter(pk__in=Case.objects.values("subject_id"), state=State.PUBLISHED)
        .exists()
    )
