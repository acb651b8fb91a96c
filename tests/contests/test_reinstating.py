"""A disqualification is taken back by two people, with a public reason; everybody has the place that is theirs."""

import pytest

from contests.actions.disqualifying import disqualify
from contests.actions.publishing import publish_results
from contests.actions.reinstating import ask_to_reinstate, decide_reinstatement
from contests.actions.voting import cast_vote
from contests.kinds import Standing, VoteRule
from contests.models import Disqualification, Entry, Publication, Reinstatement, VoteEvent
from contests.phases import Phase
from contests.recounting import drift_of
from core.errors import Refused, RuleBroken, Stale
from core.notices.actions.delivering import deliver_waiting
from core.notices.models import Notice
from tests.cast import make_member, with_role
from tests.contests.deciding import decided_contest, entries_with, make_juror, vote_for
from tests.contests.things import make_contest, make_entry

pytestmark = pytest.mark.django_db
REASON = "The picture was taken by somebody else."
BACK = "They have shown us the negative: it is theirs."


@pytest.fixture
def carla(bea):
    """A second editor."""
    return with_role(make_member("carla"), "Brand editors")


def titled(title):
    return Entry.objects.select_related("contest").get(title=title)


def newest():
    return Publication.objects.results().newest().get()


def read(published):
    rows = published.placements.select_related("entry")
    return [(row.rank, row.entry.title, row.moved_up_from, row.moved_down_from) for row in rows]


def reinstate(made, *, asked_by, confirmed_by):
    return decide_reinstatement(ask_to_reinstate(made, by=asked_by, reason=BACK), confirm=True, by=confirmed_by)


def test_before_the_results_it_is_in_the_running_again(bea, carla):
    contest = decided_contest(9, 5)
    made = disqualify(titled("A"), by=bea, reason=REASON)
    reinstate(made, asked_by=bea, confirmed_by=carla)
    assert titled("A").disqualified_at is None
    assert [row[1] for row in read(publish_results(contest, by=bea))] == ["A", "B"]


def test_after_the_results_who_had_moved_up_moves_down(bea, carla):
    publish_results(decided_contest(9, 5, 3), by=bea)
    made = disqualify(titled("A"), by=bea, reason=REASON)
    reinstate(made, asked_by=bea, confirmed_by=carla)
    assert newest().number == 3
    assert read(newest()) == [(1, "A", None, None), (2, "B", None, 1), (3, "C", None, 2)]
    assert (newest().cause, newest().about, newest().note) == ("reinstated", titled("A"), BACK)
    assert [row.prize_names for row in newest().placements.all()] == [["Prize 1"], ["Prize 2"], []]


def test_nothing_happens_before_another_person_confirms_it(bea):
    publish_results(decided_contest(9, 5), by=bea)
    asked = ask_to_reinstate(disqualify(titled("A"), by=bea, reason=REASON), by=bea, reason=BACK)
    with pytest.raises(Refused, match="somebody else confirms it"):
        decide_reinstatement(asked, confirm=True, by=bea)
    assert titled("A").disqualified_at
    assert newest().number == 2


def test_left_as_it_is_it_can_be_asked_for_again_and_every_row_stays(bea, carla):
    decided_contest(9, 5)
    made = disqualify(titled("A"), by=bea, reason=REASON)
    decide_reinstatement(ask_to_reinstate(made, by=bea, reason=BACK), confirm=False, by=carla)
    assert titled("A").disqualified_at
    reinstate(made, asked_by=carla, confirmed_by=bea)
    assert [row.is_confirmed for row in Reinstatement.objects.all()] == [False, True]
    assert Disqualification.objects.get() == made


def test_asked_twice_it_is_the_one_that_waits_and_decided_twice_it_is_stale(bea, carla):
    decided_contest(9)
    made = disqualify(titled("A"), by=bea, reason=REASON)
    asked = ask_to_reinstate(made, by=bea, reason=BACK)
    assert ask_to_reinstate(made, by=carla, reason="Another reason, just as long.") == asked
    decide_reinstatement(asked, confirm=True, by=carla)
    with pytest.raises(Stale, match="decided meanwhile"):
        decide_reinstatement(asked, confirm=True, by=carla)
    with pytest.raises(Stale, match="back in the running already"):
        ask_to_reinstate(made, by=bea, reason=BACK)


def test_it_can_be_disqualified_again_and_its_entrant_is_told_each_time(bea, carla, django_capture_on_commit_callbacks):
    decided_contest(9)
    with django_capture_on_commit_callbacks(execute=True):
        made = disqualify(titled("A"), by=bea, reason=REASON)
        reinstate(made, asked_by=bea, confirmed_by=carla)
        disqualify(titled("A"), by=bea, reason="It was shown in another contest before.")
    kinds = list(Notice.objects.filter(recipient=titled("A").author).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["entry-disqualified", "entry-reinstated", "entry-disqualified"]


def test_the_reason_is_asked_for(bea):
    decided_contest(9)
    made = disqualify(titled("A"), by=bea, reason=REASON)
    with pytest.raises(RuleBroken, match="at least 20 characters"):
        ask_to_reinstate(made, by=bea, reason="Sorry.")


def test_what_is_undecided_about_votes_stands_in_the_way_of_new_results(bea, carla):
    publish_results(decided_contest(9, 5), by=bea)
    asked = ask_to_reinstate(disqualify(titled("A"), by=bea, reason=REASON), by=bea, reason=BACK)
    vote_for(titled("B"), 1, standing=Standing.HELD)
    with pytest.raises(RuleBroken, match="1 held vote is undecided"):
        decide_reinstatement(asked, confirm=True, by=carla)
    assert titled("A").disqualified_at
    assert newest().number == 2


@pytest.mark.parametrize("stake", ["entered", "judges"])
def test_who_has_something_to_win_does_not_confirm(bea, carla, stake):
    contest = decided_contest(9)
    asked = ask_to_reinstate(disqualify(titled("A"), by=bea, reason=REASON), by=bea, reason=BACK)
    if stake == "entered":
        make_entry(contest, by=carla, title="Mine", media=False)
    else:
        make_juror(contest, member=carla)
    with pytest.raises(Refused, match="somebody else decides on this"):
        decide_reinstatement(asked, confirm=True, by=carla)


def test_members_may_not(tom, bea):
    decided_contest(9)
    made = disqualify(titled("A"), by=bea, reason=REASON)
    with pytest.raises(Refused, match="brand’s team"):
        ask_to_reinstate(made, by=tom, reason=BACK)


def test_those_who_move_down_are_told_with_the_reason(bea, carla, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish_results(decided_contest(9, 5), by=bea)
        made = disqualify(titled("A"), by=bea, reason=REASON)
    with django_capture_on_commit_callbacks(execute=True):
        reinstate(made, asked_by=bea, confirmed_by=carla)
    assert Notice.objects.filter(kind="entry-moved", recipient=titled("B").author).count() == 2  # up, and down again
    deliver_waiting()
    letters = [letter.body for letter in mailoutbox if "Results corrected" in letter.subject]
    assert any("at place 2 now; before it was at place 1" in body and BACK in body for body in letters)


def test_the_pages_say_both_reasons(client, bea, carla):
    contest = decided_contest(9, 5)
    publish_results(contest, by=bea)
    made = disqualify(titled("A"), by=bea, reason=REASON)
    reinstate(made, asked_by=bea, confirmed_by=carla)
    results = client.get(f"{contest.url}results/").text
    assert "Moved down from place 1." in results
    assert "In the running again" in results
    assert "corrected on" in results
    for page in (results, client.get(titled("A").get_absolute_url()).text):
        assert REASON in page
        assert BACK in page
    former = client.get(f"{contest.url}results/?number=2").text
    assert "These are earlier results." in former


def test_the_screen_asks_and_confirms(client, bea, carla, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    contest = decided_contest(9, 5)
    made = disqualify(titled("A"), by=bea, reason=REASON)
    address = f"/admin/contests/{contest.pk}/results/"
    client.force_login(bea)
    short = client.post(address, {"do": "reinstate", "reinstate-disqualification": made.pk, "reinstate-reason": "No."})
    assert "at least 20 characters" in short.text
    client.post(address, {"do": "reinstate", "reinstate-disqualification": made.pk, "reinstate-reason": BACK})
    asked = Reinstatement.objects.get()
    own = client.post(address, {"do": "confirm", "confirm-asked": asked.pk})
    assert "somebody else confirms it" in own.text
    client.force_login(carla)
    assert BACK in client.get(address).text
    client.post(address, {"do": "confirm", "confirm-asked": asked.pk})
    assert titled("A").disqualified_at is None
    assert "No entry is disqualified." in client.get(address).text


def test_who_gave_the_vote_to_another_meanwhile_has_no_more_than_the_rule_says(bea, carla, tom, ines):
    contest = make_contest(Phase.VOTING, vote_rule=VoteRule.IN_ALL, vote_limit=1)
    entries_with(contest, 0, 0)
    for voter in (tom, ines):
        cast_vote(Entry.objects.for_voting().get(title="A"), by=voter, traits=None)
    made = disqualify(titled("A"), by=bea, reason=REASON)
    cast_vote(Entry.objects.for_voting().get(title="B"), by=tom, traits=None)
    reinstate(made, asked_by=bea, confirmed_by=carla)
    assert (titled("A").vote_count, titled("B").vote_count) == (1, 1)
    assert VoteEvent.objects.order_by("-pk")[0].why == "given-elsewhere"
    assert not list(drift_of(contest.pk))
