"""Sealing, checking and recounting a ledger of a million events, in memory that does not grow with it."""

import time
from threading import Event, Thread

from django.db import connection

from benchmarks.contest_world import entries_in, the_contest
from benchmarks.measuring import Row, no_more
from benchmarks.memory import STATM, resident
from benchmarks.world import World
from contests.actions.sealing import seal
from contests.ledger import readiness, verify
from contests.models import ContestPage
from contests.recounting import drift_of, has_drifted

ENTRIES = 500
EVENTS = """
INSERT INTO contests_voteevent (contest_id, entry_id, pseudonym, day, act, why, at)
SELECT %(contest)s, %(first)s + n %% %(entries)s, md5((n / 2)::text), '1970-01-01',
    CASE WHEN n %% 20 = 0 THEN 'hold' ELSE 'cast' END, '', now() - interval '2 days' + n * interval '0.1 second'
FROM generate_series(0, %(events)s - 1) AS n
"""
VOTES = """
INSERT INTO contests_entryvote (entry_id, pseudonym, day, standing, at, network, device, score, reasons)
SELECT DISTINCT ON (entry_id, pseudonym, day) entry_id, pseudonym, day,
    CASE act WHEN 'hold' THEN 'held' ELSE 'counted' END, at, '', '', 0, '[]'
FROM contests_voteevent WHERE contest_id = %(contest)s ORDER BY entry_id, pseudonym, day, id DESC
"""
TALLIES = """
UPDATE contests_entry SET vote_count = (
    SELECT count(*) FROM contests_entryvote WHERE entry_id = contests_entry.id AND standing = 'counted')
WHERE contest_id = %(contest)s
"""


def measure(world: World) -> list[Row]:
    events = 1_000_000 if world.rounds > 5 else 50_000
    contest = _seeded(events)
    rows = []
    for what, act in (
        ("sealing", lambda: seal(contest)),
        ("checking the chain of", lambda: verify(contest)),
        ("recounting", lambda: next(drift_of(contest.pk), None)),
        ("comparing tallies with", lambda: has_drifted(contest.pk) or None),
        ("asking whether results can be published, of", lambda: readiness(contest) or None),
    ):
        result, seconds, grown = _watched(act)
        sound = result == events if what == "sealing" else result is None
        name = f"{what} {events:,} events: memory added at most ({seconds:.0f} s)"
        rows.append(no_more(name, grown, 20, "MB", seconds=seconds) if sound else Row(name, "WRONG", "sound", False))
    # Within the request of whoever publishes: a proxy waits for sixty seconds
    rows.append(no_more(f"asking whether results of {events:,} events can be published", seconds, 30, "s"))
    return rows


def _seeded(events: int) -> ContestPage:
    contest = the_contest()
    first = min(entries_in(contest, ENTRIES))
    given = {"contest": contest.pk, "first": first, "entries": ENTRIES, "events": events}
    with connection.cursor() as cursor:
        for statement in (EVENTS, VOTES, TALLIES):
            cursor.execute(statement, given)
        cursor.execute("VACUUM ANALYZE")
    return contest


def _watched(act) -> tuple[object, float, float]:
    """What it returned, in how many seconds, and how much memory it took at its peak."""
    before, over, seen = resident(), Event(), [0.0]

    def look() -> None:
        while not over.wait(0.1):
            seen.append(_now())

    watcher = Thread(target=look)
    watcher.start()
    started = time.perf_counter()
    try:
        result = act()
        seconds = time.perf_counter() - started
    finally:
        over.set()
        watcher.join()
    return result, seconds, max(0.0, max(seen) - before)


def _now() -> float:
    """Without collecting first: the peak is what counts."""
    return int(STATM.read_text().split()[1]) * 4096 / 1_000_000
