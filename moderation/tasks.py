from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from moderation.actions import alerting, announcing, mailing, telling
from moderation.models.decision import UNDO

TOGETHER = timedelta(seconds=5)  # decisions of so long are told by one task


@task()
def tell_due() -> None:
    telling.tell_due()


@task()
def tell_due_later() -> None:
    """When what was decided `TOGETHER` can no longer be undone. A queue that cannot hold a task back leaves it to the
    sweep."""
    if tell_due.get_backend().supports_defer:
        tell_due.using(run_after=timezone.now() + TOGETHER + UNDO + timedelta(seconds=1)).enqueue()


@task()
def alert_moderators(notice_id: int) -> None:
    alerting.alert_moderators(notice_id)


@task()
def send_letter(notice_id: int) -> None:
    mailing.send_letter(notice_id)


@task()
def ask_moderators(bulk_id: int) -> None:
    announcing.ask_moderators(bulk_id)


@task()
def tell_askers() -> None:
    announcing.tell_askers()


@task()
def tell_askers_later() -> None:
    """When a confirmation can no longer be undone. A queue that cannot hold a task back leaves it to the sweep."""
    if tell_askers.get_backend().supports_defer:
        tell_askers.using(run_after=timezone.now() + UNDO + timedelta(seconds=1)).enqueue()
