"""Other words for an entry that everybody sees: judged by themselves, while the approved ones stay to be seen."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from contests.entrants import EntryWords
from contests.models import Entry, EntryRevision
from contests.models.entry import KIND
from core.errors import RuleBroken
from core.publication import State, arrived, gone, submit
from gallery.actions.describing import place_description
from gallery.models import MediaItem


def words_of(entry: Entry) -> EntryWords:
    """What everybody reads now."""
    work = MediaItem.objects.of(entry, kind=KIND).first()
    return EntryWords(
        title=entry.title,
        caption=entry.caption,
        alt=work.alt if work else "",
        ai_use=entry.ai_use,
        ai_note=entry.ai_note,
    )


def open_revision(entry: Entry) -> EntryRevision | None:
    """The one that waits, or was sent back to be changed."""
    return entry.revisions.open().first()  # type: ignore[attr-defined, no-any-return]


def hold_revisions(entry: Entry) -> None:
    """Before the entry itself is locked: moderators take them in this order, too."""
    list(EntryRevision.objects.select_for_update(of=("self",)).filter(entry=entry.pk).open().values_list("pk"))


def proposed_words(entry: Entry) -> EntryWords:
    """What its author said last: what waits, else what everybody reads."""
    revision = open_revision(entry)
    return _words_in(revision) if revision else words_of(entry)


def current_version(entry: Entry) -> int:
    """Of what its author said last. It grows with every change that they make."""
    revision = open_revision(entry)
    return max(entry.version, revision.version) if revision else entry.version


def propose(entry: Entry, words: EntryWords, *, by: Any, at: datetime) -> EntryRevision | None:
    """These words are to stand with the entry: at once, or once a moderator has approved them, as the gatekeeper
    decides. None when it says this already. The caller has locked the entry; permission is theirs. Raises Refused."""
    revision = open_revision(entry)
    if words == (_words_in(revision) if revision else words_of(entry)):
        return revision
    if revision is None:
        revision = EntryRevision(entry=entry)
    _fill(revision, words)
    latest = entry.revisions.aggregate(latest=Max("version"))["latest"] or 0
    revision.version, revision.at = max(entry.version, latest) + 1, at
    submit(revision, by=by, at=at)
    revision.save()
    if revision.is_published:
        _take_over(entry, revision, at=at)
    arrived(revision, by=by, at=at)
    return revision


def place_revision(revision: EntryRevision, state: str, *, at: datetime) -> EntryRevision:
    """Approved, its words are those of the entry; approved no more, the entry says again what it said before. Again
    changes nothing.

    In the caller's transaction; permission is theirs. Raises RuleBroken when the entry was withdrawn meanwhile, or
    when newer words wait or stand there already.
    """
    if revision.state == state:
        return revision
    entry = Entry.objects.locked(revision.entry_id)
    if revision.state == State.WITHDRAWN:
        raise RuleBroken(_("It was withdrawn by whoever entered it."))
    _check_newest(entry, revision, state)
    was_published, revision.state = revision.is_published, state
    if revision.is_published:
        revision.published_at = revision.published_at or at
    revision.save(update_fields=["state", "published_at"])
    if revision.is_published:
        _take_over(entry, revision, at=at)
    elif was_published and entry.version == revision.version:
        _go_back(entry, revision)
    return revision


@transaction.atomic
def place_revisions(ids: Sequence[int], state: str, *, at: datetime) -> dict[int, str]:
    """The same for many. By id: empty when it is in this state now, else why it stays as it is."""
    told = dict.fromkeys(ids, _("It is gone."))
    for revision in EntryRevision.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"):
        try:
            place_revision(revision, state, at=at)
            told[revision.pk] = ""
        except RuleBroken as broken:
            told[revision.pk] = broken.messages[0]
    return told


def drop_revisions(entry: Entry, *, at: datetime) -> None:
    """What waits of a withdrawn entry is withdrawn with it, and nobody's to judge."""
    for revision in entry.revisions.open():  # type: ignore[attr-defined]
        revision.state = State.WITHDRAWN
        revision.save(update_fields=["state"])
        gone(revision, at=at)


def _check_newest(entry: Entry, revision: EntryRevision, state: str) -> None:
    others = entry.revisions.exclude(pk=revision.pk)
    if state == State.PUBLISHED and entry.version > revision.version:
        raise RuleBroken(_("Newer words stand there already."))
    if state in (State.WAITING, State.RETURNED) and others.open().exists():  # type: ignore[attr-defined]
        raise RuleBroken(_("Newer words are waiting already."))


def _take_over(entry: Entry, revision: EntryRevision, *, at: datetime) -> None:
    """What stood there before is kept, so that it can come back."""
    before = entry.revisions.filter(state=State.PUBLISHED, version=entry.version).exclude(pk=revision.pk)
    if entry.version != revision.version and not before.exists():
        kept = EntryRevision(entry=entry, version=entry.version, at=entry.edited_at or entry.created_at)
        kept.state, kept.published_at = State.PUBLISHED, entry.published_at
        _fill(kept, words_of(entry))
        kept.save()
    _say(entry, revision)
    entry.edited_at, entry.version = revision.at, revision.version
    entry.save(update_fields=["title", "caption", "search_text", "ai_use", "ai_note", "edited_at", "version"])


def _go_back(entry: Entry, revision: EntryRevision) -> None:
    former = entry.revisions.filter(state=State.PUBLISHED, version__lt=revision.version).order_by("-version").first()
    if former:
        _say(entry, former)
        entry.save(update_fields=["title", "caption", "search_text", "ai_use", "ai_note"])


def _say(entry: Entry, revision: EntryRevision) -> None:
    entry.set_words(title=revision.title, caption=revision.caption)
    entry.ai_use, entry.ai_note = revision.ai_use, revision.ai_note
    if work := MediaItem.objects.of(entry, kind=KIND).first():
        place_description(work, revision.alt)


def _fill(revision: EntryRevision, words: EntryWords) -> None:
    revision.title, revision.caption, revision.alt = words.title, words.caption, words.alt
    revision.ai_use, revision.ai_note = words.ai_use, words.ai_note


def _words_in(revision: EntryRevision) -> EntryWords:
    return EntryWords(
        title=revision.title,
        caption=revision.caption,
        alt=revision.alt,
        ai_use=revision.ai_use,
        ai_note=revision.ai_note,
    )
