from django_tasks import task

from contests.actions import returning
from contests.models import Entry


@task()
def leave_to_others(entry_id: int) -> None:
    if entry := Entry.objects.in_the_running().select_related("contest").filter(pk=entry_id).first():
        returning.leave_to_others(entry)
