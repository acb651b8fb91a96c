"""Sending invitations. A worker may die at any line, and the mail server may be away: the letter waits in its row."""

import logging
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from contests.jury_letters import invitation
from contests.models import Juror
from core.notices.actions.delivering import is_final, name_of

LEASE = timedelta(minutes=15)
FIRST_PAUSE = timedelta(minutes=2)  # then four times as long each time
MAX_ATTEMPTS = 6
BATCH = 100

log = logging.getLogger("contests")


def send_invitation(juror_id: int, *, at: datetime | None = None) -> bool:
    """The letter has left now. False when none was due, somebody else is sending it, or it has to wait.

    Not to be called inside a transaction: that it was taken up is stored before it is sent.
    """
    at = at or timezone.now()
    due = Juror.objects.filter(pk=juror_id, letter_due_at__lte=at)
    if not due.update(letter_due_at=at + LEASE, letter_attempts=F("letter_attempts") + 1):
        return False
    juror = Juror.objects.select_related("contest", "invited_by").get(pk=juror_id)
    try:
        invitation(juror).send()
    except Exception as error:
        log.warning("Invitation %s could not be sent: %s.", juror_id, name_of(error))
        _settle(juror, due_at=_next_try(juror, error, at=at))
        return False
    _settle(juror, due_at=None)
    return True


def send_invitations(*, at: datetime | None = None) -> int:
    """The chore: every letter that is due, the oldest first; how many left."""
    at = at or timezone.now()
    due = Juror.objects.filter(letter_due_at__lte=at).order_by("letter_due_at", "pk")
    return sum(send_invitation(pk, at=at) for pk in list(due.values_list("pk", flat=True)[:BATCH]))


def _next_try(juror: Juror, error: Exception, *, at: datetime) -> datetime | None:
    if is_final(error) or juror.letter_attempts >= MAX_ATTEMPTS:
        return None
    return at + FIRST_PAUSE * 4 ** (juror.letter_attempts - 1)


def _settle(juror: Juror, *, due_at: datetime | None) -> None:
    """Unless another letter was asked for meanwhile, or the lease was lost."""
    Juror.objects.filter(pk=juror.pk, letter_due_at=juror.letter_due_at).update(letter_due_at=due_at)
