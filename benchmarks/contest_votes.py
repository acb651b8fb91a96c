"""What a vote for an entry costs with ledger and risk, and whether a crowd is counted exactly and the chain holds."""

import itertools
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from django.db import connection, connections
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from benchmarks.clients import floor_handler, handler, post, sign_in
from benchmarks.contest_world import confirmed, entries_in, newcomers, the_contest
from benchmarks.measuring import Row, at_least, interleaved, no_more
from benchmarks.world import World
from contests.actions.sealing import seal
from contests.kinds import VoteRule
from contests.ledger import verify
from contests.models import ContestPage, Entry, VoteEvent
from contests.recounting import drift_of
from core.wsgi import Application

CLIENTS = 64
CALLS = 5
ROUNDS_OF_CROWDS = 4
SHARE = 0.25

Cookies = dict[str, str]


def measure(world: World) -> list[Row]:
    ours, bare = handler(), floor_handler()
    old = [sign_in(member) for member in confirmed(world.members(CLIENTS * 5))]
    new = [sign_in(member) for member in newcomers(CLIENTS * 2)]
    return [*_cost(world, ours, bare, old, new), *_crowd(ours, old)]


def _cost(world: World, ours: Application, bare: Application, old: list[Cookies], new: list[Cookies]) -> list[Row]:
    """Three votes a day, which is the dearest rule; each vote is one that its member has not cast before."""
    contest = the_contest(vote_rule=VoteRule.A_DAY, vote_limit=100)
    entries = iter(entries_in(contest, 4 * (world.rounds * CALLS + CALLS) + 50))

    def spread(app: Application, voters: list[Cookies]) -> Callable[[], bytes]:
        turn = itertools.cycle(voters)
        return lambda: post(app, f"/entry/{next(entries)}/vote/", {"vote": "on"}, next(turn))

    def hot(app: Application, voters: list[Cookies]) -> Callable[[], bytes]:
        pairs = ((next(entries), voters) for _ in itertools.count())
        votes = ((pk, who) for pk, all_ in pairs for who in all_)
        return lambda: _vote(app, *next(votes))

    queries = []
    for voters in (old, new):
        with CaptureQueriesContext(connection) as seen:
            spread(ours, voters[-1:])()
        queries.append(len(seen))
    acts = {"ours": spread(ours, old), "floor": spread(bare, old)}
    acts |= {"ours, hot": hot(ours, old), "floor, hot": hot(bare, old), "ours, new": hot(ours, new)}
    found = interleaved(acts, rounds=world.rounds, calls=CALLS)
    cpu = {name: round(figure.cpu, 2) for name, figure in found.items()}
    shares = (
        ("ours", "floor", "spread"),
        ("ours, hot", "floor, hot", "on one hot entry"),
        ("ours, new", "floor, hot", "of new accounts, whose neighbours are looked at"),
    )
    said = "contest vote, CPU: the floor's share of ours"
    return [
        no_more("contest vote: queries through the whole stack", max(queries), 14, "queries"),
        *(at_least(f"{said}, {what}", found[b].cpu / found[a].cpu, SHARE, ms=cpu) for a, b, what in shares),
    ]


def _vote(app: Application, pk: int, who: Cookies) -> bytes:
    return post(app, f"/entry/{pk}/vote/", {"vote": "on"}, who)


def _crowd(ours: Application, cookies: list[Cookies]) -> list[Row]:
    """64 writers who are different people, limits on, while somebody seals: all on one entry, then each on another."""
    contest = the_contest()
    each = len(cookies)
    hot = iter(entries_in(contest, ROUNDS_OF_CROWDS))
    spread = iter(entries_in(the_contest(), ROUNDS_OF_CROWDS * each))
    rates: dict[str, list[float]] = {"hot": [], "spread": []}
    over, before = Event(), VoteEvent.objects.count()
    with ThreadPoolExecutor(CLIENTS + 1) as pool:
        sealing = pool.submit(_seal_until, over, contest)
        for _round in range(ROUNDS_OF_CROWDS):
            one = next(hot)
            rates["hot"].append(_rate(pool, ours, ((one, who) for who in cookies), each))
            rates["spread"].append(_rate(pool, ours, ((next(spread), who) for who in cookies), each))
        over.set()
        sealings = sealing.result()
        list(pool.map(lambda _n: connections.close_all(), range(CLIENTS * 4)))
    seal(contest)
    cast = ROUNDS_OF_CROWDS * each
    counted = Entry.objects.filter(contest=contest).aggregate(all=Sum("vote_count"))["all"] or 0
    events = VoteEvent.objects.count() - before
    broken, drift = verify(contest), next(drift_of(contest.pk), None)
    whole = counted == cast and events == 2 * cast and broken is None and drift is None
    middle = {name: round(sorted(all_)[len(all_) // 2]) for name, all_ in rates.items()}
    said = f"{events:,} events, {counted:,} of {cast:,} counted, chain {'broken' if broken else 'intact'}"
    what = f"contest votes of {CLIENTS} writers on one entry, sealed {sealings} times meanwhile"
    return [
        Row(what, said, "nothing lost, chain intact", whole, middle),
        Row(
            f"contest votes a second, {CLIENTS} writers",
            f"{middle['hot']} on one entry, {middle['spread']} spread",
            figures=middle,
        ),
    ]


def _seal_until(over: Event, contest: ContestPage) -> int:
    """How often something was sealed."""
    times = 0
    while not over.wait(0.2):
        times += bool(seal(contest))
    connections.close_all()
    return times


def _rate(pool: ThreadPoolExecutor, ours: Application, votes: Iterator[tuple[int, Cookies]], count: int) -> float:
    started = time.perf_counter()
    list(pool.map(lambda vote: _vote(ours, *vote), list(votes)))
    return count / (time.perf_counter() - started)
