"""Who stands where: by each way of deciding, and what the rule for ties says."""

import pytest

from contests.kinds import Award, TieRule
from contests.models import Entry
from contests.phases import Decides, Phase
from contests.standings import final_places, shortlist_places
from core.publication import State
from tests.contests.deciding import entries_with, make_juror, mark
from tests.contests.things import make_contest

pytestmark = pytest.mark.django_db


def read(places):
    return [(place.rank, place.entry.title, place.is_tied) for place in places]


def contest_of(*votes, **fields):
    contest = make_contest(Phase.RESULTS, **fields)
    entries_with(contest, *votes)
    return contest


def chosen(contest, *titles):
    contest.entries.filter(title__in=titles).update(is_shortlisted=True)


def marked(contest, **points):
    judge = make_juror(contest)
    for title, given in points.items():
        mark(contest.entries.get(title=title), given, by=judge)


def test_where_the_public_decides_votes_rank():
    contest = contest_of(2, 5, 3)
    assert read(final_places(contest)) == [(1, "B", False), (2, "C", False), (3, "A", False)]


def test_of_two_with_the_same_votes_the_earlier_goes_first_where_the_rule_says_so():
    contest = contest_of(2, 5, 5, 1, tie_rule=TieRule.EARLIER)
    assert read(final_places(contest)) == [(1, "B", True), (2, "C", True), (3, "A", False), (4, "D", False)]


def test_two_share_a_place_where_the_rule_says_so_and_the_next_one_is_skipped():
    contest = contest_of(2, 5, 5, 1, tie_rule=TieRule.SHARED)
    assert read(final_places(contest)) == [(1, "B", True), (1, "C", True), (3, "A", False), (4, "D", False)]


def test_an_entry_that_nobody_voted_for_has_no_place():
    contest = contest_of(0, 1, 0, tie_rule=TieRule.SHARED)
    assert read(final_places(contest)) == [(1, "B", False)]


def test_a_contest_without_votes_has_no_winner():
    assert final_places(contest_of(0, 0)) == []


def test_a_contest_without_entries_has_no_winner_and_no_shortlist():
    contest = contest_of()
    assert (final_places(contest), shortlist_places(contest)) == ([], [])


def test_the_public_picks_the_shortlist_and_the_jury_ranks_it():
    contest = contest_of(9, 8, 7, 1, decides=Decides.PUBLIC_THEN_JURY, shortlist_size=3)
    assert read(shortlist_places(contest)) == [(1, "A", False), (2, "B", False), (3, "C", False)]
    chosen(contest, "A", "B", "C")
    marked(contest, A=2, B=3, C=5, D=5)
    places = final_places(contest)
    assert read(places) == [(1, "C", False), (2, "B", False), (3, "A", False)]
    assert [place.votes for place in places] == [7, 8, 9]
    assert [place.points for place in places] == pytest.approx([5, 3, 2])


def test_the_jury_picks_the_shortlist_and_the_public_ranks_it():
    contest = contest_of(1, 8, 9, 20, decides=Decides.JURY_THEN_PUBLIC, shortlist_size=2)
    marked(contest, A=5, B=4, C=2, D=1)
    assert read(shortlist_places(contest)) == [(1, "A", False), (2, "B", False)]
    chosen(contest, "A", "B")
    assert read(final_places(contest)) == [(1, "B", False), (2, "A", False)]


def test_the_jury_gives_the_prizes_and_the_people_one_of_their_own():
    contest = contest_of(9, 1, decides=Decides.JURY_AND_PEOPLE)
    marked(contest, A=2, B=5)
    found = [(place.award, place.rank, place.entry.title) for place in final_places(contest)]
    assert found == [(Award.WINNER, 1, "B"), (Award.WINNER, 2, "A"), (Award.PEOPLE, 1, "A"), (Award.PEOPLE, 2, "B")]


@pytest.mark.parametrize("rule", TieRule.values)
def test_a_tie_for_the_last_place_of_a_shortlist_takes_all_who_tie(rule):
    contest = contest_of(9, 4, 4, 4, 3, decides=Decides.PUBLIC_THEN_JURY, shortlist_size=2, tie_rule=rule)
    assert [place.entry.title for place in shortlist_places(contest)] == ["A", "B", "C", "D"]


def test_a_shortlist_has_no_entry_without_a_vote_unless_nobody_voted():
    contest = contest_of(3, 0, 0, decides=Decides.PUBLIC_THEN_JURY, shortlist_size=2)
    assert [place.entry.title for place in shortlist_places(contest)] == ["A"]
    silent = contest_of(0, 0, 0, decides=Decides.PUBLIC_THEN_JURY, shortlist_size=2)
    assert len(shortlist_places(silent)) == 3


def test_points_that_differ_by_rounding_alone_are_a_tie():
    contest = contest_of(0, 0, decides=Decides.JURY_AND_PEOPLE, tie_rule=TieRule.SHARED)
    for points in (1, 2, 5):
        judge = make_juror(contest)
        for title in "AB":
            mark(contest.entries.get(title=title), points, by=judge)
    assert read(final_places(contest)) == [(1, "A", True), (1, "B", True)]


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.HIDDEN, State.REJECTED])
def test_what_was_withdrawn_or_hidden_after_the_shortlist_is_out(state):
    contest = contest_of(9, 8, decides=Decides.JURY_THEN_PUBLIC)
    chosen(contest, "A", "B")
    Entry.objects.filter(title="A").update(state=state)
    assert read(final_places(contest)) == [(1, "B", False)]


def test_big_counters_rank_as_small_ones_do():
    contest = contest_of(1, 1)
    Entry.objects.filter(title="A").update(vote_count=2**31 - 2)
    Entry.objects.filter(title="B").update(vote_count=2**31 - 1)
    assert read(final_places(contest)) == [(1, "B", False), (2, "A", False)]
