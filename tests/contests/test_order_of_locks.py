"""Whoever judges entries and whoever decides on their contest do not wait for each other in a circle."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from contests.actions.disqualifying import disqualify
from contests.actions.placing import number
from contests.actions.publishing import publish_shortlist
from contests.models import ContestPage, Entry, EntryComment, EntryRevision
from contests.phases import Decides, Phase
from core.errors import RuleBroken
from core.publication import State
from core.subjects import subject_of
from moderation.actions.bulk import approve_in_bulk, hold_all
from moderation.actions.opening import open_case
from tests.cast import make_member, with_role
from tests.contests.deciding import entries_with
from tests.contests.things import make_contest, make_entry
from tests.factories import somebody

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


def bulk_of(*things):
    return {open_case(subject_of(thing).key, thing, reason="is_waiting").pk: 1 for thing in things}


def with_a_shortlist_to_come():
    """Three entries that everybody sees, picked by votes that are over, and one that nobody has seen yet."""
    contest = make_contest(Phase.JUDGING, decides=Decides.PUBLIC_THEN_JURY, shortlist_size=3)
    shown = entries_with(contest, 3, 2, 1)
    return contest, shown, make_entry(contest, title="New", state=State.WAITING, media=False)


@pytest.mark.parametrize("what", ["entries", "words", "comments"])
def test_many_approvals_and_a_shortlist_at_once(what):
    """The desk has things of the contest, one of which wants the next number; the shortlist wants what the desk has."""
    contest, shown, new = with_a_shortlist_to_come()
    bea, mo = with_role(make_member("bea"), "Brand editors"), with_role(make_member("mo"), "Community moderators")
    if what == "words":
        things = [EntryRevision.objects.create(entry=one, title="Other words", version=1) for one in reversed(shown)]
    elif what == "comments":
        things = [EntryComment.objects.create(subject=one, author=somebody(), body="Steam!") for one in reversed(shown)]
    else:
        things = [new, *shown]
    seen = bulk_of(*things)

    def publish():
        try:
            return publish_shortlist(ContestPage.objects.get(pk=contest.pk), by=bea)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            hold_all(seen)
            running = pool.submit(publish)
            until_done_or_waiting(running)
            assert not running.done()  # it waits before it has anything that the desk could want
            approve_in_bulk(seen, by=mo, versions=seen)
        published = running.result(timeout=20)
    assert [row.entry_id for row in published.placements.order_by("rank")] == [one.pk for one in shown]
    assert Entry.objects.get(pk=new.pk).number == (4 if what == "entries" else None)
