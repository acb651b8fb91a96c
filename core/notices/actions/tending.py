"""Care for the queue of tasks: its worker forgets what a dead one was doing, and never throws anything away."""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

# Tasks are idempotent, so one that is merely slow and is begun again does no harm.
LOST_AFTER = timedelta(hours=1)
MOST_BEGINNINGS = 3
KEEP_DONE, KEEP_FAILED = timedelta(days=7), timedelta(days=30)


def put_back_lost_tasks(*, at: datetime | None = None) -> int:
    """Let tasks that a dead worker had begun be begun again; what several died of has failed, and so has one that was
    asked for anew meanwhile and waits. How many were lost."""
    at = at or timezone.now()
    lost = list(DBTaskResult.objects.running().filter(started_at__lt=at - LOST_AFTER))
    for task in lost:
        still_lost = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
        if len(task.worker_ids) < MOST_BEGINNINGS and not _waits_anew(task):
            still_lost.update(status=TaskResultStatus.READY)
        else:
            failed = {"exception_class_path": "builtins.RuntimeError", "traceback": "The worker died."}
            still_lost.update(status=TaskResultStatus.FAILED, finished_at=at, **failed)
    return len(lost)


def _waits_anew(task: DBTaskResult) -> bool:
    same = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=task.task_path)
    return any(args_kwargs == task.args_kwargs for args_kwargs in same.values_list("args_kwargs", flat=True).iterator())


def forget_old_tasks(*, at: datetime | None = None) -> int:
    """Delete the records of tasks that ended long ago; how many."""
    at, ended = at or timezone.now(), DBTaskResult.objects
    return sum(
        old.delete()[0]
        for old in (
            ended.successful().filter(finished_at__lt=at - KEEP_DONE),
            ended.failed().filter(finished_at__lt=at - KEEP_FAILED),
        )
    )
