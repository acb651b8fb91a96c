"""Who may do what with an entry that is there, each with a reason that the person may read."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from contests.models import Entry
from contests.models.entry import KIND
from contests.moments import entry_window, in_words
from contests.phases import GRACE, Phase
from contests.policies.entering import begun_at, takes_upload
from core.policies import YES, Verdict, no
from core.publication import State
from gallery.models import MediaItem, Stage
from moderation.policies import may_write


def may_edit(user: Any, entry: Entry, at: datetime | None = None) -> Verdict:
    """Until entries close. Whom a moderator asked for changes may make them until the results are there, and whose file
    failed may send another in the grace time, as if they were still sending the first."""
    return may_still_edit(user, entry, at) and may_write(user)


def may_still_edit(user: Any, entry: Entry, at: datetime | None = None) -> Verdict:
    """What lists ask of each entry: the same, but for whether the member may write anything at all."""
    at = at or timezone.now()
    if not (verdict := _is_theirs(user, entry)):
        return verdict
    if entry.state in (State.REJECTED, State.HIDDEN):
        return no(_("A moderator has decided on it. You can read why, and appeal."))
    if entry.disqualified_at:
        return no(_("It is out of the running, so it stays as it is."))
    if entry.contest.pause:
        return no(_("This contest is paused. You can change your entry once it goes on."))
    if not _can_still_change(entry, at):
        return no(_("Entries closed on %(when)s, so it stays as it is.") % {"when": _closed(entry)})
    return YES


def may_withdraw(user: Any, entry: Entry, at: datetime | None = None) -> Verdict:
    """Until entries close, also while the contest is paused and while one is suspended. What was rejected at any time:
    it is in no contest, and its place is free again."""
    if not (verdict := _is_theirs(user, entry)):
        return verdict
    if entry.state == State.REJECTED:
        return YES
    if entry.state not in (State.PUBLISHED, State.WAITING, State.RETURNED):
        return no(_("A moderator has decided on it. You can read why, and appeal."))
    if not _can_still_change(entry, at or timezone.now()):
        return no(_("Entries closed on %(when)s, so it stays in the contest.") % {"when": _closed(entry)})
    return YES


def may_comment(user: Any, entry: Entry) -> Verdict:
    if entry.state == State.WITHDRAWN:
        return no(_("It was withdrawn by whoever entered it."))
    if not entry.is_shown():
        return no(_("Comments open when everybody can see the entry."))
    if not user.is_authenticated:
        return no(_("Sign in to comment."), sign_in=True)
    return may_write(user)


def speaks_for_the_brand(user: Any) -> bool:
    return bool(user.is_authenticated and user.has_perm("contests.run_contest"))


def _is_theirs(user: Any, entry: Entry) -> Verdict:
    if not user.is_authenticated or entry.author_id != user.pk:
        return no(_("Only whoever entered it can change it."))
    if entry.state == State.WITHDRAWN:
        return no(_("You withdrew this entry."))
    return YES


def _can_still_change(entry: Entry, at: datetime) -> bool:
    if at in entry_window(entry.contest):
        return True
    states = {entry.state, *(revision.state for revision in entry.revisions.all())}  # type: ignore[attr-defined]
    if State.RETURNED in states:
        return entry.contest.phase_at(at) != Phase.RESULTS
    return can_be_mended_late(entry, at)


def can_be_mended_late(entry: Entry, at: datetime) -> bool:
    """Whether its file failed, and entries have closed so lately that an upload which was begun in time might end."""
    closes = entry_window(entry.contest).closes
    if not closes <= at < closes + GRACE:
        return False
    failed = MediaItem.objects.of(entry, kind=KIND).filter(stage=Stage.FAILED).first()
    return failed is not None and takes_upload(entry.contest, begun=min(begun_at(failed), entry.created_at), at=at)


def keeps_file(work: MediaItem | None) -> bool:
    """Of an entry that is published: everybody sees its file, so it stays. What failed nobody sees."""
    return work is None or work.stage != Stage.FAILED


def _closed(entry: Entry) -> str:
    return in_words(entry_window(entry.contest).closes, entry.contest)
