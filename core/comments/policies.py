"""Who may change what stands under a thing, and choose by whom they are mentioned. Whether one may comment at all, the
room of the thing says."""

from typing import Any

from django.utils.translation import gettext as _

from core.comments.models import Comment
from core.policies import YES, Verdict, no
from core.publication import State


def may_edit_comment(user: Any, comment: Comment) -> Verdict:
    if not _wrote(user, comment):
        return no(_("Only the person who wrote a comment can change it."))
    if comment.is_deleted:
        return no(_("You took this comment back, so there is nothing left to change."))
    if comment.state in (State.REJECTED, State.HIDDEN):
        return no(_("A moderator has decided on it. You can read why, and appeal."))
    if comment.state not in (State.PUBLISHED, State.WAITING, State.RETURNED):
        return no(_("This comment is not shown any more."))
    return YES


def may_delete_comment(user: Any, comment: Comment) -> Verdict:
    if not _wrote(user, comment):
        return no(_("Only the person who wrote a comment can delete it."))
    return YES


def may_block_mentions(user: Any, member: Any) -> Verdict:
    if not user.is_authenticated:
        return no(_("Sign in to choose who may mention you."), sign_in=True)
    if user.pk == member.pk:
        return no(_("This is you: nobody is told of their own words."))
    if member.is_former:
        return no(_("This member has left."))
    return YES


def _wrote(user: Any, comment: Comment) -> bool:
    return bool(user.is_authenticated and comment.author_id == user.pk)
