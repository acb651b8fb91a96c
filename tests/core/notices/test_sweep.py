import subprocess
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.commands import Chore, chores
from core.notices.models import Heartbeat, Message
from core.notices.models.message import LEASE, MessageState
from core.notices.registrations import PATIENCE, take_pulse
from tests.core.notices.processes import start


@pytest.fixture
def broken_chore():
    def fail() -> int:
        raise RuntimeError("out of order")

    chores.add(Chore("test-broken", fail))
    chores.add(Chore("test-after", lambda: 3))
    yield
    del chores._things["test-broken"], chores._things["test-after"]


def sweep() -> str:
    said = StringIO()
    call_command("sweep", stdout=said)
    return said.getvalue()


def test_it_says_what_each_chore_did(db):
    said = sweep()
    assert "notices: 0\n" in said and "pulse: 1\n" in said


def test_a_chore_that_fails_is_logged_and_stops_no_other(db, broken_chore, caplog):
    said = StringIO()
    with pytest.raises(CommandError, match="test-broken"):
        call_command("sweep", stdout=said)
    assert "test-broken: failed\ntest-after: 3\n" in said.getvalue()
    assert "out of order" in caplog.text
    assert Heartbeat.objects.last("sweep")


def test_it_sends_what_a_dead_worker_had_claimed(tom, bea, wave, mailoutbox):
    long_ago = timezone.now() - LEASE * 2
    wave(tom, about=bea, at=long_ago)
    assert Message.objects.claim(5, at=long_ago)
    assert "notices: 1\n" in sweep()
    assert Message.objects.get().state == MessageState.SENT
    assert [letter.to for letter in mailoutbox] == [["tom@example.com"]]


def test_both_hearts_beat(db):
    assert Heartbeat.objects.age("sweep") is None
    sweep()
    assert Heartbeat.objects.age("sweep") < timedelta(minutes=1)
    assert Heartbeat.objects.age("worker") < timedelta(minutes=1)


def test_a_worker_that_does_not_answer_is_asked_again_after_a_while(db, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    take_pulse()
    first = Heartbeat.objects.last("asked")
    take_pulse()
    assert Heartbeat.objects.last("asked") == first
    assert Heartbeat.objects.last("worker") is None
    Heartbeat.objects.beat("asked", at=first - PATIENCE * 2)
    take_pulse()
    assert Heartbeat.objects.last("asked") > first


@pytest.mark.parametrize("every", ["0", "-5"])
def test_a_pause_that_is_none_is_refused(every):
    with pytest.raises(CommandError, match="at least 1"):
        call_command("sweep", f"--every={every}")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.once
def test_it_goes_on_until_it_is_told_to_stop():
    process = start("sweep", "--every=1", "-v2", stdout=subprocess.PIPE, text=True)
    rounds = 0
    for line in process.stdout:
        rounds += line == "pulse: 1\n"
        if rounds == 2:
            process.terminate()
            break
    assert process.wait(timeout=20) == 0
    assert Heartbeat.objects.age("sweep") < timedelta(minutes=1)
