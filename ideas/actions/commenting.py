"""What is said under ideas. Editing and deleting are the same everywhere: see core.comments.actions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from core.comments import actions as comments
from core.policies import ensure
from ideas.models import Idea, IdeaComment
from ideas.policies import may_answer, may_comment


def add_comment(
    idea: Idea,
    *,
    by: Any,
    body: str,
    parent: IdeaComment | None = None,
    key: UUID | None = None,
    at: datetime | None = None,
    tell: bool = True,
) -> IdeaComment:
    """A comment stands under the idea, marked as the brand's when `by` may answer ideas. Raises Refused, RuleBroken."""
    ensure(may_comment(by, idea))
    official = bool(may_answer(by, idea))
    return comments.add_comment(  # type: ignore[return-value]
        idea, by=by, body=body, parent=parent, key=key, is_official=official, at=at, tell=tell
    )
