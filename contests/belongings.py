"""What this room holds of one member: for the export of their data and for its erasure."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from contests.actions.entering import take_out
from contests.actions.seeing import forget_looks
from contests.models import Entry, EntryDraft
from contests.models.entry import KIND
from core.publication import State
from gallery.actions.attaching import arrange


def export(member: Any) -> dict[str, Any]:
    entries = Entry.objects.filter(author=member).select_related("rules").prefetch_related("revisions")
    drafts = EntryDraft.objects.filter(author=member).order_by("pk")
    return {
        "entries": [_entry(entry) for entry in entries.order_by("pk")],
        "drafts": [{"contest": draft.contest_id, **draft.words, "at": draft.at.isoformat()} for draft in drafts],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "contest": entry.contest_id,
        "title": entry.title,
        "caption": entry.caption,
        "ai_use": entry.ai_use,
        "ai_note": entry.ai_note,
        "people_shown": entry.people_shown,
        "country": entry.country,
        "rules_version": entry.rules.number,
        "received": entry.created_at.isoformat(),
        "is_late": entry.is_late,
        "sha256": entry.sha256,
        "state": entry.state,
        "revisions": [
            {"title": one.title, "caption": one.caption, "state": one.state, "at": one.at.isoformat()}
            for one in entry.revisions.all()  # type: ignore[attr-defined]
        ],
    }


def erase(member: Any) -> None:
    """Entries of contests that still run are withdrawn and their files are gone; what was never shown leaves whole;
    with the results of those that are over it stays, as a former member's. What becomes of votes: `voters`."""
    at = timezone.now()
    EntryDraft.objects.filter(author=member).delete()
    forget_looks(member.pk)
    mine = Entry.objects.filter(author=member).order_by("pk")
    for entry in mine.select_for_update(of=("self",)).select_related("contest"):
        ends = entry.contest.results_from  # None where a contest was taken off the site incomplete
        if not (entry.is_published and ends and ends <= at):
            _leave(entry, at=at)
    unread = Q(published_at=None) | Q(state__in=(State.WAITING, State.RETURNED, State.REJECTED))
    mine.filter(unread, votes=None, number=None).delete()
    mine.update(country="", submission_key=None)


def _leave(entry: Entry, *, at: Any) -> None:
    if entry.state != State.WITHDRAWN:
        take_out(entry, at=at)
    arrange([], under=entry, kind=KIND, at=at)
