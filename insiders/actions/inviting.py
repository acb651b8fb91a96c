"""Asking people into a tier, asking again, and taking an invitation back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.audience.models import Tier
from core.effects import after_commit
from core.errors import RuleBroken
from core.policies import ensure
from insiders import tasks
from insiders.models import VALID, Invitation, InvitationLink
from insiders.policies.invitations import may_invite

CHUNK = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """To whom a letter goes."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """What it says, and for how long it holds."""

    words: str
    signature: str
    valid: timedelta = VALID


def invite_many(
    tier: Tier, people: Iterable[Asked], letter: Letter, *, by: Any, at: datetime | None = None
) -> list[Invitation]:
    """A letter to each of these addresses; all of them or none. Raises Refused, and RuleBroken with a sentence for each
    address that is in the tier or has an invitation to it that waits."""
    at, asked = at or timezone.now(), {one.email.strip().lower(): one for one in people}
    ensure(may_invite(by, at=at))
    with transaction.atomic():
        tier = Tier.objects.select_for_update(of=("self",)).get(pk=tier.pk)
        if wrong := _not_to_be_asked(tier, list(asked), at=at):
            raise RuleBroken({"people": wrong})
        made = [
            _invitation(tier, letter, by=by, at=at, email=email, name=one.name, letter_due_at=at)
            for email, one in asked.items()
        ]
        Invitation.objects.bulk_create(made)
        InvitationLink.objects.bulk_create([InvitationLink.new(one, made_at=at) for one in made])
        after_commit(tasks.send_invitations)
    return made


def invite_by_link(tier: Tier, letter: Letter, *, by: Any, name: str = "", at: datetime | None = None) -> Invitation:
    """An invitation to hand over. Raises Refused."""
    at = at or timezone.now()
    ensure(may_invite(by, at=at))
    with transaction.atomic():
        made = _invitation(tier, letter, by=by, at=at, name=name, way=Invitation.By.LINK)
        made.save()
        InvitationLink.new(made, made_at=at).save()
    return made


def invite_again(invitation: Invitation, *, by: Any, at: datetime | None = None) -> Invitation:
    """Another letter or link, holding as long from now on; the one before leads nowhere any more. It is signed as the
    first one, or by `by` when whoever signed that may not invite any more. Raises Refused, and RuleBroken for one that
    was accepted, or whose words have left with an account."""
    at = at or timezone.now()
    ensure(may_invite(by, at=at))
    with transaction.atomic():
        invitation = _locked(invitation)
        if invitation.accepted_at:
            raise RuleBroken(_("This invitation was accepted already."))
        if not invitation.words:
            raise RuleBroken(_("Its words have left with an account that was deleted. Write a new invitation."))
        by_mail = invitation.way == Invitation.By.MAIL
        if by_mail and (wrong := _not_to_be_asked(invitation.tier, [invitation.email], at=at, but=invitation.pk)):
            raise RuleBroken(wrong)
        invitation.expires_at = at + (invitation.expires_at - invitation.invited_at)
        invitation.invited_at = at
        if not may_invite(invitation.invited_by, at=at):
            invitation.invited_by, invitation.signature = by, by.shown_name
        invitation.member = invitation.declined_at = invitation.revoked_at = invitation.letter_failed_at = None
        invitation.letter_due_at, invitation.letter_attempts = at if by_mail else None, 0
        invitation.save()
        InvitationLink.new(invitation, made_at=at).save()
        if by_mail:
            after_commit(tasks.send_invitations)
    return invitation


def revoke(invitation: Invitation, *, by: Any, at: datetime | None = None) -> Invitation:
    """It leads nowhere any more, and a letter that waits is not sent. Again changes nothing. Raises Refused, and
    RuleBroken for one that was accepted: that member is taken out of the tier instead."""
    at = at or timezone.now()
    ensure(may_invite(by, at=at))
    with transaction.atomic():
        invitation = _locked(invitation)
        if invitation.accepted_at:
            raise RuleBroken(_("This invitation was accepted already. Take the member out of the tier instead."))
        if invitation.revoked_at is None:
            invitation.revoked_at, invitation.letter_due_at = at, None
            invitation.save(update_fields=["revoked_at", "letter_due_at"])
    return invitation


def _locked(invitation: Invitation) -> Invitation:
    found = Invitation.objects.select_for_update(of=("self",)).select_related("tier", "invited_by")
    return found.get(pk=invitation.pk)


def _invitation(tier: Tier, letter: Letter, *, by: Any, at: datetime, **fields: Any) -> Invitation:
    return Invitation(
        tier=tier,
        words=letter.words,
        signature=letter.signature,
        invited_by=by,
        invited_at=at,
        expires_at=at + letter.valid,
        language=get_language() or "",
        **fields,
    )


def _not_to_be_asked(tier: Tier, emails: list[str], *, at: datetime, but: int = 0) -> list[str]:
    waiting = set(tier.invitations.waiting(at).exclude(pk=but).filter(email__in=emails).values_list("email", flat=True))
    lowered = EmailAddress.objects.filter(verified=True).alias(lower=Lower("email")).filter(lower__in=emails)
    inside = lowered.filter(user__in=tier.memberships.active(at).values("member"))
    already = set(inside.values_list(Lower("email"), flat=True))
    wrong = []
    for email in emails:
        if email in already:
            wrong.append(_("%(email)s is in this tier already.") % {"email": email})
        elif email in waiting:
            wrong.append(
                _("%(email)s has an invitation that waits. You can send it again from the list.") % {"email": email}
            )
    return wrong
