"""Winners are thanked, finalists hear their place, and whoever took part hears that it is decided: once each."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from contests.actions.congratulating import tell_of_publication, tell_what_is_due
from contests.actions.disqualifying import disqualify
from contests.actions.publishing import publish_results, publish_shortlist
from contests.actions.reinstating import ask_to_reinstate, decide_reinstatement
from contests.models import ContestPage, Entry, VoterKey
from contests.phases import Decides, Phase
from core.commands import chores
from core.notices.actions.delivering import deliver_waiting
from core.notices.actions.following import follow
from core.notices.models import Notice
from core.notices.showing import tell
from tests.cast import make_member, with_role
from tests.contests.deciding import decided_contest, entries_with, make_juror, mark
from tests.contests.things import make_contest
from tests.factories import somebody

pytestmark = pytest.mark.django_db
REASON = "The picture was taken by somebody else."


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    """What waits for the commit is done at the end of the block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def told(**wanted):
    return [(one.kind, one.recipient_id) for one in Notice.objects.filter(**wanted).order_by("pk")]


def author(title):
    return Entry.objects.get(title=title).author_id


def test_winners_finalists_and_all_others_each_have_one_notice(bea, on_commit):
    contest = decided_contest(5, 4, 3, 2, 0, shortlist_size=3)
    voter, follower = somebody(), somebody()
    VoterKey.objects.create(contest=contest, member=voter, key=b"k", pseudonym="p")
    follow("contest", contest.pk, by=follower)
    with on_commit():
        publish_results(contest, by=bea)
    assert set(told()) == {
        ("entry-won", author("A")),
        ("entry-won", author("B")),
        ("entry-placed", author("C")),
        ("contest-results", author("D")),
        ("contest-results", author("E")),
        ("contest-results", voter.pk),
        ("contest-results", follower.pk),
    }


def test_telling_again_tells_nobody(bea, on_commit):
    contest = decided_contest(5, 4)
    with on_commit():
        published = publish_results(contest, by=bea)
    before = Notice.objects.count()
    assert tell_of_publication(published) == 0
    assert tell_what_is_due() == 0
    assert Notice.objects.count() == before


def test_nobody_is_told_before_the_results_are_for_everybody(bea, on_commit):
    contest = decided_contest(5)
    ContestPage.objects.filter(pk=contest.pk).update(results_from=timezone.now() + timedelta(hours=1))
    with on_commit():
        publish_results(ContestPage.objects.get(pk=contest.pk), by=bea)
    assert tell_what_is_due() == 0
    assert told() == []
    assert tell_what_is_due(at=timezone.now() + timedelta(hours=2)) == 1
    assert told() == [("entry-won", author("A"))]
    assert tell_what_is_due(at=timezone.now() + timedelta(hours=3)) == 0


def test_the_sweep_does_what_is_due():
    assert chores["results-due"].run is tell_what_is_due


def test_who_moves_up_to_a_prize_is_thanked_then(bea, on_commit):
    contest = decided_contest(5, 4, 3)
    with on_commit():
        publish_results(contest, by=bea)
    with on_commit():
        disqualify(Entry.objects.select_related("contest").get(title="A"), by=bea, reason=REASON)
    assert told(recipient=author("C")) == [("entry-placed", author("C")), ("entry-won", author("C"))]
    assert told(recipient=author("B")) == [("entry-won", author("B")), ("entry-moved", author("B"))]
    assert told(recipient=author("A")) == [("entry-won", author("A")), ("entry-disqualified", author("A"))]


def test_those_on_the_shortlist_are_told_and_nobody_else(bea, on_commit):
    contest = make_contest(Phase.JUDGING, decides=Decides.PUBLIC_THEN_JURY, shortlist_size=2)
    entries_with(contest, 9, 8, 1)
    with on_commit():
        publish_shortlist(contest, by=bea)
    assert set(told()) == {("entry-shortlisted", author("A")), ("entry-shortlisted", author("B"))}


def test_a_former_members_entry_may_win_and_nobody_is_told(bea, on_commit):
    contest = decided_contest(5)
    Entry.objects.update(author=None)
    with on_commit():
        publish_results(contest, by=bea)
    assert told() == []


def test_the_words_name_entry_contest_place_and_prize(bea, on_commit):
    contest = decided_contest(2, 1, decides=Decides.JURY_AND_PEOPLE, prizes=1, quorum=1)
    judge = make_juror(contest)
    mark(contest.entries.get(title="A"), 2, by=judge)
    mark(contest.entries.get(title="B"), 5, by=judge, words="It sings.", quotable=True)
    with on_commit():
        publish_results(contest, by=bea)
    [notice] = Notice.objects.filter(recipient=author("B"), kind="entry-won")
    [one] = tell([notice], to=notice.recipient)
    assert (one.thing.title, one.facts["contest"].title) == ("B", contest.title)
    assert (one.facts["placement"].rank, one.facts["placement"].prize_names) == (1, ["Prize 1"])
    deliver_waiting()
    [letter] = [one for one in mail.outbox if one.to == [notice.recipient.email]]
    assert letter.subject == "You have won with “B”"
    assert "Prize 1" in letter.body
    assert "It sings." in letter.body


def test_every_kind_of_letter_can_be_written(bea, on_commit):
    shortlisted = make_contest(Phase.JUDGING, decides=Decides.PUBLIC_THEN_JURY, shortlist_size=2)
    entries_with(shortlisted, 9)
    contest = decided_contest(5, 4, 3, 0, shortlist_size=3)
    with on_commit():
        publish_shortlist(shortlisted, by=bea)
        publish_results(contest, by=bea)
        disqualify(contest.entries.select_related("contest").get(title="C"), by=bea, reason=REASON)
    deliver_waiting()
    subjects = {letter.subject for letter in mail.outbox}
    assert {one.split(" ")[0] for one in subjects} == {"On", "You", "Out", "The"}
    assert all("{" not in letter.body for letter in mail.outbox)


def test_a_shortlist_of_which_a_killed_worker_told_nobody_is_told_by_the_sweep(bea):
    contest = make_contest(Phase.JUDGING, decides=Decides.PUBLIC_THEN_JURY, shortlist_size=2)
    entries_with(contest, 5, 4, 3)
    publish_shortlist(contest, by=bea)
    assert told() == []
    assert tell_what_is_due() == 2
    assert told() == [("entry-shortlisted", author("A")), ("entry-shortlisted", author("B"))]
    assert tell_what_is_due() == 0


def test_a_disqualification_and_its_end_are_told_by_the_sweep(bea):
    contest = decided_contest(5, 4)
    entry = Entry.objects.select_related("contest").get(title="A")
    made = disqualify(entry, by=bea, reason=REASON)
    assert tell_what_is_due() == 1
    other = with_role(make_member("carla"), "Brand editors")
    decide_reinstatement(ask_to_reinstate(made, by=bea, reason=REASON), confirm=True, by=other)
    assert tell_what_is_due() == 1
    assert told(recipient=entry.author_id) == [
        ("entry-disqualified", entry.author_id),
        ("entry-reinstated", entry.author_id),
    ]
    assert tell_what_is_due() == 0
    assert contest.entries.in_the_running().count() == 2
