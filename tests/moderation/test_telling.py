"""Who is told of a decision, when, and that it happens once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.notices.models import Notice
from ideas.models import Idea
from moderation import tasks
from moderation.actions.deciding import Reasons, draft, tell_later
from moderation.actions.opening import open_case
from moderation.actions.taking_back import reverse, undo
from moderation.actions.telling import tell_due
from moderation.models import Act, Decision, Report, Telling
from moderation.models.decision import UNDO
from moderation.statements import statement_of
from tests.cast import make_member, with_role
from tests.moderation.things import case_of, decided, make_rule, reported_idea, waiting_idea

pytestmark = pytest.mark.django_db
LATER = timedelta(seconds=11)


@pytest.fixture
def mia():
    """The second moderator."""
    return with_role(make_member("mia"), "Community moderators")


def report(thing: Any, *, by: Any) -> Report:
    case = open_case("idea", thing, reason="is_reported")
    return Report.objects.create(case=case, by=by, version=1, snapshot={}, weight=0.5, note="Look!")


def told(decision: Decision) -> dict[str, str]:
    """Who was told of this decision, by which kind of notice."""
    rows = Notice.objects.filter(key=f"decision:{decision.pk}")
    return dict(rows.values_list("recipient__handle", "kind"))


def tell(decision: Decision) -> int:
    return tell_due(at=decision.at + LATER)


def test_author_and_reporters_are_told_once_the_ten_seconds_are_over(tom, ines, lars, mo):
    idea = reported_idea(by=tom)
    for reporter in (ines, lars):
        report(idea, by=reporter)
    decision = decided(idea, Act.HIDE, by=mo)
    assert tell_due(at=decision.at + timedelta(seconds=9)) == 0
    assert told(decision) == {}
    assert tell(decision) == 3
    assert told(decision) == {
        "tom": "moderation-decided",
        "ines": "moderation-reported",
        "lars": "moderation-reported",
    }
    assert not Telling.objects.exists()
    assert tell(decision) == 0


def test_a_worker_that_died_in_between_or_runs_twice_tells_nobody_twice(tom, ines, mo):
    idea = reported_idea(by=tom)
    report(idea, by=ines)
    decision = decided(idea, Act.HIDE, by=mo)
    tell(decision)
    Notice.objects.filter(recipient=ines).delete()  # as if it had come no further than the author
    Telling.objects.create(decision=decision, due_at=decision.at)
    assert tell(decision) == 1
    assert told(decision).keys() == {"tom", "ines"}


def test_what_a_worker_missed_is_told_by_the_sweep(tom, mo):
    decision = decided(waiting_idea(by=tom), Act.REJECT, by=mo)
    tasks.tell_due.call()  # too early
    assert Telling.objects.exists()
    assert tell_due(at=decision.at) == 0
    assert tell_due(at=decision.at + LATER) == 1
    assert told(decision) == {"tom": "moderation-decided"}


def test_one_task_waits_until_several_decisions_can_no_longer_be_undone(
    tom, ines, mo, settings, django_capture_on_commit_callbacks
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    with django_capture_on_commit_callbacks(execute=True):
        decided(waiting_idea(by=tom), Act.REJECT, by=mo)
        last = decided(waiting_idea(by=ines), Act.REJECT, by=mo)
    assert DBTaskResult.objects.filter(task_path=tasks.tell_due_later.module_path).count() == 1
    tasks.tell_due_later.call()
    waiting = DBTaskResult.objects.get(task_path=tasks.tell_due.module_path)
    assert waiting.run_after > last.at + UNDO


def test_a_queue_that_cannot_wait_leaves_it_to_the_sweep(tom, mo):
    decision = decided(waiting_idea(by=tom), Act.REJECT, by=mo)
    tasks.tell_due_later.call()
    assert told(decision) == {}
    assert Telling.objects.exists()


def test_an_undone_decision_tells_nobody(tom, mo):
    decision = decided(waiting_idea(by=tom), Act.REJECT, by=mo)
    undo(decision, by=mo)
    assert tell(decision) == tell_due(at=decision.at + LATER) == 0
    assert not Notice.objects.exists()


def test_undoing_comes_too_late_once_they_are_told(tom, mo):
    decision = decided(waiting_idea(by=tom), Act.REJECT, by=mo)
    tell(decision)
    with pytest.raises(Exception, match="over"):
        undo(decision, by=mo)
    assert Idea.objects.get().state == "rejected"


def test_an_escalation_tells_nobody_outside(tom, ines, mo):
    idea = reported_idea(by=tom)
    report(idea, by=ines)
    decision = decided(idea, Act.ESCALATE, by=mo, passed_to="legal")
    tell(decision)
    assert told(decision) == {}
    assert not Telling.objects.exists()


@pytest.mark.parametrize("act", [Act.WARN, Act.SUSPEND])
def test_what_is_said_to_the_author_alone_is_not_told_to_reporters(tom, ines, mo, act):
    idea = reported_idea(by=tom)
    report(idea, by=ines)
    decision = decided(idea, act, by=mo, until=timezone.now() + timedelta(days=3))
    tell(decision)
    assert told(decision) == {"tom": "moderation-decided"}


def test_what_waited_and_is_approved_is_told_to_its_author_shortly(client, tom, mo):
    decision = decided(waiting_idea(by=tom), Act.APPROVE, by=mo, text="")
    tell(decision)
    assert told(decision) == {"tom": "moderation-published"}
    client.force_login(tom)
    assert "was checked and is published" in client.get("/me/notices/").text


def test_a_report_that_changes_nothing_is_told_to_reporters_only(client, tom, ines, mo):
    idea = reported_idea(by=tom)
    report(idea, by=ines)
    decision = decided(idea, Act.APPROVE, by=mo, text="")
    tell(decision)
    assert told(decision) == {"ines": "moderation-reported"}
    client.force_login(tom)
    assert client.get(f"/me/decisions/{decision.pk}/").status_code == 404


def test_a_reversal_is_told_to_those_who_had_been_told(tom, ines, lars, mo, mia):
    idea = reported_idea(by=tom)
    report(idea, by=ines)
    decision = decided(idea, Act.HIDE, by=mo)
    tell(decision)
    report(idea, by=lars)  # of a later case
    back = reverse(decision, by=mia, text="We were wrong.")
    tell(back)
    assert told(back) == {"tom": "moderation-decided", "ines": "moderation-reported"}


def test_what_is_reversed_before_anybody_was_told_tells_nobody(tom, ines, mo, mia):
    idea = reported_idea(by=tom)
    report(idea, by=ines)
    decision = decided(idea, Act.HIDE, by=mo)
    back = reverse(decision, by=mia, text="We were wrong.")
    assert tell_due(at=back.at + LATER) == 0
    assert not Notice.objects.exists()
    assert not Telling.objects.exists()


def test_reversing_a_report_that_changed_nothing_stays_a_secret(tom, ines, mo, mia):
    idea = reported_idea(by=tom)
    report(idea, by=ines)
    decision = decided(idea, Act.APPROVE, by=mo)
    tell(decision)
    back = reverse(decision, by=mia, text="We were wrong.")
    tell(back)
    assert told(back) == {"ines": "moderation-reported"}


def test_who_decides_is_not_told_of_their_own_report(tom, mo):
    idea = reported_idea(by=tom)
    report(idea, by=mo)
    decision = decided(idea, Act.HIDE, by=mo)
    tell(decision)
    assert told(decision) == {"tom": "moderation-decided"}


@pytest.mark.once
def test_many_are_told_in_few_queries(mo, count_queries):
    """As after a bulk approval: some of them waited, some were reported as well."""

    def decide_on(count: int) -> datetime:
        for _ in range(count):
            idea = waiting_idea()
            report(idea, by=make_member(f"reporter-{idea.pk}"))
            last = decided(idea, Act.APPROVE, by=mo)
        return last.at + LATER

    at = decide_on(3)
    few = count_queries(lambda: tell_due(at=at))
    at = decide_on(15)
    many = count_queries(lambda: tell_due(at=at))
    assert many <= few
    assert Notice.objects.count() == 36
    assert not Telling.objects.exists()


def test_who_left_is_told_nothing(tom, ines, mo):
    idea = reported_idea(by=tom)
    report(idea, by=ines)
    decision = decided(idea, Act.HIDE, by=mo)
    for member in (tom, ines):
        member.is_active = False
        member.save()
    assert tell(decision) == 0
    assert not Telling.objects.exists()


def test_a_machine_that_hides_tells_the_author_that_it_was_one(tom, ines, mo):
    idea = reported_idea(by=tom)
    report(idea, by=ines)
    case = case_of(idea)
    reasons = Reasons(rule=make_rule(), text="Several members reported this.")
    row = draft(case, Act.HIDE, thing=idea, by=None, at=timezone.now(), reasons=reasons, state_before="published")
    row.save()
    tell_later(row)
    tell(row)
    assert told(row) == {"tom": "moderation-decided"}
    assert "This was decided automatically, not by a person." in statement_of(row).facts
