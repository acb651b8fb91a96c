"""A pause that was written while somebody waited for an entry, or came with one in hand that was fetched before."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections, transaction

from contests.actions.entering import edit_entry
from contests.actions.scheduling import pause
from contests.actions.voting import cast_vote
from contests.entrants import EntryWords
from contests.models import Entry, EntryVote, VoteEvent, VoterKey
from contests.phases import Phase
from core.audience.groups import EDITORS
from core.errors import Refused
from tests.cast import make_member, with_role
from tests.contests.things import make_contest, make_entry
from tests.factories import somebody

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
WHY = "The upload was down for half a day."
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def in_a_thread(act: Callable[[], Any], pool: ThreadPoolExecutor) -> Future[Any]:
    def run() -> Any:
        try:
            return act()
        finally:
            connections.close_all()

    return pool.submit(run)


def somebody_waits() -> bool:
    """Asked over and over: another connection has come to a lock."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return True
    return False


def paused_while(act: Callable[[], Any], *, holding: Callable[[], Any]) -> Future[Any]:
    """`act` has come as far as what is held here; then the contest is paused, and only then it is let go."""
    bea, entry = with_role(make_member("bea"), EDITORS), Entry.objects.get()
    with ThreadPoolExecutor(2) as pool, transaction.atomic():
        holding()
        waiting = in_a_thread(act, pool)
        assert somebody_waits()
        in_a_thread(lambda: pause(entry.contest, by=bea, note=WHY), pool).result(timeout=30)
    return waiting


def test_an_entry_is_not_edited_by_who_waited_for_it_while_the_contest_was_paused():
    ann = somebody()
    entry = make_entry(make_contest(Phase.ENTRIES), by=ann)
    words = EntryWords(title="Other words", caption="", alt="A cup.")

    def edit() -> None:
        edit_entry(entry, by=ann, words=words, version=entry.version)

    found = paused_while(edit, holding=lambda: Entry.objects.select_for_update().get(pk=entry.pk))
    with pytest.raises(Refused, match="This contest is paused"):
        found.result()
    assert Entry.objects.get().title != "Other words"


def test_a_vote_that_waited_while_the_contest_was_paused_is_not_cast():
    tom = somebody()
    contest = make_contest(Phase.VOTING)
    fetched = Entry.objects.for_voting().get(pk=make_entry(contest, media=False).pk)
    VoterKey.objects.hold(contest.pk, tom.pk, at=contest.voting_from)

    def vote() -> None:
        cast_vote(fetched, by=tom, traits=None)

    found = paused_while(vote, holding=lambda: VoterKey.objects.select_for_update().get())
    with pytest.raises(Refused, match="stands still"):
        found.result()
    assert not EntryVote.objects.exists()
    assert not VoteEvent.objects.exists()
    assert Entry.objects.get().vote_count == 0
