from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from moderation.actions import telling
from moderation.models.decision import UNDO


@task()
def tell_people(decision_id: int) -> None:
    telling.tell_people_of(decision_id)


@task()
def tell_people_later(decision_id: int) -> None:
    tell_people.using(run_after=timezone.now() + UNDO + timedelta(seconds=1)).enqueue(decision_id)
