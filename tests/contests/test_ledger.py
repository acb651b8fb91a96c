"""The ledger: nobody alters, drops, inserts or swaps a row without breaking the chain, and tallies follow from it."""

import csv
import hashlib
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from contests.actions.sealing import seal, seal_all
from contests.actions.voting import cast_vote, withdraw_vote
from contests.kinds import Standing
from contests.ledger import BEGINNING, classes, csv_lines, readiness, verify
from contests.models import ContestPage, Entry, EntryVote, LedgerDay, Register, Seal, VoteEvent
from contests.models.vote import ANY_DAY
from contests.phases import Phase
from tests.contests.things import make_contest, make_entry
from tests.factories import somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> ContestPage:
    return make_contest(Phase.VOTING)


def cast(entry: Entry, count: int = 1, **fields: Any) -> list[Any]:
    voters = [somebody() for _ in range(count)]
    for voter in voters:
        cast_vote(entry, by=voter, traits=None, **fields)
    return voters


def sealed(contest: ContestPage, count: int = 5) -> list[int]:
    """So many sealed votes; their events."""
    cast(make_entry(contest, media=False), count)
    assert seal(contest) == count
    assert verify(contest) is None
    return list(contest.vote_events.order_by("pk").values_list("pk", flat=True))


def broken_at(contest: ContestPage) -> int | None:
    found = verify(contest)
    assert found is not None
    return found.event_id


def test_sealing_again_seals_nothing_and_goes_on_where_it_ended(contest):
    sealed(contest)
    assert seal(contest) == 0
    cast(make_entry(contest, media=False), 2)
    assert seal(contest) == 2
    assert verify(contest) is None
    assert Register.objects.get(contest=contest).head == Seal.objects.order_by("-pk").first().hash


def test_an_empty_ledger_is_whole(contest):
    assert seal(contest) == 0
    assert verify(contest) is None


def test_the_sweep_seals_every_contest(contest):
    other = make_contest(Phase.VOTING)
    cast(make_entry(contest, media=False), 2)
    cast(make_entry(other, media=False), 1)
    assert seal_all() == 3
    assert verify(contest) is None
    assert verify(other) is None
    assert seal_all() == 0


def test_it_is_a_chore_of_the_sweep_which_runs_every_minute(contest):
    cast(make_entry(contest, media=False), 2)
    call_command("sweep", verbosity=0)
    assert Seal.objects.count() == 2


@pytest.mark.parametrize(
    "change",
    [
        {"entry_id": 4_000_000},
        {"pseudonym": "f" * 32},
        {"act": "withdraw"},
        {"why": "because"},
        {"at": timezone.now() - timedelta(seconds=1)},
        {"day": ANY_DAY + timedelta(days=1)},
    ],
)
def test_an_altered_row_is_named(contest, change):
    events = sealed(contest)
    VoteEvent.objects.filter(pk=events[2]).update(**change)
    assert broken_at(contest) == events[2]


def test_after_a_dropped_row_the_next_one_is_named(contest):
    events = sealed(contest)
    VoteEvent.objects.filter(pk=events[1]).delete()
    assert broken_at(contest) == events[2]


def test_a_dropped_last_row_is_missed(contest):
    events = sealed(contest)
    VoteEvent.objects.filter(pk=events[-1]).delete()
    found = verify(contest)
    assert found.event_id is None
    assert "missing" in found.why


def test_an_inserted_row_is_named_with_and_without_a_seal(contest):
    events = sealed(contest)
    VoteEvent.objects.filter(pk=events[2]).delete()
    like = VoteEvent.objects.get(pk=events[1])
    put = VoteEvent.objects.create(
        pk=events[2], contest=contest, entry_id=like.entry_id, pseudonym="e" * 32, act="cast", at=like.at
    )
    assert broken_at(contest) == put.pk
    Seal.objects.create(event=put, hash="0" * 64)
    assert broken_at(contest) == put.pk


def test_two_swapped_rows_are_named(contest):
    first, second = sealed(contest)[1:3]
    one, two = VoteEvent.objects.get(pk=first), VoteEvent.objects.get(pk=second)
    VoteEvent.objects.filter(pk=first).update(pseudonym=two.pseudonym, at=two.at)
    VoteEvent.objects.filter(pk=second).update(pseudonym=one.pseudonym, at=one.at)
    assert broken_at(contest) == first


def test_an_altered_and_two_swapped_seals_are_named(contest):
    first, second = sealed(contest)[1:3]
    hashes = dict(Seal.objects.values_list("pk", "hash"))
    Seal.objects.filter(pk=first).update(hash=hashes[second])
    Seal.objects.filter(pk=second).update(hash=hashes[first])
    assert broken_at(contest) == first


def test_who_seals_everything_anew_is_found_by_the_heads_of_the_days(contest):
    events = sealed(contest)
    VoteEvent.objects.filter(pk=events[0]).delete()
    Seal.objects.all().delete()
    Register.objects.update(sealed_until=0, head="")
    noted = LedgerDay.objects.get().head
    seal(contest)
    assert LedgerDay.objects.get().head != noted


def test_a_changed_head_of_a_day_is_found(contest):
    now = timezone.now()
    entry = make_entry(contest, media=False)
    for days in (2, 1, 0):
        cast(entry, 2, at=now - timedelta(days=days))
    seal(contest)
    assert verify(contest) is None
    assert [day.events for day in contest.ledger_days.all()] == [2, 4, 6]
    LedgerDay.objects.filter(events=4).update(head="0" * 64)
    assert "head" in verify(contest).why


def test_an_event_that_is_written_down_late_belongs_to_the_day_of_those_before_it(contest):
    now = timezone.now()
    entry = make_entry(contest, media=False)
    cast(entry, 1, at=now)
    cast(entry, 1, at=now - timedelta(days=1))
    seal(contest)
    assert [day.events for day in contest.ledger_days.all()] == [2]
    assert verify(contest) is None


def test_anyone_can_do_the_sum_with_the_file(contest):
    entry = make_entry(contest, media=False)
    voters = cast(entry, 4)
    withdraw_vote(entry, by=voters[0])
    seal(contest)
    contest.register.refresh_from_db()
    rows = list(csv.DictReader(io.StringIO("".join(csv_lines(contest)))))
    head, standing = BEGINNING, {}
    for row in rows:
        fields = ("event", "entry", "voter", "day", "act", "why", "at")
        line = "|".join([head, str(contest.pk), *(row[name] for name in fields)])
        head = hashlib.sha256(line.encode()).hexdigest()
        assert head == row["hash"]
        standing[row["entry"], row["voter"], row["day"]] = row["act"]
    assert head == contest.register.head
    assert list(standing.values()).count("cast") == 3


def test_the_file_names_nobody(contest):
    [voter] = cast(make_entry(contest, media=False))
    seal(contest)
    contest.register.refresh_from_db()
    text = "".join(csv_lines(contest))
    for word in (voter.email, voter.handle, voter.display_name):
        assert word not in text


def test_recount_finds_and_mends_a_tally_that_somebody_has_changed(contest):
    entry = make_entry(contest, media=False)
    cast(entry, 3)
    Entry.objects.filter(pk=entry.pk).update(vote_count=1_000)
    with pytest.raises(CommandError, match="1 figures have drifted"):
        call_command("recount", "--check")
    call_command("recount")
    assert Entry.objects.get(pk=entry.pk).vote_count == 3
    call_command("recount", "--check")


def test_recount_takes_away_votes_that_nobody_cast_and_brings_back_those_that_are_missing(contest):
    entry = make_entry(contest, media=False)
    cast(entry, 3)
    stolen = EntryVote.objects.filter(entry=entry).first()
    stolen.delete()
    EntryVote.objects.create(entry=entry, pseudonym="f" * 32)
    EntryVote.objects.filter(entry=entry).exclude(pseudonym="f" * 32).update(standing=Standing.VOID)
    Entry.objects.filter(pk=entry.pk).update(vote_count=9)
    call_command("recount")
    votes = EntryVote.objects.filter(entry=entry)
    assert set(votes.values_list("standing", flat=True)) == {Standing.COUNTED}
    assert votes.count() == Entry.objects.get(pk=entry.pk).vote_count == 3
    assert not votes.filter(pseudonym="f" * 32).exists()


def test_a_contest_is_ready_when_all_is_sealed_and_a_recount_equals(contest):
    entry = make_entry(contest, media=False)
    cast(entry, 2)
    assert readiness(contest) == ["A vote has changed this very minute. Press once more."]
    assert readiness(contest, lately=True) == []
    seal(contest)
    assert readiness(contest) == []


def test_what_stands_in_the_way_of_results_is_said_in_words(contest):
    entry = make_entry(contest, media=False)
    cast(entry, 3)
    seal(contest)
    EntryVote.objects.filter(pk=EntryVote.objects.first().pk).update(standing=Standing.HELD)
    VoteEvent.objects.filter(pk=VoteEvent.objects.first().pk).update(why="x")
    contest.void_orders.create(what="void", reason="They are of one machine.")
    said = " ".join(readiness(contest))
    assert "broken at event" in said
    assert "A recount from the ledger differs" in said
    assert "1 held vote is undecided." in said
    assert "1 order about votes is undecided." in said


def test_counted_and_not_counted_votes_are_told_by_class_and_reason(contest):
    entry, out = make_entry(contest, media=False), make_entry(contest, media=False)
    voters = cast(entry, 4)
    withdraw_vote(entry, by=voters[0])
    cast(out, 2)
    Entry.objects.filter(pk=out.pk).update(disqualified_at=timezone.now())
    held = EntryVote.objects.filter(entry=entry, standing=Standing.COUNTED).first()
    EntryVote.objects.filter(pk=held.pk).update(standing=Standing.HELD, reasons=["rhythm", "new"])
    assert classes(contest) == {
        "counted": {"": 2},
        "held": {"rhythm": 1},
        "void": {},
        "withdrawn": {"": 1},
        "out": {"disqualified": 2},
    }
