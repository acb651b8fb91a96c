"""The conversation under an idea: what `core.comments.views` is told of this room."""

from core.comments.views import Talk
from ideas.actions.commenting import add_comment
from ideas.models import IdeaComment
from ideas.policies import may_comment
from moderation.policies import may_write
from moderation.standing import attach_standing
from moderation.trust import reason_to_wait

TALK = Talk(
    model=IdeaComment,
    url_name="ideas:comments",
    related=("board",),
    may_comment=may_comment,
    may_write=may_write,
    add_comment=add_comment,
    reason_to_wait=lambda user, idea: reason_to_wait(user, idea.board.review),
    attach_standing=attach_standing,
)
