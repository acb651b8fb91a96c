"""Beside a comment stands that its author saw the thing before others."""

from collections.abc import Sequence
from typing import Any

from core.audience.disclosure import had_early_access
from core.subjects import subject_of


def attach_disclosure(said: Sequence[Any], *, about: Any, path: str = "") -> None:
    """Each of these comments knows whether its author `had_early_access` to the thing. One query."""
    authors = {comment.author_id for comment in said if comment.author_id and not comment.is_deleted}
    before_others = had_early_access(authors, path=path, kind=subject_of(about).key, id=about.pk)
    for comment in said:
        comment.had_early_access = comment.author_id in before_others
