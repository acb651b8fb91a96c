"""Who leaves a shortlist makes room for the next one, as long as all are decided on alike."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contests.actions.disqualifying import disqualify
from contests.actions.publishing import publish_shortlist
from contests.actions.reinstating import ask_to_reinstate, decide_reinstatement
from contests.actions.shortlisting import LEAST_TIME, renew_shortlists
from contests.actions.voting import cast_vote
from contests.juries import before_jury
from contests.models import ContestPage, Entry, Judgement, Publication
from contests.phases import Decides, Phase
from contests.policies.voting import can_be_voted_for
from core.commands import chores
from core.notices.models import Notice
from core.publication import State
from tests.cast import make_member, with_role
from tests.contests.deciding import entries_with, make_juror, mark, vote_for
from tests.contests.things import make_contest
from tests.factories import somebody

pytestmark = pytest.mark.django_db
REASON = "The picture was taken by somebody else."
BACK = "They have shown us the negative: it is theirs."


@pytest.fixture
def carla(bea):
    return with_role(make_member("carla"), "Brand editors")


def titled(title):
    return Entry.objects.select_related("contest__register").get(title=title)


def picked_by_the_public(bea, *votes, size=2, left=LEAST_TIME * 2):
    """Published, while the jury has this time left."""
    contest = make_contest(Phase.JUDGING, decides=Decides.PUBLIC_THEN_JURY, shortlist_size=size)
    until = timezone.now() + left
    ContestPage.objects.filter(pk=contest.pk).update(judging_until=until, results_from=until + timedelta(days=1))
    contest.refresh_from_db()
    entries_with(contest, *votes)
    publish_shortlist(contest, by=bea)
    return contest


def picked_by_a_jury(bea, *points, size=2):
    contest = make_contest(Phase.VOTING, decides=Decides.JURY_THEN_PUBLIC, shortlist_size=size, quorum=1)
    entries_with(contest, *[0] * len(points))
    judge = make_juror(contest)
    for place, given in enumerate(points):
        mark(titled("ABCDEF"[place]), given, by=judge)
    publish_shortlist(contest, by=bea)
    return contest


def listed(contest):
    newest = contest.publications.shortlists().newest().get()
    return {row.entry.title for row in newest.placements.filter(entry__disqualified_at=None)}


def test_the_next_one_moves_up_and_the_jury_has_it_on_its_desks(bea):
    contest = picked_by_the_public(bea, 9, 8, 7, 6)
    judge = make_juror(contest, member=somebody())
    disqualify(titled("A"), by=bea, reason=REASON)
    assert listed(contest) == {"B", "C"}
    newest = contest.publications.shortlists().newest().get()
    assert (newest.number, newest.cause, newest.about) == (2, "disqualified", titled("A"))
    assert newest.placements.get(entry__title="C").moved_up_from == 2
    assert {entry.title for entry in before_jury(contest)} == {"B", "C"}
    assert Judgement.objects.filter(juror=judge, entry__title="C").exists()


def test_who_moves_up_is_said_by_the_figures_that_were_published(bea):
    contest = picked_by_the_public(bea, 9, 8, 7, 6)
    vote_for(titled("D"), 5)
    disqualify(titled("A"), by=bea, reason=REASON)
    assert listed(contest) == {"B", "C"}


def test_all_who_tie_for_the_place_move_up(bea):
    contest = picked_by_the_public(bea, 9, 8, 7, 7, 1)
    disqualify(titled("A"), by=bea, reason=REASON)
    assert listed(contest) == {"B", "C", "D"}
    assert contest.publications.shortlists().newest().get().figures["tied"] == 1


def test_nobody_moves_up_where_ties_had_filled_it(bea):
    contest = picked_by_the_public(bea, 9, 8, 8, 1)
    disqualify(titled("A"), by=bea, reason=REASON)
    assert listed(contest) == {"B", "C"}
    assert contest.publications.shortlists().count() == 1


def test_what_a_moderator_hid_makes_room_and_has_it_back_when_it_is_shown_again(bea):
    contest = picked_by_the_public(bea, 9, 8, 7)
    Entry.objects.filter(title="A").update(state=State.HIDDEN)
    assert chores["shortlists"].run() == 1
    assert listed(contest) == {"B", "C"}
    Entry.objects.filter(title="A").update(state=State.PUBLISHED)
    assert renew_shortlists() == 1
    assert listed(contest) == {"A", "B"}
    assert renew_shortlists() == 0


def test_a_jury_without_a_day_left_is_given_nobody_new(bea):
    contest = picked_by_the_public(bea, 9, 8, 7, left=LEAST_TIME - timedelta(minutes=1))
    disqualify(titled("A"), by=bea, reason=REASON)
    assert contest.publications.shortlists().count() == 1
    assert {entry.title for entry in before_jury(contest)} == {"B"}


def test_the_public_may_vote_for_who_moved_up_before_the_first_vote(bea):
    contest = picked_by_a_jury(bea, 5, 4, 3, 1)
    assert not can_be_voted_for(titled("C"))
    disqualify(titled("A"), by=bea, reason=REASON)
    assert listed(contest) == {"B", "C"}
    assert can_be_voted_for(titled("C"))


def test_once_somebody_has_voted_nobody_moves_up(bea):
    contest = picked_by_a_jury(bea, 5, 4, 3, 1)
    cast_vote(titled("B"), by=somebody(), traits=None)
    disqualify(titled("A"), by=bea, reason=REASON)
    assert contest.publications.shortlists().count() == 1
    assert not can_be_voted_for(titled("C"))


def test_who_is_reinstated_is_on_it_again_and_who_had_moved_up_is_not(bea, carla):
    contest = picked_by_the_public(bea, 9, 8, 7)
    made = disqualify(titled("A"), by=bea, reason=REASON)
    decide_reinstatement(ask_to_reinstate(made, by=bea, reason=BACK), confirm=True, by=carla)
    assert listed(contest) == {"A", "B"}
    assert not titled("C").is_shortlisted
    assert contest.publications.shortlists().newest().get().number == 3


def test_who_was_disqualified_before_the_shortlist_has_its_place_by_the_votes_it_has(bea, carla):
    contest = make_contest(Phase.JUDGING, decides=Decides.PUBLIC_THEN_JURY, shortlist_size=2)
    until = timezone.now() + LEAST_TIME * 2
    ContestPage.objects.filter(pk=contest.pk).update(judging_until=until, results_from=until)
    contest.refresh_from_db()
    entries_with(contest, 9, 8, 7)
    made = disqualify(titled("A"), by=bea, reason=REASON)
    publish_shortlist(contest, by=bea)
    assert listed(contest) == {"B", "C"}
    decide_reinstatement(ask_to_reinstate(made, by=bea, reason=BACK), confirm=True, by=carla)
    assert listed(contest) == {"A", "B"}


def test_each_is_told_of_every_change_that_concerns_them(bea, carla, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        picked_by_the_public(bea, 9, 8, 7)
        made = disqualify(titled("A"), by=bea, reason=REASON)
        decide_reinstatement(ask_to_reinstate(made, by=bea, reason=BACK), confirm=True, by=carla)
    kinds = list(Notice.objects.filter(recipient=titled("C").author).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["entry-shortlisted", "entry-unlisted"]


def test_the_page_says_that_it_changed_and_the_rule(client, bea):
    contest = picked_by_the_public(bea, 9, 8, 7)
    disqualify(titled("A"), by=bea, reason=REASON)
    page = client.get(contest.url).text
    assert "was disqualified, and who stood behind it moved up." in page
    assert "Moved up onto the shortlist." in page
    assert "while the jury has at least a day left" in page


def test_a_shortlist_from_before_reserves_were_kept_is_filled_by_the_votes_of_now(bea):
    contest = picked_by_the_public(bea, 9, 8, 7)
    published = Publication.objects.get()
    del published.figures["reserve"]
    published.save()
    disqualify(titled("A"), by=bea, reason=REASON)
    assert listed(contest) == {"B", "C"}
