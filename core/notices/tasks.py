from django_tasks import task

from core.notices.actions.delivering import deliver_waiting
from core.notices.models import Heartbeat

BATCH = 200


@task()
def deliver() -> None:
    """A long queue is sent in turns, so that other work is not kept waiting behind it."""
    if deliver_waiting(limit=BATCH) == BATCH:
        deliver.enqueue()


@task()
def show_life() -> None:
    Heartbeat.objects.beat("worker")
