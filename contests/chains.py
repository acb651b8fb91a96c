"""The whole ledger of a contest, gone through where it lies: PostgreSQL does the sums of a million events in seconds,
and only what matters leaves it. What it asks is what `contests.ledger` and `contests.recounting` do row by row."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from contests.kinds import LEADS_TO, Standing

MOST_PLACES = 10_000  # a contest has fewer days: the first break is among so many places that matter

_CHAIN = """
SELECT id, day, hash, due, is_end FROM (
    SELECT id, hash, day, lead(day) OVER (ORDER BY id) IS DISTINCT FROM day AS is_end, encode(sha256(convert_to(
        concat(lag(hash, 1, %(beginning)s) OVER (ORDER BY id), '|', line), 'UTF8')), 'hex') AS due
    FROM (
        SELECT event.id, seal.hash, max((event.at AT TIME ZONE 'UTC')::date) OVER (ORDER BY event.id) AS day,
            concat_ws('|', contest_id, event.id, entry_id, pseudonym, to_char(event.day, 'YYYY-MM-DD'), act, why,
                to_char(event.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) AS line
        FROM contests_voteevent event LEFT JOIN contests_seal seal ON seal.event_id = event.id
        WHERE contest_id = %(contest)s AND event.id <= %(until)s
    ) links
) chain
WHERE is_end OR hash IS DISTINCT FROM due ORDER BY id LIMIT %(most)s
"""
_DRIFT = """
WITH entries AS MATERIALIZED (SELECT id, vote_count FROM contests_entry WHERE contest_id = %(contest)s
), told AS MATERIALIZED (
    SELECT entry_id, pseudonym, day, leads_to AS standing FROM (
        SELECT DISTINCT ON (entry_id, pseudonym COLLATE "C", day) entry_id, pseudonym, day, act FROM contests_voteevent
        WHERE contest_id = %(contest)s ORDER BY entry_id, pseudonym COLLATE "C", day, id DESC
    ) last JOIN unnest(%(acts)s::text[], %(standings)s::text[]) AS meaning (act, leads_to) USING (act)
    WHERE entry_id IN (SELECT id FROM entries)
), counted AS MATERIALIZED (
    SELECT entry_id, count(*) AS votes FROM told WHERE standing = %(counted)s GROUP BY entry_id
)
SELECT EXISTS (
    SELECT 1 FROM (
        SELECT entry_id, pseudonym, day, standing FROM told
        UNION ALL
        SELECT entry_id, pseudonym, day, standing FROM contests_entryvote WHERE entry_id IN (SELECT id FROM entries)
    ) both_sides
    GROUP BY entry_id, pseudonym, day HAVING count(*) <> 2 OR min(standing) <> max(standing)
) OR EXISTS (
    SELECT 1 FROM entries LEFT JOIN counted ON counted.entry_id = entries.id
    WHERE entries.vote_count <> coalesce(counted.votes, 0)
)
"""


class Place(NamedTuple):
    """An event in the chain: the seal that it has and the one that it should have, and whether its day ends there."""

    event_id: int
    day: date  # the latest until then
    seal: str | None
    due: str
    is_end: bool


def is_at_hand() -> bool:
    """Whether this database can do it."""
    return connection.vendor == "postgresql"


def places_that_matter(contest_id: int, *, beginning: str, until: int) -> Iterator[Place]:
    """In order, the last event of each day, and events whose seal is not theirs, of which the first is what counts."""
    given = {"contest": contest_id, "until": until, "beginning": beginning, "most": MOST_PLACES}
    return (Place(*row) for row in _asked(_CHAIN, given))


def differs(contest_id: int) -> bool:
    """Whether a vote or a tally is not what the ledger says."""
    acts = {str(act): standing.value for act, standing in LEADS_TO.items()}
    given = {"acts": list(acts), "standings": list(acts.values()), "counted": Standing.COUNTED.value}
    return bool(_asked(_DRIFT, given | {"contest": contest_id})[0][0])


def _asked(sql: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
