from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import pytest
from django.db import connection

from core.notices.actions import deliver_waiting
from core.notices.models import Message, Notice
from core.notices.models.message import MessageState
from tests.cast import make_member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nothing_enqueued(settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def at_once(workers: int, act: Callable[[], int]) -> list[int]:
    """What `act` answered to each of so many threads that began it together, each with its own connection."""
    together = Barrier(workers)

    def work(_number: int) -> int:
        together.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, range(workers)))


def test_workers_share_the_queue(nothing_enqueued, crowd, wave, sink):
    bea = make_member("bea")
    wave(*(SimpleNamespace(pk=pk) for pk in crowd(120)), about=bea)
    dealt_with = at_once(3, deliver_waiting)
    assert sum(dealt_with) == 120
    assert set(Counter(letter.recipient for letter in sink.arrived).values()) == {1}
    assert Message.objects.filter(state=MessageState.SENT).count() == 120


def test_two_workers_that_tell_of_one_event_tell_it_once(nothing_enqueued, crowd, wave):
    bea, everyone = make_member("bea"), [SimpleNamespace(pk=pk) for pk in crowd(300)]
    at_once(3, lambda: wave(*everyone, about=bea))
    assert Notice.objects.count() == Message.objects.count() == 300
