"""The vote box on a page, one's own votes, and the public ledger."""

from datetime import timedelta
from typing import Any

import pytest
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import timezone

from contests.actions.sealing import seal
from contests.actions.voting import cast_vote
from contests.kinds import VoteRule
from contests.models import ContestPage, Entry, EntryVote, Publication
from contests.phases import Phase
from core.publication import State
from tests.contests.things import make_contest, make_entry, times_in
from tests.factories import somebody

pytestmark = pytest.mark.django_db
BOX = "{% include 'contests/fragments/vote_box.html' with entry=entry size='l' %}"


def box_for(user: Any, entry: Entry) -> str:
    request = RequestFactory().get("/")
    request.user = user
    fresh = Entry.objects.select_related("contest__register").get(pk=entry.pk)
    return engines["django"].from_string(BOX).render({"entry": fresh}, request)


def signed_in(member: Any) -> Client:
    client = Client()
    client.force_login(member)
    return client


def vote(entry: Entry, by: Any, **fields: Any) -> None:
    cast_vote(Entry.objects.for_voting().get(pk=entry.pk), by=by, traits=None, **fields)


def over(contest: ContestPage) -> None:
    """It is the time of results now."""
    ContestPage.objects.filter(pk=contest.pk).update(**times_in(Phase.RESULTS))


def test_the_box_of_a_visitor_is_a_button_that_asks_to_sign_in(vera):
    box = box_for(vera, make_entry(media=False))
    assert "Sign in and your vote is cast." in box
    assert 'value="on" aria-pressed="false"' in box
    assert "disabled" not in box
    assert ">Vote</span>" in box
    assert "data-count" not in box


def test_the_box_says_before_the_click_what_is_left(tom):
    contest = make_contest(Phase.VOTING, vote_rule=VoteRule.IN_ALL, vote_limit=2)
    first, second, third = (make_entry(contest, media=False) for _ in range(3))
    assert "2 of 2 votes left." in box_for(tom, first)
    vote(first, tom)
    assert "1 of 2 votes left." in box_for(tom, second)
    vote(second, tom)
    assert "Take one back to give it to this entry." in box_for(tom, third)
    assert "disabled" in box_for(tom, third)
    mine = box_for(tom, first)
    assert 'value="off" aria-pressed="true"' in mine
    assert "disabled" not in mine


def test_the_box_costs_few_queries(tom, max_queries):
    contest = make_contest(Phase.VOTING, vote_rule=VoteRule.A_DAY)
    entry = make_entry(contest, media=False)
    with max_queries(4):  # the entry itself is one of them
        box_for(tom, entry)


def test_figures_show_once_results_are_published_and_not_a_moment_before(tom):
    contest = make_contest(Phase.VOTING)
    entry = make_entry(contest, media=False)
    vote(entry, somebody())
    over(contest)
    assert "data-count" not in box_for(tom, entry)
    assert "Voting has ended." in box_for(tom, entry)
    Publication.objects.create(contest=contest, what=Publication.What.RESULTS)
    assert "data-count>1<" in box_for(tom, entry)


def test_results_that_are_published_ahead_of_their_time_leave_figures_and_ledger_sealed(client, tom):
    contest, now = make_contest(Phase.VOTING), timezone.now()
    entry = make_entry(contest, media=False)
    vote(entry, somebody())
    ahead = {"voting_until": now - timedelta(minutes=1), "results_from": now + timedelta(hours=1)}
    ContestPage.objects.filter(pk=contest.pk).update(**ahead)
    Publication.objects.create(contest=contest, what=Publication.What.RESULTS)
    assert "data-count" not in box_for(tom, entry)
    assert client.get(f"{contest.url}ledger/file/").status_code == 404


def test_a_member_finds_their_votes_and_takes_one_of_yesterday_back(tom):
    contest = make_contest(Phase.VOTING, vote_rule=VoteRule.A_DAY)
    entry, gone = make_entry(contest, media=False), make_entry(contest, media=False, title="Secret")
    yesterday = timezone.now() - timedelta(days=1)
    vote(entry, tom, at=yesterday)
    vote(gone, tom)
    Entry.objects.filter(pk=gone.pk).update(state=State.HIDDEN)
    client = signed_in(tom)
    page = client.get(f"{contest.url}votes/").text
    assert "Steam" in page
    assert "Secret" not in page
    day = contest.day_at(yesterday).isoformat()
    assert f'name="day" value="{day}"' in page
    client.post(entry.get_vote_url(), {"vote": "off", "day": day})
    assert Entry.objects.get(pk=entry.pk).vote_count == 0


def test_ones_own_votes_are_ones_own_and_a_visitor_signs_in_first(client, tom, ines):
    contest = make_contest(Phase.VOTING)
    vote(make_entry(contest, media=False), tom)
    assert "Steam" not in signed_in(ines).get(f"{contest.url}votes/").text
    assert client.get(f"{contest.url}votes/").status_code == 302


@pytest.mark.parametrize("votes", [1, 20])
def test_the_page_of_own_votes_costs_the_same_however_many(tom, max_queries, votes):
    contest = make_contest(Phase.VOTING)
    for _ in range(votes):
        vote(make_entry(contest, media=False), tom)
    client = signed_in(tom)
    client.get(f"{contest.url}votes/")
    with max_queries(16):
        client.get(f"{contest.url}votes/")


def test_the_ledger_shows_the_head_of_each_day_and_no_votes_before_the_results(client):
    contest = make_contest(Phase.VOTING)
    vote(make_entry(contest, media=False), somebody())
    assert "Nothing is sealed yet." in client.get(f"{contest.url}ledger/").text
    seal(contest)
    page = client.get(f"{contest.url}ledger/").text
    assert contest.ledger_days.get().head in page
    assert "ledger/file/" not in page
    assert client.get(f"{contest.url}ledger/file/").status_code == 404


def test_after_the_results_everybody_has_the_whole_ledger(client):
    contest = make_contest(Phase.VOTING)
    vote(make_entry(contest, media=False), somebody())
    seal(contest)
    over(contest)
    Publication.objects.create(contest=contest, what=Publication.What.RESULTS)
    assert "ledger/file/" in client.get(f"{contest.url}ledger/").text
    answer = client.get(f"{contest.url}ledger/file/")
    text = b"".join(answer).decode()
    assert answer["Content-Type"].startswith("text/csv")
    assert EntryVote.objects.get().pseudonym in text
    assert text.splitlines()[0] == "event,entry,voter,day,act,why,at,hash"
