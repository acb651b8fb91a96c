"""Whether a worker grows: the memory of this process over many requests of all kinds."""

import gc
import itertools
import os
from collections.abc import Callable
from pathlib import Path

from benchmarks.clients import get, handler, post, sign_in
from benchmarks.measuring import Row, no_more
from benchmarks.world import World
from ideas.models import Idea

REQUESTS = 10_000
STATM = Path("/proc/self/statm")


def measure(world: World) -> list[Row]:
    if not STATM.exists():
        return [Row("worker memory", "not measured: this system has no /proc", "≤ 5 MB")]
    count = REQUESTS if world.rounds > 5 else REQUESTS // 20
    acts = itertools.cycle(_mixture(world))
    for _ in range(count // 2):
        next(acts)()
    half = resident()
    for _ in range(count // 2):
        next(acts)()
    whole = resident()
    what = f"worker memory: added by the last {count // 2:,} of {count:,} mixed requests"
    return [no_more(f"{what} ({whole:.0f} MB in all)", max(0.0, whole - half), 5, "MB", half=half, whole=whole)]


def resident() -> float:
    gc.collect()
    return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def _mixture(world: World) -> list[Callable[[], bytes]]:
    """Pages, an idea, search, similar ideas, the roadmap and votes given and taken back, by visitors and members."""
    ours, board = handler(), world.small.url
    cookies = itertools.cycle([sign_in(member) for member in world.members(200)])
    ideas = itertools.cycle(list(Idea.objects.filter(board=world.small, open_to_votes=True).order_by("pk")[:300]))
    switch = itertools.cycle(["on"] * 300 + ["off"] * 300)
    return [
        lambda: get(ours, board),
        lambda: get(ours, board, next(cookies)),
        lambda: get(ours, f"{board}?sort=new", next(cookies)),
        lambda: get(ours, next(ideas).get_absolute_url()),
        lambda: get(ours, next(ideas).get_absolute_url(), next(cookies)),
        lambda: get(ours, f"{board}?q=coffee"),
        lambda: get(ours, f"{board}similar/?q=a+bench+outside"),
        lambda: get(ours, f"{board}roadmap/"),
        lambda: post(ours, next(ideas).get_vote_url(), {"vote": next(switch)}, next(cookies)),
    ]
