"""Sending what waits. A worker may die at any line: what it had claimed is sent by another when the lease has ended."""

import logging
import smtplib
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Self

from allauth.account.models import EmailAddress
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from core.audience.conditions import is_held
from core.notices.digests import digest_letter
from core.notices.letters import letter
from core.notices.models import Message, Preference
from core.notices.models.message import MAX_ATTEMPTS, MessageState
from core.notices.models.preference import ByEmail

BATCH = 25
UNREACHABLE = timedelta(minutes=1)
# Then four times as long each time: six attempts in about eleven hours.
FIRST_PAUSE = timedelta(minutes=2)

log = logging.getLogger("core.notices")


class Line:
    """One connection to the mail server, taken up again when it breaks."""

    def __init__(self) -> None:
        self.backend = get_connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.hang_up()

    def open(self) -> None:
        """Raises OSError or SMTPException when the server cannot be reached; nothing when it is connected already."""
        self.backend.open()

    def send(self, mail: EmailMultiAlternatives) -> None:
        mail.connection = self.backend
        mail.send()

    def hang_up(self) -> None:
        with suppress(OSError, smtplib.SMTPException):  # what was accepted was accepted
            self.backend.close()


def deliver_waiting(*, limit: int = 500, at: datetime | None = None) -> int:
    """Send up to `limit` messages that are due, one connection a batch; how many were dealt with.

    Not to be called inside a transaction: each message's outcome is stored before the next one is sent.
    """
    dealt_with = 0
    while dealt_with < limit:
        now = at or timezone.now()
        batch = Message.objects.claim(min(BATCH, limit - dealt_with), at=now)
        if not batch:
            break
        try:
            done = _send(batch, at=at)
        finally:  # also when this process is told to stop
            Message.objects.give_back(batch[0].claim, due_at=now + UNREACHABLE)
        dealt_with += done
        if done < len(batch):
            break
    return dealt_with


def _send(batch: list[Message], *, at: datetime | None) -> int:
    """How many of the batch were dealt with before the mail server could not be reached."""
    addresses = EmailAddress.objects.filter(
        user__in=[message.recipient_id for message in batch], verified=True, primary=True
    )
    book = dict(addresses.values_list("user", "email"))
    with Line() as line:
        for done, message in enumerate(batch):
            try:
                line.open()
            except (OSError, smtplib.SMTPException) as error:
                log.warning("The mail server cannot be reached: %s.", name_of(error))
                return done
            _try_one(message, line, address=book.get(message.recipient_id), at=at or timezone.now())
    return len(batch)


def _try_one(message: Message, line: Line, *, address: str | None, at: datetime) -> None:
    if not message.hold(at=at):
        return
    try:
        mail = _write(message, address=address, at=at)
        if mail:
            line.send(mail)
    except (OSError, smtplib.SMTPException) as error:
        line.hang_up()
        _put_off(message, error, at=at)
    except Exception as error:  # one broken template must not keep the rest of the queue waiting
        log.exception("Message %s could not be written.", message.pk)
        _put_off(message, error, at=at)
    else:
        message.settle(MessageState.SENT, sent_at=at) if mail else message.settle(MessageState.SKIPPED)


def _write(message: Message, *, address: str | None, at: datetime) -> EmailMultiAlternatives | None:
    """The letter, or None when this member is not to have it any more: decided now, not when the event happened."""
    member = message.recipient
    if not address or not member.is_active or member.erased_at:
        return None
    unwanted = Preference.objects.kinds_of(member, ByEmail.NEVER)
    if message.digest:
        if is_held(member, at=at):
            return None
        return digest_letter(message, without=unwanted, address=address)
    return letter(message, without=unwanted, address=address)


def _put_off(message: Message, error: Exception, *, at: datetime) -> None:
    """Another attempt later, longer each time; none for an address that the server says does not exist."""
    if message.attempts + 1 >= MAX_ATTEMPTS or is_final(error):
        message.settle(MessageState.FAILED, error=name_of(error))
    else:
        message.settle(MessageState.WAITING, error=name_of(error), due_at=at + FIRST_PAUSE * 4**message.attempts)


def is_final(error: Exception) -> bool:
    refused = error.recipients.values() if isinstance(error, smtplib.SMTPRecipientsRefused) else ()
    return bool(refused) and all(code >= 500 for code, _text in refused)


def name_of(error: Exception) -> str:
    """The kind of error and the server's code, without its text: that quotes the address."""
    codes = [getattr(error, "smtp_code", None)]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
    return " ".join([type(error).__name__, *(str(code) for code in codes if code)])
