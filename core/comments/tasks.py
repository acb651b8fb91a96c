from typing import Any

from django_tasks import task

from core.comments.actions import telling
from core.subjects import subjects


@task()
def tell_people(kind: str, comment_id: int, answered_id: int) -> None:
    comments: Any = subjects[kind].model._default_manager
    if comment := comments.select_related("subject", "author", "parent").filter(pk=comment_id).first():
        telling.tell_people(comment, answered=comments.filter(pk=answered_id).first())


@task()
def tell_of_return(kind: str, *subject_ids: int) -> None:
    telling.tell_of_return(subjects[kind].model, subject_ids)


@task()
def tell_people_of_many(kind: str, *comment_ids: int) -> None:
    comments: Any = subjects[kind].model._default_manager
    for comment in comments.select_related("subject", "author", "parent").filter(pk__in=comment_ids).order_by("pk"):
        telling.tell_people(comment)
