"""The conversation under an entry: what `core.comments.views` is told of this room."""

from contests.actions.commenting import add_comment
from contests.models import EntryComment
from contests.policies.entries import may_comment
from core.comments.views import Talk
from moderation.policies import may_write
from moderation.standing import attach_standing
from moderation.trust import reason_to_wait

TALK = Talk(
    model=EntryComment,
    url_name="contests:comments",
    related=("contest__register__pause",),
    may_comment=may_comment,
    may_write=may_write,
    add_comment=add_comment,
    reason_to_wait=lambda user, entry: reason_to_wait(user, entry.contest.review),
    attach_standing=attach_standing,
)
