"""Whoever shows an entry for the first time and whoever disqualifies it do not wait for each other in a circle."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from contests.actions.disqualifying import disqualify
from contests.actions.placing import number
from contests.models import Entry
from contests.phases import Phase
from core.errors import RuleBroken
from core.publication import State
from tests.cast import make_member, with_role
from tests.contests.things import make_contest, make_entry

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_an_edit_that_shows_an_entry_and_its_disqualification_at_once():
    """The edit has the entry and then wants its contest's register; the other must not have that and wait for it."""
    entry = make_entry(make_contest(Phase.VOTING), state=State.WAITING, media=False)
    bea = with_role(make_member("bea"), "Brand editors")

    def other():
        try:
            disqualify(entry, by=bea, reason="The picture was taken by somebody else.")
        except RuleBroken as broken:
            return broken.messages
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            held = Entry.objects.locked(entry.pk)
            running = pool.submit(other)
            until_done_or_waiting(running)
            number(held, at=timezone.now())
            held.save()
        assert running.result(timeout=20) == ["It is not in the contest: only its entrant sees it."]
    assert Entry.objects.get(pk=entry.pk).number == 1


def until_done_or_waiting(running):
    with connection.cursor() as cursor:
        while not running.done():
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
