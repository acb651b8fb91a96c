"""Who may enter a contest, each with a reason that the person may read."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.models import ContestPage, Entry, Juror, ScheduleChange
from contests.models.entry import KIND
from contests.moments import entry_window, in_words
from contests.phases import GRACE, Ability, Phase
from core.policies import YES, Verdict, no
from core.publication import State
from gallery.models import MediaItem, UploadSession
from moderation.policies import may_write
from moderation.standing import can_appeal_no_more
from moderation.trust import is_staff

FEW = 5  # of a member's latest uploads, those that are asked when they were begun


def may_enter(user: Any, contest: ContestPage, at: datetime | None = None, *, begun: datetime | None = None) -> Verdict:
    """While entries are open; and in the grace time with an upload that was begun before: the one that was `begun`
    then, or else any of theirs."""
    at = at or timezone.now()
    if not (verdict := _is_open(user, contest, at=at, begun=begun)):
        return verdict
    if not user.is_authenticated:
        return no(_("Sign in to enter this contest."), sign_in=True)
    return _is_eligible(user, contest, at=at)


def begun_at(item: MediaItem) -> datetime:
    """When its first byte was announced."""
    first: datetime | None = item.sessions.order_by("created_at").values_list("created_at", flat=True).first()
    return first or item.created_at


def takes_upload(contest: ContestPage, *, begun: datetime, at: datetime) -> bool:
    """As the times stand; and where the end was moved ahead meanwhile, as they stood when the upload was begun: then
    the grace time runs from the moment of the change."""
    if contest.schedule.takes_upload(begun=begun, at=at):
        return True
    moved = ScheduleChange.objects.filter(contest=contest, what=ScheduleChange.What.MOVED, field="entries_until")
    stood = moved.filter(at__gt=max(begun, at - GRACE), at__lte=at, old__gt=begun)
    return entry_window(contest).opens <= begun and stood.exists()


def has_confirmed_email(user: Any) -> bool:
    return EmailAddress.objects.filter(user=user.pk, verified=True).exists()


def _is_open(user: Any, contest: ContestPage, *, at: datetime, begun: datetime | None) -> Verdict:
    if contest.pause:
        return no(f"{_('This contest is paused, so nobody can enter it just now.')} {contest.pause.note}".strip())
    if Ability.ENTER in contest.abilities_at(at):
        return YES
    if contest.phase_at(at) == Phase.ANNOUNCED:
        return no(_("Entries open on %(when)s.") % {"when": in_words(entry_window(contest).opens, contest)})
    begun_then = [begun] if begun else _uploads_begun(user, contest, at=at)
    if any(takes_upload(contest, begun=moment, at=at) for moment in begun_then):
        return YES
    return no(_("Entries closed on %(when)s.") % {"when": in_words(entry_window(contest).closes, contest)})


def _uploads_begun(user: Any, contest: ContestPage, *, at: datetime) -> list[datetime]:
    """The moments at which this member began to upload something for it, lately."""
    theirs = UploadSession.objects.of(user).filter(purpose=contest.purpose.key, created_at__gt=at - timedelta(days=2))
    return list(theirs.order_by("-created_at").values_list("created_at", flat=True)[:FEW])


def places_taken(user: Any, contest: ContestPage, *, at: datetime) -> int:
    """How many of the entries that each may send this member has used. What was withdrawn leaves its place, and what
    was rejected once no appeal can bring it back."""
    states = dict(Entry.objects.of(user).filter(contest=contest).values_list("pk", "state"))
    gone = {pk for pk, state in states.items() if state == State.WITHDRAWN}
    rejected = [pk for pk, state in states.items() if state == State.REJECTED]
    return len(states) - len(gone | can_appeal_no_more(KIND, rejected, at=at))


def _is_eligible(user: Any, contest: ContestPage, *, at: datetime) -> Verdict:
    if not (verdict := may_write(user)):
        return verdict
    if not has_confirmed_email(user):
        return no(_("Confirm your e-mail address first: that is where the receipt goes."))
    if contest.staff_excluded and is_staff(user):
        return no(_("You work here, so this contest is for others."))
    if Juror.objects.filter(contest=contest, member=user.pk, removed_at=None).exclude(accepted_at=None).exists():
        return no(_("You are on the jury of this contest, so you cannot enter it."))
    if places_taken(user, contest, at=at) >= (most := contest.entries_each):
        words = ngettext(
            "You have entered already: %(n)d entry each is allowed.",
            "You have entered already: %(n)d entries each are allowed.",
            most,
        )
        return no(f"{words % {'n': most}} {_how_to_make_room(user, contest)}".strip())
    return YES


def _how_to_make_room(user: Any, contest: ContestPage) -> str:
    if not Entry.objects.of(user).filter(contest=contest, state=State.REJECTED).exists():
        return ""
    return _("One of them was not accepted. If you withdraw it, you can enter another.")
