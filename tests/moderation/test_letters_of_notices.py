"""Letters of notices: nobody is buried in them, and one that is refused holds up no other."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from moderation.actions.illegal import LETTERS_A_DAY, file_notice
from moderation.actions.mailing import MAX_ATTEMPTS, send_letter, send_letters
from moderation.models import IllegalNotice

pytestmark = pytest.mark.django_db
TROUBLE = {
    "refused@example.org": smtplib.SMTPRecipientsRefused({"refused@example.org": (550, b"no such user")}),
    "full@example.org": smtplib.SMTPRecipientsRefused({"full@example.org": (452, b"mailbox full")}),
    "unwanted@example.org": smtplib.SMTPDataError(554, b"we do not want this"),
    "exotic@example.org": smtplib.SMTPNotSupportedError("SMTPUTF8 not supported by server"),
    "away@example.org": ConnectionRefusedError(),
    "gone@example.org": smtplib.SMTPServerDisconnected("Connection unexpectedly closed"),
    "closing@example.org": smtplib.SMTPRecipientsRefused({"closing@example.org": (421, b"service not available")}),
    "closed@example.org": smtplib.SMTPDataError(421, b"service not available"),
    "locked@example.org": smtplib.SMTPAuthenticationError(535, b"bad password"),
}
GOOD = "good@example.org"


class ServerBackend(EmailBackend):
    """Answers by address."""

    def send_messages(self, messages):
        if trouble := TROUBLE.get(messages[0].to[0]):
            raise trouble
        return super().send_messages(messages)


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.ServerBackend"


def file(email, *, why="It is my photograph.", **fields):
    said = {"address": "/", "law": "Copyright Act", "name": "Nora Vik", "in_good_faith": True}
    return file_notice(**said, email=email, why=why, **fields)


def waits(notice) -> bool:
    return IllegalNotice.objects.filter(pk=notice.pk, letter_due_at__isnull=False).exists()


def test_an_address_is_the_same_in_capitals():
    for n in range(LETTERS_A_DAY):
        assert file("nora@example.org", why=f"Reason {n}").letter_due_at
    for n, other in enumerate(("NORA@example.org", "nora@EXAMPLE.org", "Nora@Example.Org")):
        assert file(other, why=f"Another reason {n}").letter_due_at is None
    assert file("norah@example.org").letter_due_at


def test_a_sign_that_a_pattern_would_know_is_only_a_sign():
    for n in range(LETTERS_A_DAY):
        file("nora_vik@example.org", why=f"Reason {n}")
    assert file("norasvik@example.org").letter_due_at
    assert file("nora%@example.org").letter_due_at


@pytest.mark.parametrize(
    "address", ["refused@example.org", "full@example.org", "unwanted@example.org", "exotic@example.org"]
)
def test_a_letter_that_is_refused_holds_up_no_other(server, caplog, address):
    now = timezone.now()
    first, second = file(address, at=now), file(GOOD, at=now + timedelta(seconds=1))
    assert send_letters(at=now + timedelta(minutes=1)) == 1
    assert [letter.to for letter in mail.outbox] == [[GOOD]]
    first.refresh_from_db()
    assert first.letter_attempts == 1
    assert waits(first) == (address != "refused@example.org")  # one that is refused for good is given up at once
    assert not waits(second)
    assert "@example.org" not in caplog.text


@pytest.mark.parametrize(
    "address",
    ["away@example.org", "gone@example.org", "closing@example.org", "closed@example.org", "locked@example.org"],
)
def test_a_server_that_cannot_be_reached_is_asked_once(server, address):
    now = timezone.now()
    first, second = file(address, at=now), file(GOOD, at=now + timedelta(seconds=1))
    assert send_letters(at=now + timedelta(minutes=1)) == 0
    assert (waits(first), waits(second)) == (True, True)
    second.refresh_from_db()
    assert second.letter_attempts == 0


def test_what_a_server_puts_off_for_ever_is_given_up(server):
    notice, at = file("full@example.org"), timezone.now()
    for _attempt in range(MAX_ATTEMPTS + 2):
        send_letters(at=at)
        at += timedelta(days=1)
    notice.refresh_from_db()
    assert (notice.letter_attempts, notice.letter_due_at) == (MAX_ATTEMPTS, None)


def test_one_letter_says_whether_it_left(server):
    assert send_letter(file(GOOD).pk)
    for address in TROUBLE:
        assert not send_letter(file(address).pk), address
