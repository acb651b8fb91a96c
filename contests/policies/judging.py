"""Who may put a jury together, who may join it, and when a judge may mark."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.translation import gettext as _

from contests.juries import has_jury, window_of
from contests.models import ContestPage, Entry, Juror
from contests.moments import in_words
from contests.phases import Ability
from contests.policies.running import may_run
from core.policies import YES, Verdict, no
from core.publication import State
from moderation.policies import may_write


def may_invite(user: Any, contest: ContestPage, *, at: datetime | None = None) -> Verdict:
    if not (verdict := may_run(user, contest)):
        return verdict
    if not has_jury(contest):
        return no(_("In this contest the public decides alone: it has no jury."))
    if not contest.live:
        return no(_("Publish the contest first: whoever is invited looks at its page."))
    if is_over(contest, at=at):
        return no(_("The jury has decided: nobody can join it any more."))
    return YES


def may_answer_invitation(user: Any, juror: Juror, *, at: datetime | None = None) -> Verdict:
    """Whether this person may accept or decline it now. Nothing in a reason names the contest or whoever was
    invited."""
    at = at or timezone.now()
    if juror.removed_at:
        return no(_("This invitation was taken back."))
    if juror.declined_at:
        return no(_("This invitation was declined. If you have changed your mind, ask for another one."))
    if juror.accepted_at and not (user.is_authenticated and juror.member_id == user.pk):
        return no(_("This invitation was accepted already. It can be used once."))
    if is_over(juror.contest, at=at):
        return no(_("The jury has decided already: this invitation is over."))
    if not juror.accepted_at and at >= juror.expires_at:
        return no(_("This invitation has expired. Ask whoever invited you for another one."))
    if not user.is_authenticated:
        return no(_("Sign in, or join, with the e-mail address that the invitation was sent to."), sign_in=True)
    if juror.accepted_at:
        return YES
    if not has_confirmed(user, juror.email):
        return no(
            _(
                "This invitation was sent to another e-mail address than yours. Sign in with that one; nobody else can "
                "accept it."
            )
        )
    return may_write(user)


def may_accept_invitation(user: Any, juror: Juror, *, at: datetime | None = None) -> Verdict:
    """The same, to become a judge: whoever has an entry in the contest may only decline."""
    if not (verdict := may_answer_invitation(user, juror, at=at)):
        return verdict
    if Entry.objects.of(user).filter(contest=juror.contest_id).exclude(state=State.WITHDRAWN).exists():
        return no(_("You have entered this contest, so you cannot judge it."))
    return YES


def may_mark(user: Any, juror: Juror, *, at: datetime | None = None) -> Verdict:
    """Whether this judge may mark what lies on their desk now."""
    at = at or timezone.now()
    if not (user.is_authenticated and juror.member_id == user.pk and juror.is_judging):
        return no(_("Only the judges of this contest give marks."))
    window = window_of(juror.contest)
    if window is None:
        return no(_("In this contest the public decides alone: it has no jury."))
    if at < window.opens:
        return no(_("The jury begins on %(day)s.") % {"day": in_words(window.opens, juror.contest)})
    if at >= window.closes:
        closed = in_words(window.closes, juror.contest)
        return no(_("The jury ended on %(day)s. Marks can no longer be given or changed.") % {"day": closed})
    if Ability.JUDGE not in juror.contest.abilities_at(at):
        return no(_("The contest is paused just now. Nothing that you have typed is lost; try again later."))
    return may_write(user)


def may_declare_conflict(user: Any, juror: Juror, entry: Entry) -> Verdict:
    """Whether this organiser may say that this entry is not this judge's to judge, or take that back."""
    if not (verdict := may_run(user, juror.contest)):
        return verdict
    if not has_jury(juror.contest) or entry.contest_id != juror.contest_id:
        return no(_("This judge has nothing to do with this entry."))
    if entry.author_id is not None and entry.author_id == user.pk:
        return no(_("You have entered this yourself. Somebody else has to say who may judge it."))
    if juror.contest.publications.filter(what="results").exists():
        return no(_("The results are published: what the jury has said stands."))
    return YES


def is_over(contest: ContestPage, *, at: datetime | None = None) -> bool:
    window = window_of(contest)
    return window is not None and (at or timezone.now()) >= window.closes


def has_confirmed(user: Any, email: str) -> bool:
    return EmailAddress.objects.filter(user=user.pk, email__iexact=email, verified=True).exists()
