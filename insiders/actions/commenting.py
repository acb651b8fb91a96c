"""What is said under early access. Editing and deleting are the same everywhere: see core.comments.actions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from core.comments import actions as comments
from core.policies import ensure
from insiders.models import EarlyAccess, EarlyAccessComment
from insiders.policies.early_access import may_comment, may_look_after


def add_comment(
    early: EarlyAccess,
    *,
    by: Any,
    body: str,
    parent: EarlyAccessComment | None = None,
    key: UUID | None = None,
    at: datetime | None = None,
    tell: bool = True,
) -> EarlyAccessComment:
    """A comment stands under it, marked as the brand's when `by` edits the page. Raises Refused, RuleBroken."""
    ensure(may_comment(by, early))
    official = bool(may_look_after(by, early.page))
    return comments.add_comment(  # type: ignore[return-value]
        early, by=by, body=body, parent=parent, key=key, is_official=official, at=at, tell=tell
    )
