"""Answering an invitation."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.audience.actions.memberships import Because, admit
from core.audience.models import Entrance, Membership
from core.notices.actions.telling import notify
from core.policies import ensure
from insiders.models import Invitation
from insiders.news import DECLINED
from insiders.policies.invitations import may_accept, may_decline


def accept_invitation(invitation: Invitation, *, by: Any, at: datetime | None = None) -> Membership:
    """`by` is in the tier; an invitation that they declined before can be accepted while it holds. Again gives the same
    membership. Raises Refused with the reason, and RuleBroken when the last place was taken this moment."""
    at = at or timezone.now()
    with transaction.atomic():
        invitation = _locked(invitation)
        if by.is_authenticated and invitation.accepted_at and invitation.member_id == by.pk:
            there = membership_by(invitation)
            if there:
                return there
        ensure(may_accept(by, invitation, at=at))
        because = Because(kind="invitation", id=invitation.pk, at=invitation.invited_at)
        entered = admit(
            by, invitation.tier, entrance=Entrance.INVITED, by=invitation.invited_by, because=because, at=at
        )
        invitation.member, invitation.accepted_at, invitation.declined_at = by, at, None
        invitation.letter_due_at = None
        invitation.save(update_fields=["member", "accepted_at", "declined_at", "letter_due_at"])
    return entered


def decline_invitation(invitation: Invitation, *, by: Any, at: datetime | None = None) -> Invitation:
    """No, thank you: whoever invited is told, once. Also by somebody without an account. Again changes nothing. Raises
    Refused with the reason."""
    at = at or timezone.now()
    with transaction.atomic():
        invitation = _locked(invitation)
        ensure(may_decline(by, invitation, at=at))
        if invitation.declined_at is None:
            invitation.declined_at, invitation.member = at, by if by.is_authenticated else None
            invitation.letter_due_at = None
            invitation.save(update_fields=["declined_at", "member", "letter_due_at"])
            if invitation.invited_by_id:
                key = f"{DECLINED}-{invitation.pk}:{int(invitation.invited_at.timestamp())}"
                notify([invitation.invited_by_id], kind=DECLINED, about=("invitation", invitation.pk), key=key, at=at)
    return invitation


def membership_by(invitation: Invitation) -> Membership | None:
    """The one that accepting it has begun."""
    mine = Membership.objects.filter(because_kind="invitation", because_id=invitation.pk, member=invitation.member_id)
    return mine.order_by("-pk").first()


def _locked(invitation: Invitation) -> Invitation:
    found = Invitation.objects.select_for_update(of=("self",)).select_related("tier", "invited_by")
    return found.get(pk=invitation.pk)
