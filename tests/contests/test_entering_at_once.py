"""Two clicks at the same moment, on a database that takes both."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from contests.actions.entering import edit_entry
from contests.entrants import EntryWords
from contests.models import Entry, EntryRevision
from contests.phases import Phase
from core.errors import Refused, Stale
from gallery.models import Stage
from tests.contests.test_entering import enter, sent_file
from tests.contests.test_preparing_entries import made_ready
from tests.contests.things import make_contest, make_entry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def at_once(*acts):
    """What each of them gave, or raised, when all are done at the same time."""

    def closing(act):
        try:
            return act()
        except (Refused, Stale) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(closing, acts))


def test_one_form_sent_four_times_at_once_is_one_entry(tom):
    contest, key = make_contest(Phase.ENTRIES, entries_each=5), uuid4()
    item = sent_file(tom, contest)
    found = at_once(*[lambda: enter(contest, tom, key=key, item=item)] * 4)
    assert len({entry.pk for entry in found}) == 1
    assert Entry.objects.get().number == 1


def test_two_forms_at_once_do_not_pass_the_limit_of_one(tom):
    contest = make_contest(Phase.ENTRIES)
    items = [sent_file(tom, contest), sent_file(tom, contest)]
    found = at_once(*[lambda item=item: enter(contest, tom, item=item) for item in items])
    assert sorted(type(one).__name__ for one in found) == ["Entry", "Refused"]


def test_many_members_at_once_are_numbered_without_gaps(tom, ines, lars, mo):
    contest = make_contest(Phase.ENTRIES, staff_excluded=False)
    items = [(by, sent_file(by, contest)) for by in (tom, ines, lars, mo)]
    at_once(*[lambda by=by, item=item: enter(contest, by, item=item) for by, item in items])
    assert sorted(Entry.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_two_edits_of_one_version_at_once_leave_one(tom):
    entry = make_entry(make_contest(Phase.ENTRIES, review="everything"), by=tom)
    edits = [EntryWords(title=title, alt="A cup.") for title in ("One way", "Another way")]
    found = at_once(*[lambda words=words: edit_entry(entry, by=tom, words=words, version=1) for words in edits])
    assert sorted(type(one).__name__ for one in found) == ["Entry", "Stale"]
    assert EntryRevision.objects.count() == 1


def test_a_file_that_becomes_ready_while_its_entry_is_sent_leaves_nothing_waiting(tom):
    contest = make_contest(Phase.ENTRIES, entries_each=9)
    for _ in range(3):
        item = sent_file(tom, contest, stage=Stage.PROCESSING)
        at_once(lambda item=item: enter(contest, tom, item=item), lambda item=item: made_ready(item))
    assert {(entry.state, entry.is_preparing) for entry in Entry.objects.all()} == {("published", False)}


def test_ready_told_twice_while_it_is_changed_is_one_publication(tom):
    contest = make_contest(Phase.ENTRIES)
    item = sent_file(tom, contest, stage=Stage.PROCESSING)
    entry, other = enter(contest, tom, item=item), EntryWords(title="Another way", alt="A cup.")
    told = [lambda: made_ready(item)] * 2
    at_once(*told, lambda: edit_entry(entry, by=tom, words=other, version=1))
    assert (Entry.objects.get().is_published, Entry.objects.get().number) == (True, 1)
