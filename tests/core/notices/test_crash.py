import signal
from collections import Counter
from types import SimpleNamespace

import pytest
from django.utils import timezone

from core.notices.models import Message
from core.notices.models.message import LEASE, MessageState
from tests.cast import make_member
from tests.core.notices.processes import start

EVERYONE = 500
KILLED_AT = 210  # in the middle of a batch: the rest of it is claimed and waits for the lease to end

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.once
def test_a_killed_worker_loses_no_letter(queued, crowd, wave, sink):
    bea = make_member("bea")
    wave(*(SimpleNamespace(pk=pk) for pk in crowd(EVERYONE)), about=bea)

    def kill(count: int) -> None:
        if count == KILLED_AT:  # accepted, and the worker will never hear of it: the worst moment there is
            worker.send_signal(signal.SIGKILL)
            worker.wait()

    sink.then = kill
    worker = start("db_worker", "--interval=0.05", "--no-startup-delay", "--no-reload", mail=sink)
    assert worker.wait(timeout=60) == -signal.SIGKILL
    assert len(sink.arrived) == KILLED_AT

    Message.objects.filter(state=MessageState.CLAIMED).update(claimed_at=timezone.now() - LEASE * 2)
    assert start("sweep", mail=sink).wait(timeout=60) == 0

    assert {letter.recipient for letter in sink.arrived} == {f"m{n}@example.com" for n in range(EVERYONE)}
    times = Counter((letter.recipient, letter.mail["Message-ID"]) for letter in sink.arrived)
    assert len(times) == EVERYONE  # whoever has two has the same message twice
    assert sorted(times.values())[-2:] == [1, 2]
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}
