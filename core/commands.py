"""What rooms add to the site's commands: chapters of `demo`, counters of `recount`, chores of `sweep`, surfaces of
`check_gate`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

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


class Plot(Protocol):
    """The ground behind one closed door. What is planted there says `word(field)` wherever it says something: a word of
    its own for every field, which an outsider must never be told. `editorial(field)` is for what staff write in pages,
    and who may edit pages reads it in the admin."""

    door: str
    parent: Any  # the page below which to plant
    author: Any  # an insider
    follower: Any  # an insider still, who will have lapsed when the crawl begins
    staff: Any  # may do everything
    group: Any  # what opens a collection of documents to them

    def word(self, field: str) -> str: ...
    def editorial(self, field: str) -> str: ...
    def close(self, page: Any) -> Any:
        """The same page, closed from now on; at once after it was made, so that nobody is told before."""
        ...


@dataclass(frozen=True, slots=True)
class Planted:
    """What a room has put behind one door. The routes of `page` are crawled of themselves; `addresses` are others that
    nothing could guess, and `around` those of open pages whose lists might name it. `arguments` fill the addresses of
    the URL conf, by the beginning of their names: {"ideas:": {"pk": 7}}; under "" those of Wagtail's. Below the
    addresses `desks`, too, who edits pages reads what staff wrote, as in the admin. `stir` does what its people are
    told of, after the follower has lapsed. Without a page it stands behind no door."""

    page: Any
    addresses: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    arguments: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    desks: tuple[str, ...] = ()
    stir: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Surface:
    """One kind of thing that can be closed. `plant` is called once for every kind of door."""

    key: str
    plant: Callable[[Plot], Planted]


chapters: Registry[Chapter] = Registry("chapters")
counters: Registry[Counter] = Registry("counters")
chores: Registry[Chore] = Registry("chores")
surfaces: Registry[Surface] = Registry("surfaces")
