"""Many votes at once, with real threads: nothing is lost, nobody has one too many, the chain holds."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from contests.actions.sealing import seal, seal_all
from contests.actions.voting import cast_vote, withdraw_vote
from contests.kinds import Act, VoteRule
from contests.ledger import readiness, verify
from contests.models import Entry, EntryVote, Seal, VoteEvent, VoterKey
from contests.phases import Phase
from contests.recounting import drift_of
from tests.contests.things import make_contest, make_entry
from tests.factories import somebody

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Runs every act in a thread of its own, started together, and gives what each returned."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        gate.wait(timeout=30)
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def signed_in(member: Any) -> Client:
    client = Client()
    client.force_login(member)
    return client


def vote(entry: Entry, by: Any) -> Any:
    return cast_vote(Entry.objects.for_voting().get(pk=entry.pk), by=by, traits=None)


def test_fifty_votes_of_one_member_at_once_are_one_vote_and_no_error():
    entry, member = make_entry(make_contest(Phase.VOTING), media=False), somebody()
    url = reverse("contests:vote", args=[entry.pk])
    clients = [signed_in(member) for _ in range(50)]
    answers = all_at_once([lambda client=client: client.post(url, {"vote": "on"}) for client in clients])
    assert {answer.status_code for answer in answers} == {302}
    assert Entry.objects.get(pk=entry.pk).vote_count == 1
    assert VoteEvent.objects.count() == EntryVote.objects.count() == VoterKey.objects.count() == 1


@pytest.mark.parametrize("rule", [VoteRule.IN_ALL, VoteRule.A_DAY])
def test_fifty_votes_of_one_member_at_once_for_fifty_entries_keep_to_the_limit(rule):
    contest = make_contest(Phase.VOTING, vote_rule=rule, vote_limit=3)
    entries, member = [make_entry(contest, media=False) for _ in range(50)], somebody()
    clients = [signed_in(member) for _ in entries]
    pairs = [
        (client, reverse("contests:vote", args=[entry.pk])) for client, entry in zip(clients, entries, strict=True)
    ]
    answers = all_at_once([lambda pair=pair: pair[0].post(pair[1], {"vote": "on"}) for pair in pairs])
    assert sorted(answer.status_code for answer in answers) == [302] * 3 + [403] * 47
    assert EntryVote.objects.count() == VoteEvent.objects.count() == 3
    assert sum(Entry.objects.values_list("vote_count", flat=True)) == 3


def test_sixty_four_writers_lose_nothing_while_somebody_seals():
    contest = make_contest(Phase.VOTING)
    hot, others = make_entry(contest, media=False), [make_entry(contest, media=False) for _ in range(4)]
    voters = [somebody() for _ in range(56)]

    def write(voter: Any, entry: Entry) -> None:
        vote(hot, voter)
        vote(entry, voter)
        withdraw_vote(Entry.objects.for_voting().get(pk=entry.pk), by=voter)
        vote(entry, voter)

    writers = [lambda n=n, voter=voter: write(voter, others[n % 4]) for n, voter in enumerate(voters)]
    all_at_once([*writers, *[seal_all] * 8])
    assert Entry.objects.get(pk=hot.pk).vote_count == 56
    assert sum(Entry.objects.values_list("vote_count", flat=True)) == 112
    assert VoteEvent.objects.count() == 56 * 4
    seal(contest)
    assert Seal.objects.count() == 56 * 4
    assert verify(contest) is None
    assert list(drift_of(contest.pk)) == []
    assert readiness(contest) == []


def test_casting_and_taking_back_at_once_leaves_what_the_ledger_says():
    entry, member = make_entry(make_contest(Phase.VOTING), media=False), somebody()
    acts = [lambda: vote(entry, member), lambda: withdraw_vote(Entry.objects.for_voting().get(pk=entry.pk), by=member)]
    all_at_once(acts * 10)
    assert list(drift_of(entry.contest_id)) == []
    told = list(VoteEvent.objects.order_by("pk").values_list("act", flat=True))
    assert told[::2] == [Act.CAST] * len(told[::2])
    assert told[1::2] == [Act.WITHDRAW] * len(told[1::2])


@pytest.mark.postgres
def test_an_event_that_is_committed_late_is_sealed_in_its_place():
    """Its id was drawn first: the sealer waits for whoever still writes, and seals in the order of ids."""
    contest = make_contest(Phase.VOTING)
    entry = make_entry(contest, media=False)
    voters = [somebody() for _ in range(32)]
    acts: list[Callable[[], Any]] = []
    for voter in voters:
        acts += [lambda voter=voter: vote(entry, voter), lambda: seal(contest)]
    all_at_once(acts)
    seal(contest)
    assert Seal.objects.count() == 32
    assert verify(contest) is None
