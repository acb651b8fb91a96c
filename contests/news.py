"""The kinds of notice that this room sends about entries, and what their words need at the moment of showing."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from contests.actions.receipts import RECEIVED, replaced_at
from contests.models import Entry, EntryComment
from contests.moments import to_the_second
from core.comments.news import comments_behind
from core.notices.kinds import NoticeKind
from core.notices.models import Notice


def receipts_behind(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """By notice: the entry, with the time of its receipt in words, in the language of whoever reads them."""
    wanted = {notice.subject_id for notice in notices}
    entries = Entry.objects.select_related("contest", "rules").in_bulk(wanted)
    found = {notice.pk: entries.get(notice.subject_id) for notice in notices}
    return {pk: _told(entry) for pk, entry in found.items() if entry and not entry.withdrawn_at}


def _told(entry: Entry) -> dict[str, Any]:
    return {
        "entry": entry,
        "received": SimpleLazyObject(partial(to_the_second, entry.created_at, entry.contest)),
        "replaced": SimpleLazyObject(partial(_replaced, entry)),
    }


def _replaced(entry: Entry) -> str:
    """When its file came, where it is another one than the entry came with."""
    at = replaced_at(entry)
    return to_the_second(at, entry.contest) if at else ""


ENTRY_KINDS = (
    NoticeKind(
        key=RECEIVED,
        label=_("The receipt of what you enter in a contest"),
        reason=_("You entered this contest. Keep it: it proves what you sent, and when."),
        facts=receipts_behind,
        may_wait=False,
    ),
    NoticeKind(
        key=EntryComment.news,
        label=_("Someone comments on your entry"),
        reason=_("You entered this in a contest."),
        facts=comments_behind,
    ),
)
