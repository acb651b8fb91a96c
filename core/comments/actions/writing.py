"""Saying something under a thing, changing it, taking it back. The same for every room's table of comments."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.comments import tasks
from core.comments.mentions import problem_with_mentions
from core.comments.models import MAX_LENGTH, Comment
from core.comments.policies import may_delete_comment, may_edit_comment
from core.effects import after_commit
from core.errors import RuleBroken
from core.policies import ensure
from core.publication import arrived, gone, submit
from core.sanitizing import clean_text, is_blank
from core.templatetags.words import handles_in


def add_comment(
    subject: Any,
    *,
    by: Any,
    body: str,
    parent: Comment | None = None,
    key: UUID | None = None,
    is_official: bool = False,
    at: datetime | None = None,
    tell: bool = True,
) -> Comment:
    """A comment stands under the subject, published or waiting as the gatekeeper decides. Returns it.

    Permission is the caller's: the subject's room knows who may comment and who speaks for the brand. A reply to a
    reply joins the thread of the first level. `key` comes from the form: the same key again returns the comment that is
    there. `tell=False` is for what was said long ago. Raises RuleBroken.
    """
    model: Any = subject.comments.model
    sent_before = model.objects.filter(subject=subject, author=by, submission_key=key)
    if key and (there := sent_before.first()):
        return there
    comment: Comment = model(subject=subject, author=by, body=_words(body), submission_key=key, is_official=is_official)
    comment.created_at = at or timezone.now()
    comment.parent_id = _thread_of(parent, subject)
    try:
        with transaction.atomic():
            _store(comment, answered=parent, by=by, tell=tell)
    except IntegrityError as error:  # the second click of two came first, or the subject has gone meanwhile
        there = sent_before.first() if key else None
        if there is None:
            raise RuleBroken(_("That did not work. Send it once more.")) from error
        return there
    return comment


def _store(comment: Comment, *, answered: Comment | None, by: Any, tell: bool) -> None:
    submit(comment, by=by, at=comment.created_at)
    comment.save()
    arrived(comment, by=by, at=comment.created_at)
    if comment.is_counted:
        count_comment(comment, 1)
        if tell:
            tell_of_comment(comment, answered=answered)


def edit_comment(comment: Comment, *, by: Any, body: str, at: datetime | None = None) -> Comment:
    """The comment says this now, and its former words are kept. The same words change nothing.

    Who is newly mentioned is told. Raises Refused and RuleBroken.
    """
    body = _words(body)
    with transaction.atomic():
        comment = locked_comment(comment)
        ensure(may_edit_comment(by, comment))
        if comment.body == body:
            return comment
        was_counted, former = comment.is_counted, comment.body
        _revisions(comment).create(comment=comment, body=former, at=comment.edited_at or comment.created_at)
        comment.body, comment.edited_at = body, at or timezone.now()
        submit(comment, by=by, at=comment.edited_at)
        comment.save()
        arrived(comment, by=by, at=comment.edited_at)
        count_comment(comment, comment.is_counted - was_counted)
        if comment.is_counted and (not was_counted or set(handles_in(body)) - set(handles_in(former))):
            tell_of_comment(comment)
    return comment


def delete_comment(comment: Comment, *, by: Any, at: datetime | None = None) -> Comment:
    """The words and their former versions are gone for good; the row keeps its place for replies.

    Deleting again changes nothing. Raises Refused.
    """
    with transaction.atomic():
        comment = locked_comment(comment)
        ensure(may_delete_comment(by, comment))
        if comment.is_deleted:
            return comment
        if comment.is_counted:
            count_comment(comment, -1)
        comment.body, comment.deleted_at = "", at or timezone.now()
        comment.save(update_fields=["body", "deleted_at"])
        _revisions(comment).filter(comment=comment).delete()
        gone(comment, at=comment.deleted_at)
    return comment


def _words(body: str) -> str:
    body = clean_text(body)
    if is_blank(body):
        raise RuleBroken({"body": _("Write something that can be read.")})
    if len(body) > MAX_LENGTH:
        raise RuleBroken({"body": _("A comment has at most %(most)s characters.") % {"most": MAX_LENGTH}})
    if problem := problem_with_mentions(body):
        raise RuleBroken({"body": problem})
    return body


def _thread_of(parent: Comment | None, subject: Any) -> int | None:
    if parent is None:
        return None
    if parent.subject_id != subject.pk:
        raise RuleBroken(_("The comment that you answer stands somewhere else."))
    if parent.is_deleted:
        raise RuleBroken(_("The comment that you answer was taken back meanwhile."))
    if not parent.is_published:
        raise RuleBroken(_("The comment that you answer is not published."))
    return parent.top_id


def locked_comment(comment: Comment) -> Comment:
    return type(comment)._default_manager.select_for_update(of=("self",)).get(pk=comment.pk)


def _revisions(comment: Comment) -> models.Manager:
    return comment.revisions.model.objects  # type: ignore[attr-defined]


def count_comment(comment: Comment, change: int) -> None:
    """Of one UPDATE, so that two comments at once are both counted."""
    if change:
        comment.things().filter(pk=comment.subject_id).update(comment_count=F("comment_count") + change)


def tell_of_comment(comment: Comment, *, answered: Comment | None = None) -> None:
    after_commit(tasks.tell_people, comment.kind, comment.pk, answered.pk if answered else 0)
