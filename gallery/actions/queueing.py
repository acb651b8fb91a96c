"""One task waits for each item that is to be prepared: not two, however often it is asked for."""

from functools import partial

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from gallery import tasks
from gallery.models import MediaItem


def queue_soon(media_id: int) -> None:
    """A task waits for this item once the current transaction is safely stored."""
    transaction.on_commit(partial(queue, media_id))


def queue(media_id: int) -> bool:
    """Afterwards one task waits for this item; whether it is new. One that a worker has begun does not wait any more.

    The row is locked while the keeper of tasks, be it the database or Redis, is asked and told: of two who ask at once
    the later one finds the task of the first. The item has to be stored already.
    """
    with transaction.atomic():
        held = MediaItem.objects.select_for_update(of=("self",)).filter(pk=media_id).first()
        if held is None or _waits(held.task_id):
            return False
        asked = tasks.prepare_media.enqueue(media_id)
        MediaItem.objects.filter(pk=media_id).update(task_id=asked.id)
    return True


def _waits(task_id: str) -> bool:
    """False, too, for a task that its keeper knows nothing of, as when Redis was emptied."""
    task = tasks.prepare_media
    if not task_id or not task.get_backend().supports_get_result:
        return False
    try:
        return bool(task.get_result(task_id).status == TaskResultStatus.READY)
    except TaskResultDoesNotExist:
        return False
