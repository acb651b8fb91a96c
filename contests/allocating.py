"""Who judges what: each entry on the desks of so many judges, the desks as even as can be. Numbers alone, no rows."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from heapq import nsmallest

from core.ranking import shuffled_place


@dataclass(frozen=True, slots=True)
class Desk:
    """One judge's: `load` entries lie on it or were judged there, those in `movable` may still go to another, and
    those in `barred` cannot come to it: they are there, were a conflict, or are the judge's own."""

    load: int = 0
    movable: Sequence[int] = ()
    barred: Set[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """Pairs of judge and entry to lay on a desk and to take from one, and by entry how many judges it still lacks."""

    added: frozenset[tuple[int, int]]
    taken: frozenset[tuple[int, int]]
    lacking: Mapping[int, int]


def allocate(wanted: Mapping[int, int], desks: Mapping[int, Desk], *, seed: str) -> Plan:
    """Give each entry as many more judges as `wanted` says, or as there are who may judge it.

    No two loads differ by more than one, unless what is barred leaves no way to even them out. The same seed and the
    same desks give the same plan; who judges together is left to the seed.
    """
    room = _Room(desks)
    lacking: dict[int, int] = {}
    for entry in sorted(wanted, key=lambda entry: (shuffled_place(entry, seed), entry)):
        found = room.judges_for(entry, wanted[entry], seed=seed)
        for judge in found:
            room.lay(judge, entry)
        if len(found) < wanted[entry]:
            lacking[entry] = wanted[entry] - len(found)
    room.even_out()
    now, before = room.movable_pairs(), {(judge, entry) for judge, desk in desks.items() for entry in desk.movable}
    return Plan(frozenset(now - before), frozenset(before - now), lacking)


@dataclass(slots=True)
class _Place:
    load: int
    movable: dict[int, None]  # in the order in which they came
    barred: set[int] = field(default_factory=set)


class _Room:
    """The desks while they are being laid."""

    def __init__(self, desks: Mapping[int, Desk]) -> None:
        self.places = {
            judge: _Place(desk.load, dict.fromkeys(desk.movable), {*desk.barred, *desk.movable})
            for judge, desk in sorted(desks.items())
        }

    def judges_for(self, entry: int, count: int, *, seed: str) -> list[int]:
        """Those with the least on their desks who may judge it."""
        free = ((place.load, judge) for judge, place in self.places.items() if entry not in place.barred)
        lot = f"{seed}/{entry}"[-64:]
        ranked = nsmallest(count, ((load, shuffled_place(judge, lot), judge) for load, judge in free))
        return [judge for _load, _lot, judge in ranked]

    def lay(self, judge: int, entry: int) -> None:
        place = self.places[judge]
        place.load += 1
        place.movable[entry] = None
        place.barred.add(entry)

    def take(self, judge: int, entry: int) -> None:
        place = self.places[judge]
        place.load -= 1
        del place.movable[entry]
        place.barred.discard(entry)

    def movable_pairs(self) -> set[tuple[int, int]]:
        return {(judge, entry) for judge, place in self.places.items() for entry in place.movable}

    def even_out(self) -> None:
        """Pass entries on from fuller desks to emptier ones, over others where need be, until no way is left: then the
        loads are as even as they can be (cost-reducing paths of semi-matchings, N. Harvey et al., 2006)."""
        while steps := self._way_down():
            for judge, entry, _other in steps:
                self.take(judge, entry)
            for _judge, entry, other in steps:
                self.lay(other, entry)

    def _way_down(self) -> list[tuple[int, int, int]]:
        """Steps (from, entry, to) that lead from a desk to one with at least two entries less."""
        if not self.places:
            return []
        least = min(place.load for place in self.places.values())
        for judge in sorted(self.places, key=lambda judge: -self.places[judge].load):
            if self.places[judge].load < least + 2:
                return []
            if steps := self._way_from(judge):
                return steps
        return []

    def _way_from(self, start: int) -> list[tuple[int, int, int]]:
        goal = self.places[start].load - 2
        came: dict[int, tuple[int, int] | None] = {start: None}
        queue = [start]
        for judge in queue:
            for other in sorted(self.places.keys() - came.keys(), key=lambda other: self.places[other].load):
                entry = self._passable(judge, other)
                if entry is None:
                    continue
                came[other] = (judge, entry)
                if self.places[other].load <= goal:
                    return _steps_to(other, came)
                queue.append(other)
        return []

    def _passable(self, judge: int, other: int) -> int | None:
        barred = self.places[other].barred
        return next((entry for entry in self.places[judge].movable if entry not in barred), None)


def _steps_to(end: int, came: Mapping[int, tuple[int, int] | None]) -> list[tuple[int, int, int]]:
    steps: list[tuple[int, int, int]] = []
    while step := came[end]:
        judge, entry = step
        steps.append((judge, entry, end))
        end = judge
    return steps
