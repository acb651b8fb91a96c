"""Who supports an idea of the demo board, and since when: drawn from the people, the same on every run."""

from collections.abc import Iterator
from hashlib import sha256

from ideas.demo.people import CAST_MEMBERS, PEOPLE
from ideas.demo.shapes import Idea

CLOSED = frozenset({"launched", "not-planned"})
VOTERS = (*(person.handle for person in PEOPLE if not person.is_staff), *CAST_MEMBERS)


def votes_for(idea: Idea) -> list[tuple[str, float]]:
    """The supporters beside the author as (handle, days ago), oldest first, all while the idea was open to votes."""
    others = sorted((draw(idea.key, handle), handle) for handle in VOTERS if handle != idea.author)
    chosen = [handle for _, handle in others[: idea.supporters]]
    votes = [(handle, moment(idea, draw(handle, idea.key))) for handle in chosen]
    return sorted(votes, key=lambda vote: (-vote[1], vote[0]))


def draw(*words: str) -> float:
    """A number from 0 up to 1 that depends on the words alone."""
    return int.from_bytes(sha256("/".join(words).encode()).digest()[:6], "big") / 2**48


def moment(idea: Idea, share: float) -> float:
    """How many days ago that share of the idea's open time had passed."""
    windows = list(open_windows(idea))
    left = share * sum(start - end for start, end in windows)
    for start, end in windows:
        if left < start - end:
            return start - left
        left -= start - end
    return windows[-1][1]


def open_windows(idea: Idea) -> Iterator[tuple[float, float]]:
    """The stretches in which the idea took votes, as (from, to) in days ago."""
    opened: float | None = idea.days_ago
    for answer in idea.answers:
        if answer.status in CLOSED and opened is not None:
            yield opened, answer.days_ago
            opened = None
        elif answer.status not in CLOSED and opened is None:
            opened = answer.days_ago
    if opened is not None:
        yield opened, idea.merged_days_ago
