"""Whoever cast a vote that was made void appeals once; somebody who had no part in that decides and answers."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from contests.actions.appealing import appeal_vote, decide_vote_appeal
from contests.actions.voting import cast_vote
from contests.actions.watching import ask_for_order, decide_order
from contests.kinds import Standing
from contests.ledger import readiness
from contests.models import Entry, EntryVote, VoteAppeal, VoteEvent
from contests.phases import Phase
from contests.recounting import drift_of
from core.errors import Refused, RuleBroken, Stale
from core.members.actions.erasing import erase_member
from core.notices.models import Notice
from moderation.models.appeal import WITHIN
from tests.cast import make_member, with_role
from tests.contests.things import make_contest, make_entry

pytestmark = pytest.mark.django_db
WHY = "All of these came from one rack of a data centre."
TEXT = "I vote from the library, as many do."
ANSWER = "You are right: the library is one network."


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False


@pytest.fixture
def carla(bea: Any) -> Any:
    return with_role(make_member("carla"), "Brand editors")


@pytest.fixture
def dora(bea: Any) -> Any:
    return with_role(make_member("dora"), "Brand editors")


@pytest.fixture
def vote(tom: Any, bea: Any, carla: Any) -> EntryVote:
    """Tom's, made void by Bea and Carla."""
    entry = make_entry(make_contest(Phase.VOTING), media=False)
    cast_vote(Entry.objects.for_voting().get(pk=entry.pk), by=tom, traits=None)
    cast = EntryVote.objects.get()
    decide_order(ask_for_order(entry.contest, "void", [cast.pk], reason=WHY, by=bea), confirm=True, by=carla)
    return EntryVote.objects.select_related("entry__contest").get()


def test_overturned_it_counts_again_in_ledger_and_tally(vote, tom, dora):
    appeal = appeal_vote(vote, by=tom, text=TEXT)
    decide_vote_appeal(appeal, overturn=True, answer=ANSWER, by=dora)
    vote.refresh_from_db()
    assert vote.standing == Standing.COUNTED
    assert Entry.objects.get().vote_count == 1
    last = VoteEvent.objects.order_by("-pk")[0]
    assert (last.act, last.why) == ("restore", f"appeal {appeal.pk}")
    assert not list(drift_of(vote.entry.contest_id))


def test_upheld_it_stays_void_and_the_voter_is_told_either_way(vote, tom, dora, mailoutbox):
    decide_vote_appeal(appeal_vote(vote, by=tom, text=TEXT), overturn=False, answer=ANSWER, by=dora)
    vote.refresh_from_db()
    assert vote.standing == Standing.VOID
    assert Notice.objects.filter(kind="vote-appeal-decided", recipient=tom).exists()
    call_command("sweep", verbosity=0)
    [letter] = [one for one in mailoutbox if "Your appeal" in one.subject]
    assert "It stays void" in letter.body
    assert ANSWER in letter.body


def test_an_open_one_stands_in_the_way_of_results(vote, tom, dora):
    appeal = appeal_vote(vote, by=tom, text=TEXT)
    assert "1 appeal about a vote is open." in readiness(vote.entry.contest)
    decide_vote_appeal(appeal, overturn=False, answer=ANSWER, by=dora)
    assert not [one for one in readiness(vote.entry.contest) if "appeal" in one]


def test_neither_of_the_two_decides_nor_whoever_cast_it(vote, tom, bea, carla):
    appeal = appeal_vote(vote, by=tom, text=TEXT)
    for person in (bea, carla):
        with pytest.raises(Refused, match="an appeal needs other eyes"):
            decide_vote_appeal(appeal, overturn=False, answer=ANSWER, by=person)
    with_role(tom, "Brand editors")
    with pytest.raises(Refused, match="your own vote"):
        decide_vote_appeal(appeal, overturn=True, answer=ANSWER, by=type(tom).objects.get(pk=tom.pk))


def test_once_and_only_ones_own(vote, tom, ines):
    with pytest.raises(Refused, match="not your vote"):
        appeal_vote(vote, by=ines, text=TEXT)
    appeal_vote(vote, by=tom, text=TEXT)
    with pytest.raises(Refused, match="appealed already"):
        appeal_vote(vote, by=tom, text=TEXT)


def test_not_after_the_time_for_it_and_not_about_a_vote_that_counts(vote, tom):
    with pytest.raises(Refused, match="time for an appeal is over"):
        appeal_vote(vote, by=tom, text=TEXT, at=timezone.now() + WITHIN * 2)
    EntryVote.objects.update(standing=Standing.COUNTED)
    with pytest.raises(Refused, match="not void"):
        appeal_vote(vote, by=tom, text=TEXT)


@pytest.mark.parametrize("text", ["", " \u200b ", "x" * 2_001])
def test_its_words_are_checked(vote, tom, text):
    with pytest.raises(RuleBroken):
        appeal_vote(vote, by=tom, text=text)


@pytest.mark.parametrize("answer", ["", "No.", "x" * 501])
def test_the_answer_is_asked_for(vote, tom, dora, answer):
    with pytest.raises(RuleBroken, match="the voter will read it"):
        decide_vote_appeal(appeal_vote(vote, by=tom, text=TEXT), overturn=False, answer=answer, by=dora)


def test_decided_twice_it_is_stale(vote, tom, dora):
    appeal = appeal_vote(vote, by=tom, text=TEXT)
    decide_vote_appeal(appeal, overturn=False, answer=ANSWER, by=dora)
    with pytest.raises(Stale):
        decide_vote_appeal(appeal, overturn=True, answer=ANSWER, by=dora)


def test_an_order_that_restores_the_vote_answers_the_appeal(vote, tom, bea, carla):
    appeal_vote(vote, by=tom, text=TEXT)
    back = ask_for_order(vote.entry.contest, "restore", [vote.pk], reason="They were a school.", by=bea)
    decide_order(back, confirm=True, by=carla)
    appeal = VoteAppeal.objects.get()
    assert (appeal.is_overturned, appeal.answer, appeal.decided_by) == (True, "They were a school.", carla)


def test_void_anew_it_can_be_appealed_about_anew(vote, tom, bea, carla, dora):
    decide_vote_appeal(appeal_vote(vote, by=tom, text=TEXT), overturn=True, answer=ANSWER, by=dora)
    decide_order(ask_for_order(vote.entry.contest, "void", [vote.pk], reason=WHY, by=bea), confirm=True, by=carla)
    assert appeal_vote(vote, by=tom, text=TEXT).decided_at is None


def test_the_voter_appeals_on_the_page_of_their_votes(client, vote, tom, ines):
    votes = f"{vote.entry.contest.url}votes/"
    address = f"{votes}{vote.pk}/appeal/"
    client.force_login(tom)
    page = client.get(votes).text
    assert WHY in page
    assert address in page
    assert WHY in client.get(address).text
    refused = client.post(address, {"text": " "})
    assert refused.status_code == 422
    assert "Say why it should count." in refused.text
    client.post(address, {"text": TEXT})
    assert VoteAppeal.objects.get().text == TEXT
    assert "will decide and answer you" in client.get(votes).text
    assert address not in client.get(votes).text
    assert client.post(address, {"text": TEXT}).status_code == 403
    other = Client()
    other.force_login(ines)
    assert other.get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_it_is_decided_on_the_screen_of_the_contest(client, vote, tom, bea, dora):
    appeal = appeal_vote(vote, by=tom, text=TEXT)
    screen, address = f"/admin/contest-votes/{vote.entry.contest_id}/", f"/admin/contest-votes/appeals/{appeal.pk}/"
    client.force_login(bea)
    assert "needs other eyes" in client.get(screen).text
    assert client.post(address, {"do": "uphold", "answer": ANSWER}).status_code == 403
    client.force_login(dora)
    assert TEXT in client.get(screen).text
    refused = client.post(address, {"do": "overturn", "answer": "Short"})
    assert refused.status_code == 422
    assert "the voter will read it" in refused.text
    assert "Short" in refused.text
    assert client.post(address, {"answer": ANSWER}).status_code == 422
    client.post(address, {"do": "overturn", "answer": ANSWER})
    assert VoteAppeal.objects.get().is_overturned
    assert "Counts again" in client.get(screen).text


def test_who_leaves_takes_the_words_along(vote, tom, dora):
    decide_vote_appeal(appeal_vote(vote, by=tom, text=TEXT), overturn=False, answer=ANSWER, by=dora)
    erase_member(tom, by=tom)
    assert VoteAppeal.objects.get().text == ""


def test_who_leaves_takes_an_open_appeal_along(vote, tom):
    appeal_vote(vote, by=tom, text=TEXT)
    erase_member(tom, by=tom)
    assert not VoteAppeal.objects.exists()
