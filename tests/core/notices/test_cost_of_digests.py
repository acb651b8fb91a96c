"""A digest asks as much for many notices of a kind as for few, whatever the kind."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.notices.digests import digest_letter
from core.notices.kinds import notice_kinds
from core.notices.models import Deferral, Digest, Message, Notice
from tests.cast import make_member
from tests.core.notices.events import EVENTS

FEW, MANY = 3, 12


@pytest.fixture
def reader(db):
    return make_member("reader")


def digest_of(kind, events, reader):
    """The row of the e-mail that tells `reader` of these events."""
    now = timezone.now()
    Notice.objects.all().delete()
    Digest.objects.all().delete()
    digest = Digest.objects.create(recipient=reader, rhythm="weekly", until=now)
    for subject, number, key in events:
        notice = Notice.objects.create(
            recipient=reader, kind=kind, subject_kind=subject, subject_id=number, key=key, created_at=now
        )
        Deferral.objects.create(notice=notice, recipient=reader, rhythm="weekly", due_at=now, digest=digest)
    return Message.objects.create(digest=digest, recipient=reader, due_at=now)


def asked_for(message, *, things):
    """How many queries the letter took, which tells of so many things."""
    message = Message.objects.select_related("digest", "recipient").get(pk=message.pk)
    with CaptureQueriesContext(connection) as seen:
        letter = digest_letter(message, address="reader@example.com")
    assert letter is not None
    assert letter.subject.startswith(f"{things} things")
    return len(seen)


@pytest.mark.parametrize("events", EVENTS, ids=lambda events: events.__name__)
def test_of_each_kind(events, reader):
    asked = {
        kind: [asked_for(digest_of(kind, some, reader), things=len(some)) for some in (told[:FEW], told)]
        for kind, told in events(reader, MANY).items()
    }
    assert {kind: counts for kind, counts in asked.items() if counts[0] < counts[1]} == {}


def test_no_kind_that_may_wait_is_left_out(reader):
    told = {kind for events in EVENTS for kind in events(reader, 1)}
    assert {kind.key for kind in notice_kinds if kind.may_wait and not kind.key.startswith("test-")} <= told
