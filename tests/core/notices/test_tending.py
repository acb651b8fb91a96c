from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.notices.actions.tending import LOST_AFTER, MOST_BEGINNINGS, forget_old_tasks, put_back_lost_tasks
from core.notices.models import Heartbeat
from core.notices.tasks import show_life

LATER = LOST_AFTER + timedelta(minutes=1)


@pytest.fixture
def begun(queued, db) -> DBTaskResult:
    """A task that a worker began and did not end."""
    show_life.enqueue()
    task = DBTaskResult.objects.get()
    task.claim("worker-1")
    return task


def test_a_task_that_is_at_work_is_left_alone(begun):
    assert put_back_lost_tasks() == 0
    assert DBTaskResult.objects.running().exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_dead_worker_began_is_done_by_the_next(begun):
    assert put_back_lost_tasks(at=timezone.now() + LATER) == 1
    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0)
    assert Heartbeat.objects.last("worker")
    assert DBTaskResult.objects.successful().exists()


def test_what_several_workers_died_of_has_failed(begun):
    for beginning in range(2, MOST_BEGINNINGS + 1):
        put_back_lost_tasks(at=timezone.now() + LATER)
        begun.refresh_from_db()
        begun.claim(f"worker-{beginning}")
    assert put_back_lost_tasks(at=timezone.now() + LATER) == 1
    begun.refresh_from_db()
    assert begun.status == TaskResultStatus.FAILED
    assert begun.task_result.errors


def test_records_are_kept_for_a_while(begun):
    begun.set_successful(None)
    assert forget_old_tasks() == 0
    assert forget_old_tasks(at=timezone.now() + timedelta(days=8)) == 1
    show_life.enqueue()
    failed = DBTaskResult.objects.get()
    failed.set_failed(RuntimeError("no"))
    assert forget_old_tasks(at=timezone.now() + timedelta(days=8)) == 0
    assert forget_old_tasks(at=timezone.now() + timedelta(days=31)) == 1
