"""What moderators do to a comment: its state, and what its subject counts by it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.comments.actions.writing import count_comment, locked_comment, tell_of_comment
from core.comments.models import Comment
from core.errors import RuleBroken


def place_comment(comment: Comment, state: str, *, at: datetime | None = None) -> Comment:
    """The comment is in this state and counted so; one that appears for the first time is told to whom it concerns.

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
        if comment.is_counted and is_new:
            tell_of_comment(comment)
    return comment
