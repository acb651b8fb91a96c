"""Sending the letters of notices. A worker may die at any line, and the mail server may be away: the letter waits."""

import logging
import smtplib
from contextlib import suppress
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from core.notices.actions.delivering import is_final, name_of
from moderation.letters import letter
from moderation.models import IllegalNotice

LEASE = timedelta(minutes=15)
FIRST_PAUSE = timedelta(minutes=2)  # then four times as long each time
MAX_ATTEMPTS = 6
BATCH = 100
CLOSING = 421  # what a server says before it hangs up

log = logging.getLogger("moderation")


class Unreachable(Exception):
    """The mail server cannot be reached now: no other letter would leave either."""


def send_letter(notice_id: int, *, at: datetime | None = None) -> bool:
    """The notice's letter has left now. False when none was due, somebody else is sending it, or it has to wait.

    Not to be called inside a transaction: that it was taken up is stored before it is sent.
    """
    try:
        return _send(notice_id, at=at or timezone.now())
    except Unreachable:
        return False


def send_letters(*, at: datetime | None = None) -> int:
    """Every letter that is due, the oldest first; how many left. One that is refused holds up no other; a server that
    cannot be reached ends it."""
    at, sent = at or timezone.now(), 0
    due = IllegalNotice.objects.filter(letter_due_at__lte=at).order_by("letter_due_at", "pk")
    with suppress(Unreachable):
        for pk in list(due.values_list("pk", flat=True)[:BATCH]):
            sent += _send(pk, at=at)
    return sent


def _send(notice_id: int, *, at: datetime) -> bool:
    due = IllegalNotice.objects.filter(pk=notice_id, letter_due_at__lte=at)
    if not due.update(letter_due_at=at + LEASE, letter_attempts=F("letter_attempts") + 1):
        return False
    notice = IllegalNotice.objects.get(pk=notice_id)
    try:
        letter(notice).send()
    except Exception as error:
        log.warning("The letter of notice %s could not be sent: %s.", notice_id, name_of(error))
        _settle(notice, due_at=_next_try(notice, error, at=at))
        if _is_unreachable(error):
            raise Unreachable from error
        return False
    _settle(notice, due_at=None)
    return True


def _is_unreachable(error: Exception) -> bool:
    """Not what the server said about one recipient or one letter, unless it said that it is closing."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return any(code == CLOSING for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused):
        return error.smtp_code == CLOSING
    return isinstance(error, OSError) and not isinstance(error, smtplib.SMTPNotSupportedError)  # of such an address


def _next_try(notice: IllegalNotice, error: Exception, *, at: datetime) -> datetime | None:
    refused = isinstance(error, smtplib.SMTPException) and is_final(error)
    if refused or notice.letter_attempts >= MAX_ATTEMPTS:
        return None
    return at + FIRST_PAUSE * 4 ** (notice.letter_attempts - 1)


def _settle(notice: IllegalNotice, *, due_at: datetime | None) -> None:
    """Unless the answer came meanwhile, or the lease was lost: then another letter is due already."""
    held = IllegalNotice.objects.filter(pk=notice.pk, letter_due_at=notice.letter_due_at)
    held.update(letter_due_at=due_at)
