"""How the demo's contests are written down."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`make` draws the file that is uploaded; `votes` is how many of the others vote for it; `marks` are the jury's."""

    by: str
    title: str
    caption: str
    alt: str
    make: Callable[[], bytes]
    days_ago: float
    votes: int = 0
    ai_use: str = "none"
    ai_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prize:
    rank: int
    name: str
    text: str
    award: str = "winner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    name: str
    question: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    by: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """Times are in days from now, negative for the past. `fields` are the page's own."""

    slug: str
    title: str
    brief: str
    about: str
    times: Mapping[str, float]
    rules_in_short: tuple[str, ...]
    prizes: tuple[Prize, ...]
    entries: tuple[Entry, ...]
    suffix: str  # of the files
    poster: str = ""  # a street scene
    fields: Mapping[str, Any] = field(default_factory=dict)
    criteria: tuple[Criterion, ...] = ()
    judges: tuple[Judge, ...] = ()
