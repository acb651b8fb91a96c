"""Who may do what with an entry that is there, each with a reason that the person may read."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from contests.models import Entry
from contests.moments import entry_window, in_words
from contests.phases import Phase
from core.policies import YES, Verdict, no
from core.publication import State
from moderation.policies import may_write


def may_edit(user: Any, entry: Entry, at: datetime | None = None) -> Verdict:
    """Until entries close. Whom a moderator asked for changes may make them until the results are there."""
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
    """Until entries close, also while the contest is paused and while one is suspended."""
    if not (verdict := _is_theirs(user, entry)):
        return verdict
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
    return State.RETURNED in states and entry.contest.phase_at(at) != Phase.RESULTS


def _closed(entry: Entry) -> str:
    return in_words(entry_window(entry.contest).closes, entry.contest)
