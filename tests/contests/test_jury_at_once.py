"""Judges and organisers who do something at the same moment, on PostgreSQL, with real transactions."""

import pytest

from contests.actions.allotting import allot
from contests.actions.inviting import accept_invitation, invite, remove_judge
from contests.actions.judging import declare_conflict, give_judgement
from contests.models import Judgement, Juror
from core.errors import Refused, RuleBroken, Stale
from tests.contests.juries import desks, judged_contest, make_judge, marks, on_top, opinion
from tests.ideas.test_crowd import all_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def seats(contest) -> list[int]:
    on = desks(contest).values()
    return [sum(entry in desk for desk in on) for entry in contest.entries.values_list("pk", flat=True)]


def test_allotting_eight_times_at_once_is_allotting_once():
    contest = judged_contest(entries=12, quorum=3)
    for _n in range(5):
        make_judge(contest)
    done = all_at_once([lambda: allot(contest)] * 8)
    assert sorted(one.added for one in done) == [0] * 7 + [36]
    assert seats(contest) == [3] * 12
    loads = [len(desk) for desk in desks(contest).values()]
    assert max(loads) - min(loads) <= 1


def test_conflicts_removals_and_allotting_at_once_wait_for_each_other_and_never_for_ever(bea):
    contest = judged_contest(entries=12, quorum=2)
    judges = [make_judge(contest) for _n in range(6)]
    allot(contest)
    tops = [on_top(judge) for judge in judges[:4]]
    acts = [lambda top=top: declare_conflict(top, by=top.juror.member) for top in tops]
    acts += [lambda: remove_judge(judges[5], by=bea), lambda: allot(contest), lambda: allot(contest)]
    all_at_once(acts)
    allot(contest)
    assert Judgement.objects.filter(state="conflict").count() == 4
    assert seats(contest) == [2] * 12
    assert not judges[5].judgements.unfinished().exists()


def test_two_windows_at_once_one_is_kept_and_the_other_told():
    contest = judged_contest(entries=1, quorum=1)
    judge = make_judge(contest)
    allot(contest)
    judgement = on_top(judge)

    def give(points: int) -> int:
        try:
            give_judgement(judgement, opinion(contest, points), by=judge.member, after="")
        except Stale:
            return 0
        return points

    kept = sorted(all_at_once([lambda n=n: give(n) for n in (1, 2, 3, 4, 5)]))
    assert kept[:4] == [0] * 4
    assert marks(judgement) == [kept[4]] * 2


def test_accepting_eight_times_at_once_is_accepting_once(tom):
    contest = judged_contest(entries=4, quorum=1)
    juror = Juror.objects.create(contest=contest, email=tom.email, name="Tom")
    done = all_at_once([lambda: accept_invitation(juror, by=tom)] * 8)
    assert len({one.accepted_at for one in done}) == 1
    assert seats(contest) == [1] * 4


def test_what_is_given_while_desks_are_cleared_stays_or_is_refused_and_is_never_half_there(bea):
    contest = judged_contest(entries=6, quorum=1)
    judges = [make_judge(contest) for _n in range(3)]
    allot(contest)
    tops = [on_top(judge) for judge in judges]

    def give(judgement: Judgement) -> int:
        try:
            return give_judgement(judgement, opinion(contest, 4), by=judgement.juror.member, after="").pk
        except (Stale, Refused):
            return 0

    acts = [lambda top=top: give(top) for top in tops]
    acts += [lambda judge=judge: remove_judge(judge, by=bea) and 0 for judge in judges[:2]]
    kept = {pk for pk in all_at_once(acts) if pk}
    assert set(Judgement.objects.given().values_list("pk", flat=True)) == kept
    assert all(marks(judgement) == [4, 4] for judgement in Judgement.objects.given())


def test_inviting_somebody_eight_times_at_once_is_inviting_once(bea):
    contest = judged_contest()

    def ask() -> bool:
        try:
            return bool(invite(contest, by=bea, name="Tom Berg", email="new@example.com"))
        except RuleBroken:
            return False

    assert sorted(all_at_once([ask] * 8)) == [False] * 7 + [True]
