"""The conversation on an early-access page: what `core.comments.views` is told of this room."""

from core.comments.views import Talk
from insiders.actions.commenting import add_comment
from insiders.models import EarlyAccessComment
from insiders.policies.early_access import may_comment
from moderation.policies import may_write
from moderation.standing import attach_standing
from moderation.trust import reason_to_wait

TALK = Talk(
    model=EarlyAccessComment,
    url_name="insiders:comments",
    related=("page",),
    may_comment=may_comment,
    may_write=may_write,
    add_comment=add_comment,
    reason_to_wait=lambda user, early: reason_to_wait(user, early.page.review),
    attach_standing=attach_standing,
    page_path=lambda early: early.page.path,
)
