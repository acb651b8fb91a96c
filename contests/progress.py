"""How far an entry is, for whoever entered it: its file first, then what moderators say of both."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from contests.models import Entry
from contests.models.entry import KIND
from contests.moments import entry_window, in_words
from contests.phases import GRACE
from contests.policies.entries import may_edit
from core.publication import State
from gallery.models import MediaItem, Stage
from moderation.standing import Standing, attach_standing
from moderation.trust import reason_to_wait

UNDECIDED = (State.WAITING, State.RETURNED, State.PUBLISHED)


def attach_progress(entries: Iterable[Entry], *, to: Any, at: datetime | None = None) -> None:
    """As `attach_standing` does. Where the file of one's own entry is being prepared, or cannot be used, that is what
    its `standing` says. Each entry has its `work`, or None."""
    entries = list(entries)
    attach_standing(KIND, entries, to=to)
    for entry in entries:
        work: MediaItem | None = entry.work  # type: ignore[attr-defined]
        if work is None or entry.author_id != to.pk or entry.state not in UNDECIDED:
            continue
        if work.stage == Stage.FAILED:
            entry.standing = _failed(entry, work, to=to, at=at or timezone.now())  # type: ignore[attr-defined]
        elif work.stage in (Stage.UPLOADED, Stage.PROCESSING):
            entry.standing = _preparing(entry, work, to=to)  # type: ignore[attr-defined]


def _preparing(entry: Entry, work: MediaItem, *, to: Any) -> Standing:
    label = _("Your film is being prepared") if work.is_film else _("Your picture is being prepared")
    if entry.presented_at or reason_to_wait(to, entry.contest.review):
        return Standing(label, _("Once it is ready, a moderator looks at your entry."))
    if entry.contest.shows_entries:
        return Standing(label, _("Once it is ready, everybody can see it."))
    return Standing(label, _("Once it is ready, your entry is in the contest."))


def _failed(entry: Entry, work: MediaItem, *, to: Any, at: datetime) -> Standing:
    label = _("Your file cannot be used")
    if not may_edit(to, entry, at):
        return Standing(label, work.reason)
    until = _("You can send another until %(when)s. Your words and your place stay.")
    words = until % {"when": in_words(_mended_until(entry), entry.contest)}
    edit = reverse("contests:edit", args=[entry.pk])
    return Standing(label, f"{work.reason} {words}", edit, _("Choose another file"))


def _mended_until(entry: Entry) -> datetime:
    if entry.state == State.RETURNED:
        return entry.contest.schedule.results_from
    return entry_window(entry.contest).closes + GRACE
