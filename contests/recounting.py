"""Tallies, and how each vote stands, from the ledger alone: what `recount` compares and mends.

Two streams in the same order, events and votes, are read side by side: memory does not grow with either.
"""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.db import transaction

from contests import chains
from contests.kinds import LEADS_TO, Standing
from contests.models import ContestPage, Entry, EntryVote, VoteEvent
from core.commands import Counter, Drift

BATCH = 2_000


class Key(NamedTuple):
    """Which vote."""

    entry_id: int
    pseudonym: str
    day: date


class Pair(NamedTuple):
    """How a vote stands by its row (None: there is no row) and by the ledger (None: it was never cast)."""

    key: Key
    cached: str | None
    counted: str | None


def pairs_of(contest_id: int) -> Iterator[Pair]:
    """Every vote of the contest, in order."""
    rows, told = _rows(contest_id), _told(contest_id)
    row, said = next(rows, None), next(told, None)
    while row is not None or said is not None:
        if row is not None and (said is None or row[0] < said[0]):
            yield Pair(row[0], row[1], None)
            row = next(rows, None)
        elif said is not None and (row is None or said[0] < row[0]):
            yield Pair(said[0], None, said[1])
            said = next(told, None)
        elif row is not None and said is not None:
            yield Pair(row[0], row[1], said[1])
            row, said = next(rows, None), next(told, None)


def _rows(contest_id: int) -> Iterator[tuple[Key, str]]:
    votes = EntryVote.objects.filter(entry__contest=contest_id).order_by("entry_id", "pseudonym", "day")
    for entry_id, pseudonym, day, standing in votes.values_list("entry_id", "pseudonym", "day", "standing").iterator(
        BATCH
    ):
        yield Key(entry_id, pseudonym, day), standing


def _told(contest_id: int) -> Iterator[tuple[Key, str]]:
    """What the last event of each vote has led to."""
    events = VoteEvent.objects.filter(contest=contest_id).order_by("entry_id", "pseudonym", "day", "pk")
    last: tuple[Key, str] | None = None
    for entry_id, pseudonym, day, act in events.values_list("entry_id", "pseudonym", "day", "act").iterator(BATCH):
        key = Key(entry_id, pseudonym, day)
        if last is not None and last[0] != key:
            yield last
        last = key, LEADS_TO[act].value
    if last is not None:
        yield last


def drift_of(contest_id: int) -> Iterator[Drift]:
    """Votes that do not stand as the ledger says, and entries whose tally is not the sum of theirs."""
    tallies = dict(Entry.objects.filter(contest=contest_id).values_list("pk", "vote_count"))
    for entry_id, pairs in groupby(pairs_of(contest_id), key=lambda pair: pair.key.entry_id):
        counted = 0
        for pair in pairs:
            counted += pair.counted == Standing.COUNTED
            if pair.cached != pair.counted and not (pair.cached is None and entry_id not in tallies):
                yield Drift(f"vote {pair.key.pseudonym[:8]} for entry {entry_id}", pair.cached, pair.counted)
        cached = tallies.pop(entry_id, counted)
        if cached != counted:
            yield Drift(f"entry {entry_id} votes", cached, counted)
    for entry_id, cached in tallies.items():
        if cached:
            yield Drift(f"entry {entry_id} votes", cached, 0)


def has_drifted(contest_id: int) -> bool:
    """Whether `drift_of` would find anything; in one question where the database can tell."""
    if chains.is_at_hand():
        return chains.differs(contest_id)
    return next(drift_of(contest_id), None) is not None


def find_drift() -> Iterator[Drift]:
    for contest_id in _contests():
        yield from drift_of(contest_id)


def mend_drift() -> int:
    return sum(mend(contest_id) for contest_id in _contests() if has_drifted(contest_id))


@transaction.atomic
def mend(contest_id: int) -> int:
    """Make rows and tallies what the ledger says; how many were changed. Who votes meanwhile waits at the tally, which
    comes last, and is added on top."""
    entries = Entry.objects.select_for_update().filter(contest=contest_id).order_by("pk")
    tallies = dict(entries.values_list("pk", "vote_count"))
    changed, counts = 0, dict.fromkeys(tallies, 0)
    for pair in pairs_of(contest_id):
        if pair.key.entry_id in counts:
            counts[pair.key.entry_id] += pair.counted == Standing.COUNTED
            changed += _mend_vote(pair)
    for entry_id, counted in counts.items():
        if tallies[entry_id] != counted:
            Entry.objects.filter(pk=entry_id).update(vote_count=counted)
            changed += 1
    return changed


def _mend_vote(pair: Pair) -> bool:
    """A vote that nobody cast, as the ledger has it, is none."""
    if pair.cached == pair.counted:
        return False
    which: dict[str, Any] = pair.key._asdict()
    if pair.counted is None:
        EntryVote.objects.filter(**which).delete()
    else:
        EntryVote.objects.update_or_create(**which, defaults={"standing": pair.counted})
    return True


def _contests() -> list[int]:
    return list(ContestPage.objects.order_by("pk").values_list("pk", flat=True))


VOTES = Counter("entry-votes", find_drift, mend_drift)
