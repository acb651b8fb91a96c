"""How fair the order of a contest's entries is: the permutation alone, and a whole contest of made-up visitors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from random import Random

from benchmarks.measuring import Row, at_most
from benchmarks.world import World
from contests.exposing import behind
from contests.ordering import BLOCK, Order
from core.ranking import Permutation

SEEDS, SIZE = 3_000, 500
PAGES = 5  # at most, of one visitor


def measure(world: World) -> list[Row]:
    visitors = 10_000 if world.rounds > 5 else 2_000
    fair = Contest(entries=1_000, late=333).visited_by(visitors)
    bursts = Contest(entries=1_000, late=333).visited_by(visitors, at_once=visitors // 20)
    chance = Contest(entries=1_000, late=333, is_left_to_chance=True).visited_by(visitors)
    what = f"looks an hour, most over least: 1,000 entries, a third half way, {visitors:,} visitors"
    figures = {"by chance alone": round(chance.range, 3), "late over early": round(fair.late_over_early, 3)}
    return [
        _evenness("permutation", (islice(_alone(seed), BLOCK) for seed in range(SEEDS))),
        _evenness("order of a visitor, nobody has looked yet", (_begun(seed) for seed in range(SEEDS))),
        at_most(what, fair.range, 1.2, **figures),
        at_most("the same, a twentieth of them at once", bursts.range, 1.2),
        Row("the same, by chance alone", f"{chance.range:.2f} ×", figures={"ratio": chance.range}),
    ]


@dataclass
class Contest:
    """Entries that are numbered from one; the last `late` of them come half way through the time, which is one. Where
    `is_left_to_chance`, each visitor has them shuffled."""

    entries: int
    late: int
    is_left_to_chance: bool = False
    seed: int = 1
    seen: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.seen = [0] * self.entries
        self.dice = Random(self.seed)

    def visited_by(self, visitors: int, *, at_once: int = 1) -> "Contest":
        """New visitors, evenly over the time, who open one to five pages. Of so many `at_once` nobody's looks are
        known to the others."""
        waiting: list[int] = []
        for visitor in range(visitors):
            waiting += self.looked_at(f"{self.seed}:{visitor}", at=(visitor + 0.5) / visitors)
            if visitor % at_once == at_once - 1 or visitor == visitors - 1:
                for number in waiting:
                    self.seen[number - 1] += 1
                waiting.clear()
        return self

    def looked_at(self, seed: str, *, at: float) -> list[int]:
        numbered = self.entries - (self.late if at < 0.5 else 0)
        patience = min(BLOCK * self.dice.randint(1, PAGES), numbered)
        if self.is_left_to_chance:
            return self.dice.sample(range(1, numbered + 1), patience)

        def owed(numbers: Iterable[int]) -> Mapping[int, float]:
            return behind({number: (self.seen[number - 1], at - self.since(number)) for number in numbers})

        walk = Order(seed).grown(numbered, owed).walk(0, numbered=numbered)
        return [number for _place, number in islice(walk, patience)]

    def since(self, number: int) -> float:
        return 0.5 if number > self.entries - self.late else 0.0

    @property
    def rates(self) -> list[float]:
        return [seen / (1 - self.since(number)) for number, seen in enumerate(self.seen, 1)]

    @property
    def range(self) -> float:
        return max(self.rates) / min(self.rates)

    @property
    def late_over_early(self) -> float:
        early, late = self.rates[: self.entries - self.late], self.rates[self.entries - self.late :]
        return (sum(late) / len(late)) / (sum(early) / len(early))


def _alone(seed: int) -> Iterable[int]:
    permutation = Permutation(SIZE, f"visitor {seed}")
    return (permutation.at(place) for place in range(SIZE))


def _begun(seed: int) -> Iterable[int]:
    walk = Order(f"visitor {seed}").grown(SIZE, lambda numbers: {}).walk(0, numbered=SIZE)
    return [number - 1 for _place, number in islice(walk, BLOCK)]


def _evenness(what: str, orders: Iterable[Iterable[int]]) -> Row:
    counts = [[0] * SIZE for _place in range(BLOCK)]
    for order in orders:
        for counted, number in zip(counts, order, strict=True):
            counted[number] += 1
    expected = SEEDS / SIZE
    ratios = [sum((count - expected) ** 2 / expected for count in counted) / (SIZE - 1) for counted in counts]
    least, most = min(ratios), max(ratios)
    said = f"χ²/df at {BLOCK} places, {SEEDS:,} seeds, {SIZE} entries: {what}"
    met = least >= 0.8 and most <= 1.2
    return Row(said, f"{least:.2f} to {most:.2f}", "0.8 to 1.2", met, {"least": least, "most": most})
