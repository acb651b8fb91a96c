"""What a member has begun to say of an entry is kept until it is sent; its file until it could be sent no more."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from contests.models import ContestPage, EntryDraft
from contests.moments import entry_window
from contests.phases import GRACE
from core.sanitizing import clean_line, clean_text

# Neither a birth year nor an acceptance is kept.
KEPT = ("title", "caption", "alt", "ai_use", "ai_note", "people_shown", "country")
LONGEST = 2_000  # characters of one field
TOKEN_LENGTH = 36  # of an upload


def keep_draft(
    contest: ContestPage, *, by: Any, words: Mapping[str, Any], uploads: list[str], at: datetime | None = None
) -> EntryDraft | None:
    """One in each contest; the last one counts. Words that say nothing and no file are none: then what was kept before
    is gone, too."""
    kept: dict[str, Any] = {name: clean_text(str(words.get(name) or "")[:LONGEST]) for name in KEPT}
    kept["uploads"] = [clean_line(token[:TOKEN_LENGTH]) for token in uploads[:1]]
    if not any(kept.values()):
        forget_draft(contest, by=by)
        return None
    draft, _is_new = EntryDraft.objects.update_or_create(
        contest=contest, author=by, defaults={"words": kept, "at": at or timezone.now()}
    )
    return draft


def forget_draft(contest: ContestPage, *, by: Any) -> None:
    EntryDraft.objects.filter(contest=contest, author=by).delete()


def kept_until(contest: ContestPage) -> datetime:
    """Until then the file of a draft stays, as it might still be sent in."""
    return entry_window(contest).closes + GRACE


def kept_for_drafts(tokens: Iterable[UUID], *, at: datetime) -> set[UUID]:
    """Those of these uploads that a draft names which may still be sent."""
    drafts = EntryDraft.objects.filter(contest__entries_until__gt=at - GRACE)
    named = drafts.filter(words__uploads__0__in=[str(token) for token in tokens])
    return {UUID(words["uploads"][0]) for words in named.values_list("words", flat=True)}
