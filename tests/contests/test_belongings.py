"""What a member leaves behind, and what they can take with them."""

import pytest

from contests.actions.commenting import add_comment
from contests.belongings import export
from contests.models import ContestPage, Entry, EntryComment, EntryDraft, EntryVote, VoteEvent, VoterKey
from contests.phases import Phase
from core.members.actions.erasing import erase_member
from core.members.actions.exporting import export_member
from core.publication import State
from gallery.models import MediaItem
from moderation.models import Case
from moderation.registries import Review
from tests.contests.test_entering import enter
from tests.contests.things import make_contest, make_entry

pytestmark = pytest.mark.django_db


def vote(entry, by):
    VoterKey.objects.create(contest=entry.contest, member=by, key=b"k", pseudonym="p")
    EntryVote.objects.create(entry=entry, pseudonym="p")
    VoteEvent.objects.create(contest=entry.contest, entry_id=entry.pk, pseudonym="p", act="cast", at=entry.created_at)


@pytest.mark.parametrize("phase", [Phase.ENTRIES, Phase.VOTING])
def test_an_account_deleted_in_mid_contest_withdraws_its_entries_and_their_files(client, tom, ines, phase):
    contest = make_contest(phase)
    entry = make_entry(contest, by=tom)
    vote(entry, ines)
    erase_member(tom, by=tom)
    entry.refresh_from_db()
    assert entry.state == State.WITHDRAWN
    assert not Entry.objects.visible_to(ines).exists()
    assert client.get(entry.get_absolute_url()).status_code == 404
    assert not MediaItem.objects.exists()
    assert entry.votes.count() == 1


def test_votes_of_an_account_deleted_in_mid_contest_stay_under_a_pseudonym_that_leads_to_nobody(tom):
    entry = make_entry(make_contest(Phase.VOTING))
    vote(entry, tom)
    erase_member(tom, by=tom)
    assert not VoterKey.objects.exists()
    assert EntryVote.objects.get().pseudonym == "p"
    assert VoteEvent.objects.get().pseudonym == "p"


def test_what_is_over_stays_as_a_former_members(client, tom):
    entry = make_entry(make_contest(Phase.RESULTS), by=tom)
    erase_member(tom, by=tom)
    page = client.get(entry.get_absolute_url())
    assert "Former member" in page.text
    assert "<picture" in page.text


def test_who_entered_a_contest_that_was_taken_off_the_site_incomplete_can_leave(tom):
    entry = make_entry(make_contest(Phase.ENTRIES), by=tom, media=False)
    ContestPage.objects.filter(pk=entry.contest_id).update(live=False, entries_until=None, results_from=None)
    erase_member(tom, by=tom)
    entry.refresh_from_db()
    assert entry.state == State.WITHDRAWN


def test_what_was_never_shown_leaves_whole(tom):
    contest = make_contest(Phase.ENTRIES, review=Review.EVERYTHING)
    enter(contest, tom)
    EntryDraft.objects.create(contest=contest, author=tom, words={"title": "Half"})
    erase_member(tom, by=tom)
    assert not Entry.objects.exists()
    assert not EntryDraft.objects.exists()
    assert not MediaItem.objects.exists()
    assert not Case.objects.open().exists()


def test_published_comments_stay_and_waiting_ones_leave(tom):
    add_comment(make_entry(), by=tom, body="Lovely.")
    add_comment(make_entry(make_contest(Phase.VOTING, review=Review.EVERYTHING)), by=tom, body="Secret.")
    erase_member(tom, by=tom)
    assert [comment.body for comment in EntryComment.objects.all()] == ["Lovely."]


def test_the_export_has_entries_drafts_and_votes(tom):
    contest = make_contest(Phase.VOTING)
    make_entry(contest, by=tom, media=False, country="NO")
    vote(make_entry(contest, title="Foam", media=False), tom)
    EntryDraft.objects.create(contest=make_contest(Phase.ENTRIES), author=tom, words={"title": "Half"})
    found = export(tom)
    assert (found["entries"][0]["title"], found["entries"][0]["country"]) == ("Steam", "NO")
    assert found["drafts"][0]["title"] == "Half"
    [cast] = export_member(tom, by=tom)["entry-votes"]
    assert (cast["title"], cast["standing"]) == ("Foam", "counted")


def test_the_export_names_no_entry_that_the_member_may_no_longer_see(tom):
    entry = make_entry(make_contest(Phase.VOTING), title="Foam", media=False)
    vote(entry, tom)
    Entry.objects.filter(pk=entry.pk).update(state=State.HIDDEN)
    assert export_member(tom, by=tom)["entry-votes"][0]["title"] == ""
