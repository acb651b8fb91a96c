"""Entering a contest, changing what was sent while entries are open, and taking it back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from contests import shortlist_tasks
from contests.actions.admitting import meet_gatekeeper
from contests.actions.receipts import issue_receipt
from contests.actions.revising import current_version, drop_revisions, hold_revisions, propose
from contests.entrants import EntryWords, Promises, current_rules
from contests.models import ContestPage, Entry, EntryDraft, RulesVersion
from contests.models.entry import KIND
from contests.moments import entry_window
from contests.policies.entering import begun_at, may_enter
from contests.policies.entries import keeps_file, may_edit, may_withdraw
from core.effects import after_commit
from core.errors import RuleBroken, Stale
from core.members.models import User
from core.policies import ensure
from core.publication import State, gone
from gallery.actions.attaching import arrange
from gallery.actions.describing import describe_media
from gallery.actions.placing import settle_under
from gallery.models import Attachment, MediaItem


def enter_contest(
    contest: ContestPage,
    *,
    by: Any,
    item: MediaItem,
    words: EntryWords,
    promises: Promises,
    key: UUID | None = None,
    at: datetime | None = None,
) -> Entry:
    """The item and the words are an entry, published or waiting as the gatekeeper decides of both, once the file is
    ready; the draft is gone.

    `item` is the member's own, uploaded for exactly what this contest takes. `key` comes from the form: the same key
    again returns the entry that is there. Raises Refused, TooYoung for who is below the age, and RuleBroken beside the
    field that caused it, as when another version of the rules than the current one was accepted.
    """
    at = at or timezone.now()
    with transaction.atomic():
        list(User.objects.select_for_update(no_key=True).filter(pk=by.pk).values("pk"))  # their entries one by one
        if key and (there := Entry.objects.of(by).filter(contest=contest, submission_key=key).first()):
            return there
        ensure(may_enter(by, contest, at, begun=begun_at(item)))
        rules = current_rules(contest)
        promises.check(contest, rules, at=at)
        _check_item(item, contest, by=by)
        entry = _drawn_up(contest, rules, words=words, promises=promises, by=by, at=at)
        entry.submission_key = key
        try:
            with transaction.atomic():
                _store(entry, item, words=words, by=by, at=at)
        except IntegrityError as error:  # the key is somebody else's, or the contest has gone meanwhile
            raise RuleBroken(_("That did not work. Send it once more.")) from error
        EntryDraft.objects.filter(contest=contest, author=by).delete()
    return entry


def _drawn_up(
    contest: ContestPage, rules: RulesVersion, *, words: EntryWords, promises: Promises, by: Any, at: datetime
) -> Entry:
    entry = Entry(contest=contest, author=by, rules=rules, created_at=at, is_late=at >= entry_window(contest).closes)
    entry.people_shown, entry.country = promises.people_shown, promises.country
    _set_words(entry, words)
    return entry


def _set_words(entry: Entry, words: EntryWords) -> None:
    entry.set_words(title=words.title, caption=words.caption)
    entry.ai_use, entry.ai_note = words.ai_use, words.ai_note


def _store(entry: Entry, item: MediaItem, *, words: EntryWords, by: Any, at: datetime) -> None:
    entry.save()
    _lay_under(entry, item, words=words, by=by, at=at)
    meet_gatekeeper(entry, by=by, at=at)
    issue_receipt(entry, at=at)


def _lay_under(entry: Entry, item: MediaItem, *, words: EntryWords, by: Any, at: datetime) -> None:
    """One that stands elsewhere gets files of its own here; it is described as its entry says."""
    [placed] = arrange([item], under=entry, kind=KIND, at=at)
    describe_media(MediaItem.objects.get(pk=placed.pk), words.alt, by=by, at=at)
    entry.sha256 = ""


def _check_item(item: MediaItem, contest: ContestPage, *, by: Any, but: Entry | None = None) -> None:
    if item.owner_id != by.pk or item.purpose != contest.purpose.key:
        raise RuleBroken({"uploads": _("This file was not sent for this contest. Please upload it again.")})
    same = Q(item=item) | Q(item__sha256=item.sha256) if item.sha256 else Q(item=item)
    others = Entry.objects.of(by).filter(contest=contest).exclude(state=State.WITHDRAWN)
    others = others.exclude(pk=but.pk) if but else others
    if Attachment.objects.filter(same, kind=KIND, subject_id__in=others.values("pk")).exists():
        raise RuleBroken({"uploads": _("You have entered this file already. Please choose another.")})


def edit_entry(
    entry: Entry,
    *,
    by: Any,
    words: EntryWords,
    version: int,
    item: MediaItem | None = None,
    people_shown: str = "",
    at: datetime | None = None,
) -> Entry:
    """The entry says this, and shows `item` if it is another one. What everybody sees already keeps its words until
    the new ones are approved (`revising`), and its item, with what was said of people in it, for good. A new file is
    prepared before the entry meets the gatekeeper again; a file that failed can be replaced in the grace time, too.

    Raises Refused, RuleBroken, and Stale for an old version.
    """
    at = at or timezone.now()
    with transaction.atomic():
        hold_revisions(entry)
        entry = Entry.objects.locked(entry.pk)
        ensure(may_edit(by, entry, at))
        if current_version(entry) != version:
            raise Stale(_("You changed this entry in another window. Compare the two before you save."))
        work = MediaItem.objects.of(entry, kind=KIND).first()
        is_other = item is not None and item != work
        if entry.is_published and keeps_file(work):
            if is_other:
                raise RuleBroken({"uploads": _("Everybody has seen it: the words can be changed, the file cannot.")})
            propose(entry, words, by=by, at=at)
        else:
            entry.people_shown = people_shown or entry.people_shown
            _replace(entry, item if is_other else None, work, words=words, by=by, at=at)
    return entry


def _replace(
    entry: Entry, item: MediaItem | None, work: MediaItem | None, *, words: EntryWords, by: Any, at: datetime
) -> None:
    if item:
        _check_item(item, entry.contest, by=by, but=entry)
        _lay_under(entry, item, words=words, by=by, at=at)
        entry.is_late = entry.is_late or (at >= entry_window(entry.contest).closes and entry.state != State.RETURNED)
    elif work:
        describe_media(work, words.alt, by=by, at=at)
    _set_words(entry, words)
    entry.edited_at, entry.version = at, entry.version + 1
    if entry.is_published:  # without a file that could be shown
        entry.state = State.WAITING
    meet_gatekeeper(entry, by=by, at=at)
    issue_receipt(entry, at=at)


def withdraw_entry(entry: Entry, *, by: Any, at: datetime | None = None) -> Entry:
    """The entry has left all lists, its files are its author's alone; votes stay in the ledger and nobody is mailed.
    Again changes nothing. Raises Refused."""
    at = at or timezone.now()
    with transaction.atomic():
        hold_revisions(entry)
        entry = Entry.objects.locked(entry.pk)
        if entry.state == State.WITHDRAWN and entry.author_id == by.pk:
            return entry
        ensure(may_withdraw(by, entry, at))
        take_out(entry, at=at)
    return entry


def take_out(entry: Entry, *, at: datetime) -> None:
    """The entry is withdrawn. The caller has locked it in this transaction, and permission is theirs."""
    if not entry.is_published:
        entry.published_at = None
    entry.state, entry.withdrawn_at, entry.is_preparing = State.WITHDRAWN, at, False
    entry.save(update_fields=["state", "published_at", "withdrawn_at", "is_preparing"])
    drop_revisions(entry, at=at)
    settle_under(KIND, [entry.pk], at=at)
    if entry.is_shortlisted:
        after_commit(shortlist_tasks.renew_shortlist, entry.contest_id)
    if entry.published_at is None:
        gone(entry, at=at)
