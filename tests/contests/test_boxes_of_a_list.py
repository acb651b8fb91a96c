"""The vote boxes of a whole page of entries: what each person is told, in a handful of queries."""

import pytest
from django.contrib.auth.models import AnonymousUser

from contests.actions.voting import cast_vote
from contests.boxes import attach_boxes
from contests.models import ContestPage, Entry
from contests.phases import Decides, Phase
from tests.contests.things import make_contest, make_entry
from tests.factories import somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> ContestPage:
    return make_contest(Phase.VOTING)


def entries_of(contest: ContestPage) -> list[Entry]:
    found = list(Entry.objects.filter(contest=contest).order_by("pk"))
    for entry in found:
        entry.contest = contest
    return found


def test_a_visitor_may_press_and_is_led_to_sign_in(contest):
    make_entry(contest, media=False)
    [entry] = entries_of(contest)
    said = attach_boxes(contest, [entry], to=AnonymousUser())
    assert entry.box.verdict.sign_in
    assert not entry.box.has_my_vote
    assert "One vote for each entry." in said
    assert "sealed" in said
    assert entry.box.note == ""


def test_a_member_sees_what_they_voted_for_and_that_their_own_is_not_theirs_to_vote_for(contest, tom):
    own, other, voted = (make_entry(contest, by=by, media=False) for by in (tom, somebody(), somebody()))
    cast_vote(voted, by=tom, traits=None)
    entries = entries_of(contest)
    attach_boxes(contest, entries, to=tom)
    boxes = {entry.pk: entry.box for entry in entries}
    assert not boxes[own.pk].verdict
    assert "own entry" in boxes[own.pk].verdict.reason
    assert boxes[other.pk].verdict
    assert not boxes[other.pk].has_my_vote
    assert boxes[voted.pk].has_my_vote


def test_whoever_has_used_up_their_votes_is_told_on_each_other_entry(tom):
    contest = make_contest(Phase.VOTING, vote_rule="in-all", vote_limit=1)
    voted, other = (make_entry(contest, media=False) for _n in range(2))
    cast_vote(voted, by=tom, traits=None)
    entries = entries_of(contest)
    assert "0 of 1 vote left" in attach_boxes(contest, entries, to=tom)
    boxes = {entry.pk: entry.box for entry in entries}
    assert boxes[voted.pk].verdict
    assert "Take it back" in boxes[other.pk].verdict.reason


def test_of_what_the_jury_picked_only_the_shortlist_can_be_voted_for(tom):
    contest = make_contest(Phase.VOTING, decides=Decides.JURY_THEN_PUBLIC)
    make_entry(contest, media=False, is_shortlisted=True)
    make_entry(contest, media=False)
    entries = entries_of(contest)
    attach_boxes(contest, entries, to=tom)
    assert [bool(entry.box.verdict) for entry in entries] == [True, False]


def test_a_page_of_boxes_asks_no_more_than_one(contest, tom, count_queries):
    author = somebody()
    for _n in range(24):
        make_entry(contest, by=author, media=False)
    entries = entries_of(contest)
    few = count_queries(lambda: attach_boxes(contest, entries[:1], to=tom))
    assert count_queries(lambda: attach_boxes(contest, entries, to=tom)) == few
    assert count_queries(lambda: attach_boxes(contest, entries, to=AnonymousUser())) == 0


def test_the_page_of_entries_has_a_box_for_each_while_votes_are_taken(client, contest, tom):
    made = [make_entry(contest, media=False) for _n in range(3)]
    client.force_login(tom)
    text = client.get(f"{contest.url}entries/").text
    assert all(f'id="vote-box-{entry.dom_id}"' in text for entry in made)
    assert text.count("One vote for each entry.") == 1
    assert "data-count" not in text


def test_before_and_after_it_has_none(client):
    for phase in (Phase.ENTRIES, Phase.RESULTS):
        contest = make_contest(phase)
        make_entry(contest, media=False)
        assert "vote-box" not in client.get(f"{contest.url}entries/").text


def test_a_members_page_keeps_to_its_queries_with_boxes(client, contest, tom, count_queries):
    author = somebody()
    for _n in range(26):
        make_entry(contest, by=author, media=False)
    client.force_login(tom)
    client.get(f"{contest.url}entries/")
    around = count_queries(lambda: client.get("/legal/terms/"))
    assert count_queries(lambda: client.get(f"{contest.url}entries/")) <= around + 18
