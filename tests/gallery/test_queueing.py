"""However long a backlog is and however often the sweep runs, one task waits for each item: not two, not none."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_rq import get_queue
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.notices.actions.tending import LOST_AFTER, put_back_lost_tasks
from gallery import tasks
from gallery.actions.preparing import prepare_overdue, retry
from gallery.actions.queueing import queue
from gallery.models import MediaItem, Stage
from gallery.models.media import LEASE
from gallery.storages import random_key
from tests import reachable
from tests.gallery.test_preparing import sent

SWEEPS = 5
MANY = 50
PATH = tasks.prepare_media.module_path
on_disk = pytest.mark.django_db(transaction=True)


@pytest.fixture
def in_redis(settings) -> Iterator[None]:
    """Tasks wait in Redis, as on a site with `TASKS=rq`."""
    settings.RQ_QUEUES = {"default": {"URL": reachable.redis_url()}}
    settings.RQ = {"JOB_CLASS": "django_tasks_rq.Job"}
    settings.TASKS = {"default": {"BACKEND": "django_tasks_rq.RQBackend", "QUEUES": ["default"]}}
    get_queue("default").empty()
    yield
    get_queue("default").empty()


def waiting_in_database() -> Counter[int]:
    there = DBTaskResult.objects.filter(task_path=PATH, status=TaskResultStatus.READY)
    return Counter(row["args"][0] for row in there.values_list("args_kwargs", flat=True))


def waiting_in_redis() -> Counter[int]:
    return Counter(job.args[0] for job in get_queue("default").jobs if job.func_name == PATH)


@pytest.fixture(params=["database", pytest.param("rq", marks=pytest.mark.redis)])
def waiting(request, db) -> Callable[[], Counter[int]]:
    """By item how many tasks wait for it; with either keeper of tasks."""
    request.getfixturevalue("kept_tasks" if request.param == "database" else "in_redis")
    return waiting_in_database if request.param == "database" else waiting_in_redis


def uploaded(by: Any, *, count: int = 1, minutes: int = 60) -> list[MediaItem]:
    """Complete since so many minutes; nobody has looked at them, and no task was asked for."""
    then = timezone.now() - timedelta(minutes=minutes)
    return [
        MediaItem.objects.create(owner=by, purpose="picture", name="x.jpg", key=random_key(), size=1, created_at=then)
        for _n in range(count)
    ]


def sweep(commit, *, at=None) -> int:
    with commit(execute=True):
        return prepare_overdue(at=at)


@pytest.mark.once
def test_a_backlog_of_fifty_and_five_sweeps_leave_fifty_tasks(tom, waiting, django_capture_on_commit_callbacks):
    items = uploaded(tom, count=MANY)
    for item in items:
        queue(item.pk)  # as when they were complete
    for n in range(SWEEPS):
        sweep(django_capture_on_commit_callbacks, at=timezone.now() + n * LEASE)
    assert waiting() == Counter(item.pk for item in items)


@pytest.mark.once
def test_tasks_that_were_lost_are_asked_for_again_once(tom, waiting, django_capture_on_commit_callbacks):
    items = uploaded(tom, count=MANY)
    assert not waiting()
    found = [sweep(django_capture_on_commit_callbacks) for _n in range(SWEEPS)]
    assert found == [MANY, 0, 0, 0, 0]
    assert waiting() == Counter(item.pk for item in items)


@pytest.mark.redis
def test_a_keeper_of_tasks_that_forgot_everything_is_told_again(tom, in_redis, db, django_capture_on_commit_callbacks):
    [item] = uploaded(tom)
    queue(item.pk)
    get_queue("default").empty()
    assert sweep(django_capture_on_commit_callbacks) == 1
    assert waiting_in_redis() == Counter([item.pk])


def test_a_young_one_is_let_wait(tom, waiting, django_capture_on_commit_callbacks):
    uploaded(tom, minutes=1)
    assert sweep(django_capture_on_commit_callbacks) == 0
    assert not waiting()


def test_whatever_asks_for_it_one_task_waits(tom, waiting, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        item = sent(tom)
    assert waiting() == Counter([item.pk])
    MediaItem.objects.filter(pk=item.pk).update(stage=Stage.FAILED, reason_code="crashed")
    item.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        retry(item, by=tom)
    assert not queue(item.pk)
    assert waiting() == Counter([item.pk])


def test_what_a_dead_worker_left_is_taken_up_after_its_lease(tom, waiting, django_capture_on_commit_callbacks):
    [item] = uploaded(tom, minutes=1)
    now = timezone.now()
    MediaItem.objects.claim_for_processing(item.pk, at=now)
    found = [sweep(django_capture_on_commit_callbacks, at=now + LEASE) for _n in range(SWEEPS)]
    assert found == [1, 0, 0, 0, 0]
    assert waiting() == Counter([item.pk])


def test_a_task_that_died_with_its_worker_is_not_put_back_beside_another(tom, kept_tasks, db):
    [item] = uploaded(tom)
    queue(item.pk)
    DBTaskResult.objects.get(task_path=PATH).claim("worker-1")
    queue(item.pk)
    assert waiting_in_database() == Counter([item.pk])
    put_back_lost_tasks(at=timezone.now() + 2 * LOST_AFTER)
    assert waiting_in_database() == Counter([item.pk])
    assert DBTaskResult.objects.failed().filter(task_path=PATH).count() == 1


@on_disk
def test_the_worker_empties_the_backlog(tom, kept_tasks):
    items = [sent(tom, name=f"{n}.jpg", purpose=purpose) for n, purpose in enumerate(("picture", "avatar"))]
    for _n in range(SWEEPS):
        prepare_overdue(at=timezone.now() + LEASE * 2)
    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0)
    assert not waiting_in_database()
    assert DBTaskResult.objects.successful().filter(task_path=PATH).count() == len(items)
    assert set(MediaItem.objects.values_list("stage", flat=True)) == {Stage.READY}


@pytest.mark.postgres
@on_disk
def test_two_sweeps_at_the_same_moment_ask_once(tom, kept_tasks):
    items = uploaded(tom, count=MANY)

    def run(_n: int) -> int:
        try:
            return prepare_overdue()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(run, range(4)))
    assert sum(found) == MANY
    assert waiting_in_database() == Counter(item.pk for item in items)
