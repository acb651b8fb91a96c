"""What moderators do to a comment: its state, and what its subject counts by it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from core.comments import tasks
from core.comments.actions.writing import count_comment, locked_comment
from core.comments.models import Comment
from core.effects import after_commit
from core.errors import RuleBroken
from core.publication import State
from core.templatetags.words import handles_in


def place_comment(comment: Comment, state: str, *, at: datetime | None = None) -> Comment:
    """The comment is in this state and counted so; when it appears, whom it and what answers it concerns is told, each
    once.

    Again changes nothing. Permission is the caller's. Raises RuleBroken for what its author deleted.
    """
    with transaction.atomic():
        comment = locked_comment(comment)
        if comment.is_deleted:
            raise RuleBroken(_("Its author deleted this comment."))
        if comment.state == state:
            return comment
        was_counted, is_new = comment.is_counted, comment.published_at is None
        comment.state = state
        if comment.is_published and is_new:
            comment.published_at = at or timezone.now()
        comment.save(update_fields=["state", "published_at"])
        count_comment(comment, comment.is_counted - was_counted)
        if comment.is_counted:
            _tell_of(type(comment), [comment], new={comment.pk} if is_new else set())
    return comment


@transaction.atomic
def publish_comments(model: Any, ids: Sequence[int], *, at: datetime) -> dict[int, str]:
    """Many of one room's comments are public, in a number of queries that does not grow with them.

    By id what became of it: empty when everybody can read it now, else why it was left out.
    """
    there = list(model.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    deleted = {comment.pk: _("Its author deleted this comment.") for comment in there if comment.is_deleted}
    entering = [comment for comment in there if not comment.is_published and not comment.is_deleted]
    new = [comment.pk for comment in entering if comment.published_at is None]
    model.objects.filter(pk__in=[comment.pk for comment in entering]).update(state=State.PUBLISHED)
    model.objects.filter(pk__in=new).update(published_at=at)
    _count_comments(model, entering)
    _tell_of(model, entering, new=new)
    return dict.fromkeys(ids, _("It is gone.")) | {comment.pk: "" for comment in there} | deleted


@transaction.atomic
def place_comments(model: Any, ids: Sequence[int], state: str, *, at: datetime) -> dict[int, str]:
    """What `place_comment` does with one, in a number of queries that does not grow with them.

    By id: empty when it is in this state now, else why it stays as it is.
    """
    if state == State.PUBLISHED:
        return publish_comments(model, ids, at=at)
    there = list(model.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    deleted = {comment.pk: _("Its author deleted this comment.") for comment in there if comment.is_deleted}
    model.objects.filter(pk__in=[comment.pk for comment in there if comment.pk not in deleted]).update(state=state)
    _count_comments(model, [comment for comment in there if comment.is_counted], change=-1)
    return dict.fromkeys(ids, _("It is gone.")) | {comment.pk: "" for comment in there} | deleted


def _tell_of(model: Any, appeared: Sequence[Comment], *, new: Collection[int]) -> None:
    """After commit, whom these concern is told, and who is mentioned in what answers those that come back: nobody could
    read that either. Whoever was told before is not told again."""
    telling = [comment.pk for comment in appeared if comment.pk in new or handles_in(comment.body)]
    if back := [comment.pk for comment in appeared if comment.pk not in new]:
        telling += model.objects.mentioning().filter(parent__in=back).values_list("pk", flat=True)
    if telling:
        after_commit(tasks.tell_people_of_many, model.kind, *telling)


def _count_comments(model: Any, moving: Iterable[Comment], *, change: int = 1) -> None:
    """Their subjects have each of these more, or fewer."""
    by_number: dict[int, list[int]] = defaultdict(list)
    for subject_id, number in Counter(comment.subject_id for comment in moving).items():
        by_number[number * change].append(subject_id)
    if not by_number:
        return
    things = model.things().filter(pk__in=[pk for pks in by_number.values() for pk in pks])
    list(
        things.select_for_update().order_by("pk").values_list("pk")
    )  # in order: two of these do not wait for each other
    more = [When(pk__in=pks, then=Value(number)) for number, pks in by_number.items()]
    things.update(comment_count=F("comment_count") + Case(*more, default=0))
