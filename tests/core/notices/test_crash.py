import signal
from collections import Counter
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from core.notices.actions import plan_digests
from core.notices.models import Message, Preference
from core.notices.models.message import LEASE, MessageState
from tests.cast import make_member
from tests.core.notices.processes import start
from tests.core.notices.smtp_sink import Sink

EVERYONE, READERS = 500, 60
LONG_AGO = timedelta(days=14)
KILLED_AT = 210  # in the middle of a batch: the rest of it is claimed and waits for the lease to end

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.once
def test_a_killed_worker_loses_no_letter(queued, crowd, wave, sink):
    bea = make_member("bea")
    wave(*(SimpleNamespace(pk=pk) for pk in crowd(EVERYONE)), about=bea)
    kill_a_worker(sink, at=KILLED_AT)
    all_have_it_once(sink, EVERYONE)


@pytest.mark.once
def test_a_killed_worker_loses_no_digest(queued, crowd, wave, sink):
    ids, bea = crowd(READERS), make_member("bea")
    Preference.objects.bulk_create(Preference(member_id=pk, kind="test-wave", by_email="weekly") for pk in ids)
    for number in (1, 2):
        wave(*(SimpleNamespace(pk=pk) for pk in ids), about=bea, number=number, at=timezone.now() - LONG_AGO)
    assert plan_digests() == READERS
    kill_a_worker(sink, at=35)
    all_have_it_once(sink, READERS)
    assert all("2th time" in letter.mail.get_body(["plain"]).get_content() for letter in sink.arrived)


def kill_a_worker(sink: Sink, *, at: int) -> None:
    def kill(count: int) -> None:
        if count == at:  # accepted, and the worker will never hear of it: the worst moment there is
            worker.send_signal(signal.SIGKILL)
            worker.wait()

    sink.then = kill
    worker = start("db_worker", "--interval=0.05", "--no-startup-delay", "--no-reload", mail=sink)
    assert worker.wait(timeout=60) == -signal.SIGKILL
    assert len(sink.arrived) == at


def all_have_it_once(sink: Sink, size: int) -> None:
    """After the lease has ended and a sweep has run."""
    Message.objects.filter(state=MessageState.CLAIMED).update(claimed_at=timezone.now() - LEASE * 2)
    assert start("sweep", mail=sink).wait(timeout=60) == 0
    assert {letter.recipient for letter in sink.arrived} == {f"m{n}@example.com" for n in range(size)}
    times = Counter((letter.recipient, letter.mail["Message-ID"]) for letter in sink.arrived)
    assert len(times) == size  # whoever has two has the same message twice
    assert sorted(times.values())[-2:] == [1, 2]
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}
