"""The order in which one visitor meets the entries of a contest: their own, the same on every page and every visit, and
begun with what has been seen least.

Entries are numbered without gaps as they are first shown. What is there when somebody first looks is their first round;
what has come since makes a further round when they look again, which follows. A round is a permutation of its numbers,
cut into blocks of a page. When it begins, some blocks are drawn at random, and those whose entries are owed most looks
stand ahead; the rest follow in turn from the first of them on. So nobody steers where an entry stands, except by having
been seen less.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from random import Random
from typing import Any, Self

from core.ranking import Permutation

BLOCK = 24  # places; one page
DRAWN = 8  # blocks are drawn, of which
AHEAD = 5  # so many stand ahead: few visitors look further
MOST_ROUNDS = 40  # of one visitor; what comes after that follows as it comes

Owed = Callable[[Collection[int]], Mapping[int, float]]  # by number of entry, how many looks it is behind


@dataclass(frozen=True)
class Round:
    """The numbers from `first` on, so many, in an order that grows from `seed`; the blocks `ahead` come first. Places
    of the last block may be empty: they are passed over, as what was hidden is."""

    first: int
    size: int
    seed: str
    ahead: tuple[int, ...] = ()

    @property
    def places(self) -> int:
        return self._blocks * BLOCK

    def number_at(self, place: int) -> int | None:
        turn, inside = divmod(place, BLOCK)
        return self._numbered(self._block_at(turn) * BLOCK + inside)

    def place_of(self, number: int) -> int:
        block, inside = divmod(self._permutation.place_of(number - self.first), BLOCK)
        return self._turn_of(block) * BLOCK + inside

    def begun(self, owed: Owed) -> "Round":
        """The same with its blocks chosen, as nobody has looked yet. Asks at most once."""
        if self._blocks < 2:
            return self
        drawn = Random(self.seed).sample(range(self._blocks), min(DRAWN, self._blocks))  # no secret
        members = {block: self._members(block) for block in drawn}
        behind = owed([number for numbers in members.values() for number in numbers])
        share = {
            block: sum(behind.get(number, 0) for number in numbers) / len(numbers) for block, numbers in members.items()
        }
        ahead = sorted(drawn, key=lambda block: -share[block])[:AHEAD]
        return Round(self.first, self.size, self.seed, tuple(ahead))

    @property
    def _blocks(self) -> int:
        return -(-self.size // BLOCK)

    @cached_property
    def _permutation(self) -> Permutation:
        return Permutation(self.size, self.seed)

    @cached_property
    def _steps(self) -> list[int]:
        """How far from the first block the others stand that go ahead of their turn."""
        return sorted((block - self.ahead[0]) % self._blocks for block in self.ahead)

    def _numbered(self, at: int) -> int | None:
        return self.first + self._permutation.at(at) if at < self.size else None

    def _members(self, block: int) -> list[int]:
        found = (self._numbered(at) for at in range(block * BLOCK, (block + 1) * BLOCK))
        return [number for number in found if number is not None]

    def _block_at(self, turn: int) -> int:
        if turn < len(self.ahead) or not self.ahead:
            return self.ahead[turn] if self.ahead else turn
        step = turn - len(self.ahead)
        for taken in self._steps:
            step += taken <= step
        return (self.ahead[0] + step) % self._blocks

    def _turn_of(self, block: int) -> int:
        if block in self.ahead or not self.ahead:
            return self.ahead.index(block) if self.ahead else block
        step = (block - self.ahead[0]) % self._blocks
        return len(self.ahead) + step - sum(taken < step for taken in self._steps)


class Order:
    """All that was ever shown in a contest, in one visitor's order. What their rounds do not hold yet follows as it
    comes."""

    def __init__(self, seed: str, rounds: Sequence[Round] = ()) -> None:
        self.seed, self.rounds = seed, list(rounds)

    @classmethod
    def from_plain(cls, kept: Any) -> Self:
        """As `plain` has written it. Raises ValueError for anything else."""
        try:
            seed, rounds = kept
            order = cls(str(seed))
            for size, ahead in rounds:
                order.rounds.append(Round(order.size + 1, int(size), order._next_seed, tuple(map(int, ahead))))
        except TypeError as error:
            raise ValueError("no order") from error
        return order

    @property
    def plain(self) -> list[Any]:
        """What is to be kept of it: no more than where each round began."""
        return [self.seed, [[one.size, list(one.ahead)] for one in self.rounds]]

    @property
    def size(self) -> int:
        """The numbers that its rounds hold."""
        return sum(one.size for one in self.rounds)

    def grown(self, numbered: int, owed: Owed) -> "Order":
        """The same order, and a further round for what has come since; itself where nothing has."""
        fresh = numbered - self.size
        if fresh < 1 or len(self.rounds) >= MOST_ROUNDS:
            return self
        return Order(self.seed, [*self.rounds, Round(self.size + 1, fresh, self._next_seed).begun(owed)])

    def walk(self, place: int, *, numbered: int) -> Iterator[tuple[int, int]]:
        """Place and number of each entry from there on."""
        begins = 0
        for one in self.rounds:
            for at in range(max(place - begins, 0), one.places):
                number = one.number_at(at)
                if number is not None:
                    yield begins + at, number
            begins += one.places
        for at in count(max(place, begins)):
            number = self.size + 1 + at - begins
            if number > numbered:
                return
            yield at, number

    def place_of(self, number: int) -> int:
        begins = 0
        for one in self.rounds:
            if number < one.first + one.size:
                return begins + one.place_of(number)
            begins += one.places
        return begins + number - self.size - 1

    @property
    def _next_seed(self) -> str:
        return f"{self.seed}:{len(self.rounds)}"
