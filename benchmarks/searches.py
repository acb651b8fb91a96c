"""Database time of searching the large board, and of similar ideas while typing."""

import random
import time
from collections.abc import Callable
from statistics import median

from benchmarks.measuring import Row, no_more
from benchmarks.world import World
from ideas.models import Idea, IdeaBoardPage
from ideas.searching import find, similar

TYPED = (
    "bench outside",
    "longer hours on sunday",
    "a quiet table without calls",
    "lent cups at the station",
    "oat milk",
    "filter coffee in the morn",
)


def measure(world: World) -> list[Row]:
    count = Idea.objects.filter(board=world.large).count()
    around = Idea.objects.filter(board=world.middle).count()
    searched = {q: _time(lambda q=q: find(world.large, q), world.rounds) for q in _queries(world.large)}
    typed = {q: _time(lambda q=q: similar(world.middle, q), world.rounds) for q in TYPED}
    return [
        _row(f"search at {count:,} ideas, the slowest of {len(searched)} queries", searched, 30),
        _row(f"similar while typing at {around:,} ideas, the slowest of {len(typed)}", typed, 50),
    ]


def _row(what: str, times: dict[str, tuple[float, float]], most: float) -> Row:
    """Absolute times, so a busy machine shows in them. The median counts; the quickest round stands beside it."""
    slowest = max(middle for _best, middle in times.values())
    return no_more(what, slowest, most, "ms", best_and_median_ms=times)


def _queries(board: IdeaBoardPage) -> list[str]:
    """Common words, rare ones, beginnings, several together, none at all."""
    dice = random.Random(1)
    titles = list(Idea.objects.filter(board=board).order_by("-pk").values_list("title_folded", flat=True)[:500])
    rare = dice.choice(titles).split()[-1]
    return [
        "coffee",
        "the",
        "a",
        "the coffee",
        "cof",
        "s",
        rare,
        rare[:4],
        f"bench {rare[:3]}",
        "station cup",
        "no such word",
        "zzzz",
    ]


def _time(act: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The quickest and the median, in milliseconds."""
    act()
    seen = []
    for _ in range(rounds):
        started = time.perf_counter()
        act()
        seen.append((time.perf_counter() - started) * 1000)
    return round(min(seen), 2), round(median(seen), 2)
