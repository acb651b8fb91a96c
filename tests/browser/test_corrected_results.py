"""Results that were corrected, a shortlist that changed and an appeal about a vote: no barrier, and no mouse needed."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from contests.actions.appealing import appeal_vote
from contests.actions.correcting import correct_results
from contests.actions.disqualifying import disqualify
from contests.actions.publishing import publish_results, publish_shortlist
from contests.actions.reinstating import ask_to_reinstate, decide_reinstatement
from contests.actions.voting import cast_vote
from contests.actions.watching import ask_for_order, decide_order, move
from contests.kinds import Act
from contests.models import ContestPage, Entry, EntryVote, Prize, VoteAppeal
from contests.phases import Decides, Phase
from tests.cast import make_member, with_role
from tests.contests.deciding import decided_contest, vote_for
from tests.contests.things import make_contest, make_entry

REASON = "The picture was taken by somebody else."
WIDE, NARROW = 1280, 360


def titled(contest, title):
    return Entry.objects.select_related("contest__register").get(contest=contest, title=title)


@pytest.fixture
def world(live_server, bea, tom, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    people = {name: with_role(make_member(name), "Brand editors") for name in ("carla", "dora")}
    return SimpleNamespace(
        results=results(bea, people["carla"]), listed=listed(bea), vote=voided(tom, bea, people["carla"]), **people
    )


def results(bea, carla):
    """Four numbers: a winner out, back again, and votes made void; another one out, which shall come back."""
    contest = decided_contest(9, 5, 3, 2, title="The longest queue in town")
    Prize.objects.create(contest=contest, rank=1, name="A cup", text="Of silver.", sort_order=9)
    publish_results(contest, by=bea)
    made = disqualify(titled(contest, "A"), by=bea, reason=REASON)
    asked = ask_to_reinstate(made, by=bea, reason="They have shown us the negative: it is theirs.")
    decide_reinstatement(asked, confirm=True, by=carla)
    spoil(contest, "A", 6)
    correct_results(contest, by=bea, reason="Six votes for A were made void after the results.")
    out = disqualify(titled(contest, "D"), by=bea, reason=REASON)
    ask_to_reinstate(out, by=bea, reason="We had mistaken it for another one.")
    spoil(contest, "C", 2)
    return contest


def spoil(contest, title, count):
    votes = EntryVote.objects.filter(entry=titled(contest, title)).order_by("pk")
    move(list(votes.values_list("pk", flat=True)[:count]), Act.VOID, why="order 1", at=timezone.now())


def listed(bea):
    contest = make_contest(Phase.JUDGING, decides=Decides.PUBLIC_THEN_JURY, shortlist_size=2, title="Paint the wall")
    until = timezone.now() + timedelta(days=3)
    ContestPage.objects.filter(pk=contest.pk).update(judging_until=until, results_from=until)
    contest.refresh_from_db()
    for place, count in enumerate((9, 8, 7)):
        entered = contest.entries_from + timedelta(hours=place)
        vote_for(make_entry(contest, title="ABC"[place], created_at=entered), count)
    publish_shortlist(contest, by=bea)
    disqualify(titled(contest, "A"), by=bea, reason=REASON)
    return contest


def voided(tom, bea, carla):
    """Tom's vote, made void by Bea and Carla."""
    entry = make_entry(make_contest(Phase.VOTING, title="Our first cup"), media=False)
    cast_vote(Entry.objects.for_voting().get(pk=entry.pk), by=tom, traits=None)
    vote = EntryVote.objects.get(entry=entry)
    why = "All of these came from one rack of a data centre."
    decide_order(ask_for_order(entry.contest, "void", [vote.pk], reason=why, by=bea), confirm=True, by=carla)
    return EntryVote.objects.select_related("entry__contest").get(pk=vote.pk)


def test_no_barrier_in_public_wide_and_narrow_light_and_dark(world, open_window, barriers, tom):
    votes = f"{world.vote.entry.contest.url}votes/"
    addresses = [f"{world.results.url}results/", titled(world.results, "A").get_absolute_url(), world.listed.url]
    addresses += [votes, f"{votes}{world.vote.pk}/appeal/"]
    found = []
    for width in (WIDE, NARROW):
        page = open_window(by=tom, width=width, reduced_motion="reduce")
        for address in addresses:
            assert page.goto(address).status == 200
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                found += [f"{address} at {width}, {scheme}: {one}" for one in barriers(page)]
            sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found += [f"{address} at {width}: scrolls sideways"] if sideways > 0 else []
    assert not found, "\n".join(found)


def test_no_barrier_of_ours_on_the_organisers_screens(world, open_window, barriers, tom):
    appeal_vote(world.vote, by=tom, text="I vote from the library, as many do.")
    page = open_window(by=world.dora)
    addresses = [f"/admin/contests/{world.results.pk}/results/", f"/admin/contest-votes/{world.vote.entry.contest_id}/"]
    found = []
    for address in [*addresses, "/admin/contest-votes/"]:
        assert page.goto(address).status == 200
        page.wait_for_load_state("networkidle")
        found += [f"{address}: {one}" for one in barriers(page) if 'class="contest-results' in one or "votes" in one]
    assert not found, "\n".join(found)


def test_an_appeal_is_made_and_decided_by_keyboard_and_without_scripts(world, open_window, tom):
    theirs = open_window(by=tom, java_script_enabled=False)
    theirs.goto(f"{world.vote.entry.contest.url}votes/")
    theirs.get_by_role("link", name="Appeal").focus()
    theirs.keyboard.press("Enter")
    theirs.get_by_label("Why it should count").focus()
    theirs.keyboard.type("I vote from the library, as many do.")
    theirs.keyboard.press("Tab")
    theirs.keyboard.press("Enter")
    theirs.get_by_text("will decide and answer you").wait_for()
    desk = open_window(by=world.dora)
    desk.goto(f"/admin/contest-votes/{world.vote.entry.contest_id}/")
    desk.get_by_label("Your answer. The voter will read it.").focus()
    desk.keyboard.type("You are right: the library is one network.")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    desk.get_by_text("It counts again. The voter is told.").wait_for()
    assert VoteAppeal.objects.get().is_overturned
