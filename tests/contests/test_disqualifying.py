"""An entry that broke the rules: out of the running, said in public, and the next one moves up."""

import pytest
from django.utils import timezone

from contests.actions.disqualifying import disqualify
from contests.actions.publishing import publish_results
from contests.kinds import TieRule
from contests.models import Disqualification, Entry, Publication
from core.errors import Refused, RuleBroken
from core.notices.models import Notice
from core.publication import State
from tests.contests.deciding import decided_contest, make_juror
from tests.contests.things import make_entry

pytestmark = pytest.mark.django_db
REASON = "The picture was taken by somebody else."


def titled(title):
    return Entry.objects.select_related("contest").get(title=title)


def read(published):
    rows = published.placements.select_related("entry")
    return [(row.rank, row.entry.title, ", ".join(row.prize_names), row.moved_up_from) for row in rows]


def newest():
    return Publication.objects.results().newest().get()


def test_before_the_results_it_is_just_out_of_the_running(bea):
    contest = decided_contest(9, 5)
    made = disqualify(titled("A"), by=bea, reason=REASON)
    assert (made.reason, made.by) == (REASON, bea)
    assert titled("A").is_published
    assert not Publication.objects.exists()
    assert read(publish_results(contest, by=bea)) == [(1, "B", "Prize 1", None)]


def test_a_disqualified_winner_is_followed_by_who_stood_behind(bea):
    contest = decided_contest(9, 5, 3)
    first = publish_results(contest, by=bea)
    disqualify(titled("A"), by=bea, reason=REASON)
    assert newest().number == 2
    assert read(newest()) == [(1, "B", "Prize 1", 2), (2, "C", "Prize 2", 3)]
    figures = newest().figures
    assert (figures["disqualified"], figures["entries"], figures["voters"]) == (1, 2, 8)
    assert figures["votes"]["out"] == {"disqualified": 9}
    assert [row[1] for row in read(first)] == ["A", "B", "C"]


def test_two_disqualifications_say_where_everybody_began(bea):
    contest = decided_contest(9, 5, 3)
    publish_results(contest, by=bea)
    disqualify(titled("A"), by=bea, reason=REASON)
    disqualify(titled("B"), by=bea, reason=REASON)
    assert newest().number == 3
    assert read(newest()) == [(1, "C", "Prize 1", 3)]


def test_the_last_one_out_moves_nobody_up_and_the_results_leave_it_out(bea):
    contest = decided_contest(9, 5)
    publish_results(contest, by=bea)
    disqualify(titled("B"), by=bea, reason=REASON)
    assert read(newest()) == [(1, "A", "Prize 1", None)]


def test_those_who_shared_a_place_share_the_next_one(bea):
    contest = decided_contest(9, 5, 5, 2, tie_rule=TieRule.SHARED)
    publish_results(contest, by=bea)
    disqualify(titled("A"), by=bea, reason=REASON)
    assert read(newest()) == [(1, "B", "Prize 1", 2), (1, "C", "Prize 1", 2), (3, "D", "", 4)]


def test_one_of_two_who_shared_a_place_goes_and_the_other_stays(bea):
    contest = decided_contest(5, 5, 2, tie_rule=TieRule.SHARED)
    publish_results(contest, by=bea)
    disqualify(titled("A"), by=bea, reason=REASON)
    assert read(newest()) == [(1, "B", "Prize 1", None), (2, "C", "Prize 2", 3)]
    assert not newest().placements.filter(is_tied=True).exists()


def test_what_had_no_place_changes_no_results(bea):
    contest = decided_contest(9, 0)
    publish_results(contest, by=bea)
    disqualify(titled("B"), by=bea, reason=REASON)
    assert newest().number == 1


def test_again_changes_nothing(bea, ada):
    publish_results(decided_contest(9, 5), by=bea)
    first = disqualify(titled("A"), by=bea, reason=REASON)
    assert disqualify(titled("A"), by=ada, reason="Another reason, just as long.") == first
    assert (Disqualification.objects.count(), newest().number) == (1, 2)


@pytest.mark.parametrize("reason", ["", "Too short.", "\u200b" * 30])
def test_the_reason_is_asked_for(bea, reason):
    decided_contest(9)
    with pytest.raises(RuleBroken, match="Say why in at least 20 characters"):
        disqualify(titled("A"), by=bea, reason=reason)
    assert titled("A").disqualified_at is None


def test_what_was_never_shown_is_for_moderators(bea):
    entry = make_entry(decided_contest(), state=State.WAITING, media=False)
    with pytest.raises(RuleBroken, match="only its entrant sees it"):
        disqualify(entry, by=bea, reason=REASON)


def test_a_winner_who_withdrew_makes_room_for_the_next_one(bea):
    publish_results(decided_contest(9, 5), by=bea)
    Entry.objects.filter(title="A").update(state=State.WITHDRAWN, withdrawn_at=timezone.now())
    disqualify(titled("A"), by=bea, reason="The winner does not accept the prize.")
    assert read(newest()) == [(1, "B", "Prize 1", 2)]


def test_members_and_moderators_may_not(tom, mo):
    decided_contest(9)
    for person in (tom, mo):
        with pytest.raises(Refused, match="brand’s team"):
            disqualify(titled("A"), by=person, reason=REASON)


def test_nobody_disqualifies_where_they_have_entered(bea):
    contest = decided_contest(9)
    make_entry(contest, by=bea, title="Mine", media=False)
    with pytest.raises(Refused, match="You have entered"):
        disqualify(titled("A"), by=bea, reason=REASON)


def test_nobody_disqualifies_where_they_judge(bea):
    make_juror(decided_contest(9), member=bea)
    with pytest.raises(Refused, match="You judge"):
        disqualify(titled("A"), by=bea, reason=REASON)


def test_whoever_entered_it_is_told_why(bea, django_capture_on_commit_callbacks):
    decided_contest(9)
    with django_capture_on_commit_callbacks(execute=True):
        disqualify(titled("A"), by=bea, reason=REASON)
    told = Notice.objects.get()
    assert (told.recipient, told.kind, told.subject_id) == (titled("A").author, "entry-disqualified", titled("A").pk)
