"""The screens of whoever runs contests and watches over votes: they ask no more of the database the more there is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from contests.actions.allotting import allot
from contests.actions.scheduling import pause, resume
from contests.kinds import Standing
from contests.models import ContestPage, EntryVote
from contests.phases import Decides, Phase
from tests.contests.deciding import entries_with, vote_for
from tests.contests.juries import given, judged_contest, make_judge
from tests.contests.things import make_contest, make_entry

pytestmark = pytest.mark.django_db
MOST = 60  # the frame of the admin, with its menus, takes half of them


@pytest.fixture
def grown(client: Any, bea: Any, settings: Any, count_queries: Callable[..., int]) -> Callable[..., None]:
    """`grown(address, more)`: as many queries after `more` has made more of everything."""
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(bea)

    def asked(address: str) -> int:
        assert client.get(address).status_code == 200
        return count_queries(lambda: client.get(address))

    def compare(address: str, more: Callable[[], None]) -> None:
        more()
        few = asked(address)
        for _n in range(4):
            more()
        assert asked(address) <= few <= MOST

    return compare


def some_votes(contest: ContestPage, by: Any) -> None:
    """An entry with votes of each standing, an order that waits and one that was decided."""
    entry = make_entry(contest, media=False)
    for standing in (Standing.COUNTED, Standing.HELD, Standing.VOID):
        vote_for(entry, 3, standing=standing)
    EntryVote.objects.filter(entry=entry, standing=Standing.HELD).update(reasons=["rhythm", "new"])
    for decided_at in (None, timezone.now()):
        order = contest.void_orders.create(what="void", reason="One rack.", asked_by=by, decided_at=decided_at)
        order.votes.set(EntryVote.objects.filter(entry=entry)[:1])


def test_the_list_of_contests_with_their_votes(grown, bea):
    grown(reverse("contest_votes:index"), lambda: some_votes(make_contest(Phase.VOTING), bea))


def test_the_votes_of_one_contest(grown, bea):
    contest = make_contest(Phase.VOTING)
    grown(reverse("contest_votes:contest", args=[contest.pk]), lambda: some_votes(contest, bea))


@pytest.mark.parametrize("screen", ["contest_jury:index", "contest_jury:scores"])
def test_a_jury(grown, screen):
    contest = judged_contest(entries=2)

    def more() -> None:
        given(make_judge(contest), make_entry(contest, media=False), 4, words="Warm.")
        allot(contest)
        make_judge(contest, accepted_at=None)

    grown(reverse(screen, args=[contest.pk]), more)


@pytest.mark.parametrize("decides", [Decides.PUBLIC, Decides.PUBLIC_THEN_JURY])
def test_the_results(grown, bea, decides):
    contest = make_contest(Phase.RESULTS, decides=decides)

    def more() -> None:
        entries_with(contest, 3, 1)
        some_votes(contest, bea)

    grown(reverse("contest_results", args=[contest.pk]), more)


def test_the_running_of_a_contest(grown, bea):
    contest = make_contest(Phase.VOTING)

    def more() -> None:
        pause(contest, by=bea, note="The server room is under water.")
        resume(contest, by=bea, extend=True)

    grown(reverse("contest_run", args=[contest.pk]), more)
