from django_tasks import task

from ideas.actions import launch_telling, mentioning, telling
from ideas.models import Idea, Launch, Merge, StatusChange


@task()
def tell_people(change_id: int) -> None:
    if change := StatusChange.objects.filter(pk=change_id).select_related("idea", "by").first():
        telling.tell_people(change)
        mentioning.tell_mentioned(change)


@task()
def tell_of_return(*idea_ids: int) -> None:
    mentioning.tell_of_return(idea_ids)


@task()
def tell_of_withdrawal(idea_id: int) -> None:
    if idea := Idea.objects.filter(pk=idea_id).select_related("author").first():
        telling.tell_of_withdrawal(idea)


@task()
def tell_of_merge(merge_id: int) -> None:
    if merge := Merge.objects.filter(pk=merge_id).select_related("by").first():
        telling.tell_of_merge(merge)


@task()
def tell_of_parting(merge_id: int) -> None:
    if undone := Merge.objects.filter(pk=merge_id).select_related("by", "undoes").first():
        telling.tell_of_parting(undone)


@task()
def tell_of_launch(launch_id: int) -> None:
    if one := Launch.objects.filter(pk=launch_id).select_related("by").first():
        launch_telling.tell_of_launch(one)
