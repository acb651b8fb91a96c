"""The room that a request's frames get: nothing is mapped and unmapped while a page loops at some depth."""

import resource
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.wsgi import with_room

CALLS, DEPTHS = 1_000, 400


def at_all_depths(environ, start_response):
    for depth in range(DEPTHS):
        loop_at(depth)
    return [b""]


def loop_at(depth: int) -> None:
    if depth:
        loop_at(depth - 1)
    else:
        for _ in range(CALLS):
            nothing()


def nothing() -> None:
    pass


def faults(app: Callable) -> int:
    """How many pages of memory a second request faulted in, on a thread of its own: its frames begin where they may."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(app, {}, print).result()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        thread.submit(app, {}, print).result()
        return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_the_answer_is_the_applications_own():
    seen = []
    app = with_room(lambda environ, start_response: [start_response(environ["status"]), b"body"][1:])
    assert app({"status": "200 OK"}, seen.append) == [b"body"]
    assert seen == ["200 OK"]


def test_no_depth_of_a_request_costs_memory_at_each_call():
    assert faults(with_room(at_all_depths)) < CALLS


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="CPython keeps a spare piece from 3.13's patch releases on")
def test_without_room_there_is_such_a_depth():
    assert faults(at_all_depths) >= CALLS
