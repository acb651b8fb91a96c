"""Entries come onto the judges' desks by themselves, evenly, and what somebody leaves goes to others."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from contests.actions.allotting import Allotment, allot, allot_due
from contests.actions.inviting import accept_invitation, decline_invitation, remove_judge
from contests.actions.judging import declare_conflict, defer_judgement, give_judgement
from contests.juries import desk_of, pile_of
from contests.models import Entry, Judgement, Juror
from contests.phases import Decides, Phase
from core.errors import Refused, RuleBroken
from core.members.actions.erasing import erase_member
from core.publication import State
from tests.contests.juries import desks, judged_contest, make_judge, opinion
from tests.contests.things import make_contest, make_entry
from tests.factories import somebody

pytestmark = pytest.mark.django_db


def seats(contest) -> list[int]:
    on = desks(contest).values()
    return [sum(entry.pk in desk for desk in on) for entry in contest.entries.order_by("pk")]


def evenness(contest) -> int:
    loads = [len(desk) for desk in desks(contest).values()]
    return max(loads) - min(loads)


@pytest.mark.once
def test_every_entry_lies_on_as_many_desks_as_the_quorum_says_and_the_desks_are_even():
    contest = judged_contest(entries=11, quorum=2)
    for _n in range(3):
        make_judge(contest)
    assert allot(contest) == Allotment(added=22)
    assert seats(contest) == [2] * 11
    assert evenness(contest) <= 1


def test_again_changes_nothing():
    contest = judged_contest(entries=5)
    for _n in range(3):
        make_judge(contest)
    allot(contest)
    before = desks(contest)
    assert allot(contest) == Allotment()
    assert desks(contest) == before


def test_an_entry_is_never_on_its_own_authors_desk(tom):
    contest = judged_contest(entries=4, quorum=2)
    own = make_entry(contest, by=tom, media=False)
    judge = make_judge(contest, tom)
    for _n in range(2):
        make_judge(contest)
    allot(contest)
    assert own.pk not in desks(contest)[judge.pk]
    assert seats(contest) == [2] * 5


def test_a_late_approved_entry_is_added():
    contest = judged_contest(entries=4)
    for _n in range(3):
        make_judge(contest)
    allot(contest)
    late = make_entry(contest, media=False)
    assert allot(contest).added == 2
    assert sum(late.pk in desk for desk in desks(contest).values()) == 2
    assert evenness(contest) <= 1


def test_what_a_removed_judge_leaves_goes_to_others(bea):
    contest = judged_contest(entries=9)
    leaving, *_others = [make_judge(contest) for _n in range(4)]
    allot(contest)
    remove_judge(leaving, by=bea)
    assert seats(contest) == [2] * 9
    assert evenness(contest) <= 1
    assert not leaving.judgements.exists()


@pytest.mark.parametrize(("keeps_marks", "others"), [(True, 1), (False, 2)])
def test_what_a_removed_judge_gave_counts_unless_it_is_taken_out(bea, keeps_marks, others):
    contest = judged_contest(entries=1)
    leaving, entry = make_judge(contest), contest.entries.get()
    allot(contest)
    give_judgement(leaving.judgements.get(), opinion(contest, 5), by=leaving.member)
    for _n in range(2):
        make_judge(contest)
    remove_judge(leaving, by=bea, keeps_marks=keeps_marks)
    assert sum(entry.pk in desk for desk in desks(contest).values()) == others


def test_a_conflict_goes_to_another_judge_and_does_not_come_back():
    contest = judged_contest(entries=3, quorum=1)
    judges = [make_judge(contest) for _n in range(2)]
    allot(contest)
    judgement = next(judge.judgements.first() for judge in judges if judge.judgements.exists())
    declare_conflict(judgement, by=judgement.juror.member)
    assert judgement.entry_id not in desks(contest)[judgement.juror_id]
    assert seats(contest) == [1, 1, 1]
    allot(contest)
    assert judgement.entry_id not in desks(contest)[judgement.juror_id]


def test_a_conflict_that_nobody_else_can_take_is_said():
    contest = judged_contest(entries=1, quorum=1)
    judge = make_judge(contest)
    allot(contest)
    declare_conflict(judge.judgements.get(), by=judge.member)
    assert allot(contest).lacking == 1


def test_a_judge_who_joins_late_takes_over_what_nobody_has_begun():
    contest = judged_contest(entries=12, quorum=2)
    first, second = make_judge(contest), make_judge(contest)
    allot(contest)
    begun = pile_of(first).next
    give_judgement(desk_of(first).get(entry=begun), opinion(contest, 4), by=first.member)
    put_off = pile_of(first).next
    defer_judgement(desk_of(first).get(entry=put_off), opinion(contest, 4), by=first.member)
    before_them = pile_of(second).next
    make_judge(contest)
    assert allot(contest).moved == 8
    assert sorted(len(desk) for desk in desks(contest).values()) == [8, 8, 8]
    assert {begun, put_off} <= desks(contest)[first.pk]
    assert before_them in desks(contest)[second.pk]


def test_somebody_who_declines_after_all_leaves_their_desk_to_others():
    contest = judged_contest(entries=6, quorum=1)
    leaving, _other = make_judge(contest), make_judge(contest)
    allot(contest)
    decline_invitation(leaving, by=leaving.member)
    assert seats(contest) == [1] * 6


def test_an_account_that_is_erased_leaves_its_marks_and_not_its_name(tom):
    contest = judged_contest(entries=4, quorum=1)
    judge, _other = make_judge(contest, tom), make_judge(contest)
    allot(contest)
    first = judge.judgements.first()
    give_judgement(first, opinion(contest, 5, words="Lovely."), by=tom)
    erase_member(tom, by=tom)
    judge.refresh_from_db()
    assert (judge.name, judge.about, judge.member) == ("", "", None)
    assert "tom" not in judge.email
    assert [kept.pk for kept in judge.judgements.all()] == [first.pk]
    assert sum(seats(contest)) == 3
    assert Judgement.objects.given().filter(entry=first.entry).count() == 1


def test_an_author_who_erases_their_account_takes_the_entry_out_of_the_running():
    contest = judged_contest(entries=2)
    judge = make_judge(contest)
    allot(contest)
    Entry.objects.filter(pk=judge.judgements.first().entry_id).update(state=State.WITHDRAWN, author=None)
    assert len(desks(contest)[judge.pk]) == 1


@pytest.mark.parametrize(
    "out", [{"state": State.WITHDRAWN}, {"state": State.HIDDEN}, {"disqualified_at": timezone.now()}]
)
def test_what_leaves_the_running_leaves_the_desks_and_what_returns_is_there_again(out):
    contest = judged_contest(entries=2)
    judge = make_judge(contest)
    allot(contest)
    gone = contest.entries.first()
    Entry.objects.filter(pk=gone.pk).update(**out)
    assert pile_of(judge).total == 1
    assert allot(contest).added == 0
    Entry.objects.filter(pk=gone.pk).update(state=State.PUBLISHED, disqualified_at=None)
    assert pile_of(judge).total == 2


def test_where_the_public_shortlists_the_jury_has_the_shortlist_alone():
    contest = judged_contest(decides=Decides.PUBLIC_THEN_JURY, entries=5, quorum=1)
    judge = make_judge(contest)
    Entry.objects.filter(pk__in=contest.entries.order_by("pk")[:2].values("pk")).update(is_shortlisted=True)
    assert allot(contest).added == 2
    assert pile_of(judge).total == 2


def test_a_jury_beside_the_public_has_everything():
    contest = judged_contest(Phase.VOTING_AND_JUDGING, decides=Decides.JURY_AND_PEOPLE, entries=5, quorum=1)
    make_judge(contest)
    assert allot(contest).added == 5


def test_a_quorum_that_is_larger_than_the_jury_is_filled_as_far_as_it_goes():
    contest = judged_contest(entries=3, quorum=5)
    for _n in range(2):
        make_judge(contest)
    assert allot(contest) == Allotment(added=6, lacking=3)


def test_nothing_is_allotted_before_the_jury_begins_or_after_it_has_decided(bea):
    contest = judged_contest(entries=3)
    make_judge(contest)
    for moment, why in ((contest.judging_from - timedelta(seconds=1), "begun"), (contest.judging_until, "decided")):
        assert allot(contest, at=moment) == Allotment()
        with pytest.raises(RuleBroken, match=why):
            allot(contest, by=bea, at=moment)
    assert allot(contest, at=contest.judging_from).added == 3


def test_only_those_who_run_contests_may_ask_for_it(tom, bea):
    contest = judged_contest(entries=1)
    make_judge(contest)
    with pytest.raises(Refused, match="Contests are run by the brand"):
        allot(contest, by=tom)
    assert allot(contest, by=bea).added == 1


def test_without_a_jury_there_is_nothing_to_allot(bea):
    contest = make_contest(Phase.VOTING)
    assert allot(contest) == Allotment()
    with pytest.raises(RuleBroken, match="no jury"):
        allot(contest, by=bea)


def test_who_has_not_accepted_gets_nothing():
    contest = judged_contest(entries=3)
    make_judge(contest, accepted_at=None)
    make_judge(contest, removed_at=timezone.now())
    make_judge(contest, declined_at=timezone.now())
    assert allot(contest).added == 0


def test_the_sweep_allots_and_is_safe_to_repeat():
    contest = judged_contest(entries=3, quorum=1)
    make_judge(contest)
    assert allot_due() == 3
    assert allot_due() == 0
    make_entry(contest, media=False)
    call_command("sweep", stdout=None)
    assert seats(contest) == [1] * 4


def test_accepting_while_the_jury_judges_brings_entries_at_once(tom):
    contest = judged_contest(entries=3, quorum=1)
    juror = Juror.objects.create(contest=contest, email=tom.email, name="Tom")
    accept_invitation(juror, by=tom)
    assert pile_of(Juror.objects.get()).total == 3


def test_the_number_of_queries_does_not_grow(count_queries):
    def asked(entries: int, judges: int) -> int:
        contest = judged_contest(entries=entries, quorum=2)
        for _n in range(judges):
            make_judge(contest)
        allot(contest)
        return count_queries(lambda: allot(contest))

    assert asked(20, 8) == asked(2, 2) <= 8


def test_judges_are_told_once_that_their_desk_is_laid(django_capture_on_commit_callbacks):
    contest = judged_contest(entries=2, quorum=1)
    member = somebody()
    make_judge(contest, member)
    with django_capture_on_commit_callbacks(execute=True):
        allot(contest)
    make_entry(contest, media=False)
    with django_capture_on_commit_callbacks(execute=True):
        allot(contest)
    [notice] = member.notices.all()
    assert notice.kind == "jury-called"
