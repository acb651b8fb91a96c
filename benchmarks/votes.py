"""What a vote costs through the whole stack, and whether a crowd is counted exactly."""

import itertools
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, connections
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from benchmarks.clients import floor_handler, handler, post, sign_in
from benchmarks.measuring import Row, at_least, interleaved, no_more
from benchmarks.world import World
from core.wsgi import Application
from ideas.models import Idea, Vote

CLIENTS = 64
ROUNDS_OF_CROWDS = 6
CALLS = 5


def measure(world: World) -> list[Row]:
    ours, bare = handler(), floor_handler()
    cookies = [sign_in(member) for member in world.members(CLIENTS * 5)]
    return [*_cost(world, ours, bare, cookies), *_crowd(world, ours, cookies)]


def _cost(world: World, ours: Application, bare: Application, cookies: list[dict[str, str]]) -> list[Row]:
    """Each vote is of another member on another idea, so that none finds itself cast already."""
    calls = 2 * (world.rounds * CALLS + 1) + 1
    ideas = iter(world.votable(calls))
    voters = itertools.cycle(cookies)

    def vote(app: Application) -> Callable[[], bytes]:
        return lambda: post(app, f"/idea/{next(ideas)}/vote/", {"vote": "on"}, next(voters))

    with CaptureQueriesContext(connection) as seen:
        vote(ours)()
    queries = len(seen)  # now: the next request empties the log
    found = interleaved({"ours": vote(ours), "floor": vote(bare)}, rounds=world.rounds, calls=CALLS)
    cpu = {name: round(figure.cpu, 2) for name, figure in found.items()}
    return [
        no_more("vote: queries through the whole stack", queries, 9, "queries"),
        at_least("vote, CPU: the floor's share of ours", found["floor"].cpu / found["ours"].cpu, 0.35, ms=cpu),
    ]


def _crowd(world: World, ours: Application, cookies: list[dict[str, str]]) -> list[Row]:
    """64 clients who are different people, limits on: all on one idea, then each vote on another, in turn."""
    each = len(cookies)
    hot = iter(world.votable(ROUNDS_OF_CROWDS))
    spread = iter(world.votable(ROUNDS_OF_CROWDS * each, skip=ROUNDS_OF_CROWDS))
    before, rates = _state(), {"hot": [], "spread": []}
    with ThreadPoolExecutor(CLIENTS) as pool:
        for _round in range(ROUNDS_OF_CROWDS):
            one = next(hot)
            rates["hot"].append(_rate(pool, ours, ((one, who) for who in cookies), each))
            rates["spread"].append(_rate(pool, ours, ((next(spread), who) for who in cookies), each))
        list(pool.map(lambda _n: connections.close_all(), range(CLIENTS * 4)))
    cast = 2 * ROUNDS_OF_CROWDS * each
    after = _state()
    exact = (after[0] - before[0], after[1] - before[1]) == (cast, cast)
    best = {name: sorted(all_)[len(all_) // 2] for name, all_ in rates.items()}
    figures = {name: round(rate) for name, rate in best.items()}
    return [
        at_least(
            "one hot idea: its share of the spread rate, 64 clients",
            best["hot"] / best["spread"],
            0.9,
            per_second=figures,
        ),
        Row(
            f"votes of 64 clients: {cast:,} cast",
            f"{after[0] - before[0]:,} rows, {after[1] - before[1]:,} counted",
            "every one, once",
            exact,
        ),
    ]


def _rate(
    pool: ThreadPoolExecutor, ours: Application, votes: Iterator[tuple[int, dict[str, str]]], count: int
) -> float:
    started = time.perf_counter()
    list(pool.map(lambda vote: post(ours, f"/idea/{vote[0]}/vote/", {"vote": "on"}, vote[1]), list(votes)))
    return count / (time.perf_counter() - started)


def _state() -> tuple[int, int]:
    return Vote.objects.count(), Idea.objects.aggregate(all=Sum("vote_count"))["all"] or 0
