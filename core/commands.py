"""What rooms add to the site's commands: chapters of `demo`, counters of `recount`, chores of `sweep`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.registry import Registry


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part of the demo world. `write` is idempotent; `erase` takes it away again for `--reset`."""

    key: str
    write: Callable[[], None]
    erase: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Drift:
    """One cached figure that did not equal what its rows say."""

    what: str
    cached: object
    counted: object


@dataclass(frozen=True, slots=True)
class Counter:
    """A family of cached figures. `find` yields what has drifted; `mend` rebuilds all and says how many changed."""

    key: str
    find: Callable[[], Iterator[Drift]]
    mend: Callable[[], int]


@dataclass(frozen=True, slots=True)
class Chore:
    """Periodic work, safe at any time and twice at once. Returns how many things it did."""

    key: str
    run: Callable[[], int]


chapters: Registry[Chapter] = Registry("chapters")
counters: Registry[Counter] = Registry("counters")
chores: Registry[Chore] = Registry("chores")
