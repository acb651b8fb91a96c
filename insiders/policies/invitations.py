"""Who may invite, who may come in by an invitation, and who may give early access."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.translation import gettext as _

from core.policies import YES, Verdict, no
from insiders.models import Giving, Invitation
from moderation.policies import may_write


def may_invite(user: Any, *, at: datetime | None = None) -> Verdict:
    """Also asked of whoever has invited, when somebody wants to accept: an invitation stands on its inviter."""
    if user is None or not (user.is_authenticated and user.is_active and user.has_perm("insiders.invite")):
        return no(_("Insiders are invited by the brand’s team."))
    return may_write(user, at=at)


def may_give(user: Any, *, at: datetime | None = None) -> Verdict:
    return may_invite(user, at=at)


def may_undo_giving(user: Any, giving: Giving, *, at: datetime | None = None) -> Verdict:
    if not (verdict := may_give(user, at=at)):
        return verdict
    if giving.undone_at:
        return no(_("This was taken back already."))
    if not giving.can_be_undone(at):
        return no(_("The hour for taking this back is over. Take members out one by one instead."))
    return YES


def may_end_giving(user: Any, giving: Giving, *, at: datetime | None = None) -> Verdict:
    return may_give(user, at=at)


def may_accept(user: Any, invitation: Invitation, *, at: datetime | None = None) -> Verdict:
    """Whether this person may accept it now. Nothing in a reason names the tier or whoever was invited."""
    at = at or timezone.now()
    if not (verdict := still_holds(invitation, user, at=at)):
        return verdict
    if not may_invite(invitation.invited_by, at=at):
        return no(_("Whoever wrote this invitation can no longer invite. Ask the team for another one."))
    theirs = is_for(user, invitation)
    if not theirs and not theirs.sign_in:
        return theirs
    if invitation.tier.memberships.active(at).of(user).exists():
        return no(_("You are in already. This invitation is not needed, and has not been used."))
    if not has_place(invitation, at=at):
        return no(_("All places are taken by now. We are sorry; whoever invited you can tell you when one is free."))
    return may_write(user, at=at) if theirs else theirs


def may_decline(user: Any, invitation: Invitation, *, at: datetime | None = None) -> Verdict:
    """Also without an account. It can be accepted all the same until it expires."""
    at = at or timezone.now()
    if not (verdict := still_holds(invitation, user, at=at)):
        return verdict
    return is_for(user, invitation) if user.is_authenticated else YES


def still_holds(invitation: Invitation, user: Any, *, at: datetime) -> Verdict:
    if invitation.revoked_at:
        return no(_("This invitation was taken back."))
    if invitation.accepted_at:
        mine = user.is_authenticated and invitation.member_id == user.pk
        if mine:
            return no(_("You have accepted this invitation."))
        return no(_("This invitation was accepted already. It can be used once."))
    if at >= invitation.expires_at:
        return no(_("This invitation has expired. Ask whoever invited you for another one."))
    return YES


def is_for(user: Any, invitation: Invitation) -> Verdict:
    if not user.is_authenticated:
        if invitation.way == Invitation.By.MAIL:
            return no(_("Sign in, or join, with the e-mail address that the invitation was sent to."), sign_in=True)
        return no(_("Sign in, or join, to accept."), sign_in=True)
    if invitation.way == Invitation.By.MAIL and not has_confirmed(user, invitation.email):
        return no(
            _(
                "This invitation was sent to another e-mail address than yours, and it is for that one alone. If that "
                "is yours, too, sign in with it."
            )
        )
    if invitation.declined_at and invitation.member_id not in (None, user.pk):
        return no(_("This invitation was declined by whoever it was handed to."))
    return YES


def has_place(invitation: Invitation, *, at: datetime) -> bool:
    tier = invitation.tier
    return tier.seats is None or tier.memberships.active(at).count() < tier.seats


def has_confirmed(user: Any, email: str) -> bool:
    return EmailAddress.objects.filter(user=user.pk, email__iexact=email, verified=True).exists()
