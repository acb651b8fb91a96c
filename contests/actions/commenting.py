"""What is said under entries. Editing and deleting are the same everywhere: see core.comments.actions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from contests.models import Entry, EntryComment
from contests.policies.entries import may_comment, speaks_for_the_brand
from core.comments import actions as comments
from core.policies import ensure


def add_comment(
    entry: Entry,
    *,
    by: Any,
    body: str,
    parent: EntryComment | None = None,
    key: UUID | None = None,
    at: datetime | None = None,
    tell: bool = True,
) -> EntryComment:
    """A comment stands under the entry, marked as the brand's when `by` runs contests. Raises Refused, RuleBroken."""
    ensure(may_comment(by, entry))
    official = speaks_for_the_brand(by)
    return comments.add_comment(  # type: ignore[return-value]
        entry, by=by, body=body, parent=parent, key=key, is_official=official, at=at, tell=tell
    )
