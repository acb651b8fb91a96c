"""Sending invitations. A worker may die at any line, and the mail server may be away: the letter waits in its row."""

import logging
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from core.notices.actions.delivering import is_final, name_of
from insiders.letters import invitation_letter
from insiders.models import Invitation

LEASE = timedelta(minutes=15)
FIRST_PAUSE = timedelta(minutes=2)  # then four times as long each time
MAX_ATTEMPTS = 6
BATCH = 100

log = logging.getLogger("insiders")


def send_invitation(pk: int, *, at: datetime | None = None) -> bool:
    """The letter has left now. False when none was due, somebody else is sending it, or it has to wait.

    Not to be called inside a transaction: that it was taken up is stored before it is sent.
    """
    at = at or timezone.now()
    due = Invitation.objects.filter(pk=pk, letter_due_at__lte=at)
    if not due.update(letter_due_at=at + LEASE, letter_attempts=F("letter_attempts") + 1):
        return False
    invitation = Invitation.objects.select_related("tier", "invited_by").get(pk=pk)
    if invitation.state_at(at) != Invitation.State.WAITING:  # it was answered meanwhile, or waited for too long
        _settle(invitation, letter_due_at=None)
        return False
    try:
        invitation_letter(invitation).send()
    except Exception as error:
        log.warning("Invitation %s could not be sent: %s.", pk, name_of(error))
        _settle(invitation, **_next_try(invitation, error, at=at))
        return False
    _settle(invitation, letter_due_at=None)
    return True


def send_invitations(*, at: datetime | None = None) -> int:
    """The chore: letters that are due, the oldest first; how many left."""
    at = at or timezone.now()
    due = Invitation.objects.filter(letter_due_at__lte=at).order_by("letter_due_at", "pk")
    return sum(send_invitation(pk, at=at) for pk in list(due.values_list("pk", flat=True)[:BATCH]))


def _next_try(invitation: Invitation, error: Exception, *, at: datetime) -> dict[str, datetime | None]:
    if is_final(error) or invitation.letter_attempts >= MAX_ATTEMPTS:
        return {"letter_due_at": None, "letter_failed_at": at}
    return {"letter_due_at": at + FIRST_PAUSE * 4 ** (invitation.letter_attempts - 1)}


def _settle(invitation: Invitation, **fields: datetime | None) -> None:
    """Unless another letter was asked for meanwhile, or the lease was lost."""
    Invitation.objects.filter(pk=invitation.pk, letter_due_at=invitation.letter_due_at).update(**fields)
