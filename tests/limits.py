"""Rate limits count in windows of the wall clock, and one may end while a test asks."""

from collections.abc import Callable
from itertools import count
from typing import Any


def answers_until_refused(ask: Callable[[int], Any], *, allowed: int) -> list[Any]:
    """What `ask(0)`, `ask(1)` … answered until one was told 429 and how long to wait: the last in the list.

    At least `allowed` were let through before it: as many within one window, and at most twice as many over the end of
    one.
    """
    answers: list[Any] = []
    for n in count():
        assert n <= 2 * allowed, f"{n} were let through, {allowed} are allowed"
        answers.append(ask(n))
        if answers[-1].status_code == 429:
            break
    assert len(answers) > allowed, f"refused after {len(answers) - 1}, {allowed} are allowed"
    assert int(answers[-1]["Retry-After"]) >= 1
    return answers
