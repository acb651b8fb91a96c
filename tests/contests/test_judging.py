"""A judge marks what lies on their desk, one entry at a time, and sees nobody's marks but their own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contests.actions.allotting import allot
from contests.actions.judging import Opinion, declare_conflict, defer_judgement, give_judgement, take_back_conflict
from contests.juries import desk_of, pile_of
from contests.models import ContestPage, Criterion, Entry, Judgement, Register, ScheduleChange
from core.errors import Refused, RuleBroken, Stale
from core.publication import State
from core.subjects import subjects
from moderation.actions.deciding import Reasons, decide
from moderation.actions.opening import open_case
from moderation.models import Act, HouseRule
from tests.contests.juries import desks, judged_contest, make_judge, marks, on_top, opinion
from tests.contests.things import make_contest

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest():
    return judged_contest(entries=3, quorum=1)


@pytest.fixture
def judge(contest, tom):
    judge = make_judge(contest, tom)
    allot(contest)
    return judge


def test_marks_and_words_are_kept(contest, judge, tom):
    said = opinion(contest, 4, 5, words="Warm.", is_quotable=True)
    judgement = give_judgement(on_top(judge), said, by=tom)
    judgement.refresh_from_db()
    assert (judgement.state, judgement.words, judgement.is_quotable) == ("given", "Warm.", True)
    assert marks(judgement) == [4, 5]


def test_the_newest_marks_count(contest, judge, tom):
    judgement = give_judgement(on_top(judge), opinion(contest, 4, 5), by=tom)
    judgement = give_judgement(judgement, opinion(contest, 1, 2, words="No."), by=tom, after=judgement.stamp)
    judgement.refresh_from_db()
    assert (marks(judgement), judgement.words) == ([1, 2], "No.")


def test_the_same_again_changes_nothing(contest, judge, tom):
    first = give_judgement(on_top(judge), opinion(contest, 4), by=tom, after="")
    again = give_judgement(first, opinion(contest, 4), by=tom, after="")  # a double click
    assert again.given_at == first.given_at


def test_another_window_is_not_overwritten_unseen(contest, judge, tom):
    judgement = on_top(judge)
    give_judgement(judgement, opinion(contest, 4), by=tom, after="")
    with pytest.raises(Stale, match="another window"):
        give_judgement(judgement, opinion(contest, 2), by=tom, after="")
    assert marks(judgement) == [4, 4]


def test_a_criterion_without_a_mark_is_named(contest, judge, tom):
    idea = contest.criteria.get(name="Idea")
    with pytest.raises(RuleBroken, match="no mark yet for: Craft"):
        give_judgement(on_top(judge), Opinion({idea.pk: 4}), by=tom)


@pytest.mark.parametrize("points", [0, 6, -1, 1000])
def test_a_mark_is_one_to_five(contest, judge, tom, points):
    with pytest.raises(RuleBroken, match="from 1 to 5"):
        give_judgement(on_top(judge), opinion(contest, points), by=tom)
    assert not Judgement.objects.given().exists()


def test_a_criterion_of_another_contest_is_no_criterion(contest, judge, tom):
    foreign = Criterion.objects.create(contest=make_contest(), name="Foreign")
    said = opinion(contest, 4)
    with pytest.raises(RuleBroken, match="has changed"):
        give_judgement(on_top(judge), Opinion({**said.points, foreign.pk: 5}), by=tom)


def test_without_criteria_nothing_can_be_judged(contest, judge, tom):
    contest.criteria.all().delete()
    with pytest.raises(RuleBroken, match="what the jury looks at"):
        give_judgement(on_top(judge), Opinion(), by=tom)


def test_only_the_judge_whose_desk_it_is_gives_marks(contest, judge, ines, bea, ada, vera):
    for somebody_else in (ines, bea, ada, vera):
        for act in (give_judgement, defer_judgement):
            with pytest.raises(Refused, match="Only the judges"):
                act(on_top(judge), opinion(contest, 5), by=somebody_else)
        with pytest.raises(Refused, match="Only the judges"):
            declare_conflict(on_top(judge), by=somebody_else)


def test_before_the_jury_begins_it_says_when(contest, judge, tom):
    with pytest.raises(Refused, match=r"The jury begins on .*, Oslo time"):
        give_judgement(on_top(judge), opinion(contest, 5), by=tom, at=contest.judging_from - timedelta(seconds=1))


def test_after_the_jury_has_decided_nothing_is_given_changed_or_handed_back(contest, judge, tom):
    judgement = give_judgement(
        on_top(judge), opinion(contest, 4), by=tom, at=contest.judging_until - timedelta(microseconds=1)
    )
    for act in (
        lambda: give_judgement(judgement, opinion(contest, 5), by=tom, at=contest.judging_until),
        lambda: defer_judgement(judgement, opinion(contest, 5), by=tom, at=contest.judging_until),
        lambda: declare_conflict(judgement, by=tom, at=contest.judging_until),
    ):
        with pytest.raises(Refused, match="The jury ended on"):
            act()
    assert marks(judgement) == [4, 4]


def test_while_the_contest_is_paused_nobody_marks(contest, judge, tom, bea):
    pause = ScheduleChange.objects.create(contest=contest, what=ScheduleChange.What.PAUSED, by=bea, note="A fault.")
    Register.objects.filter(contest=contest).update(pause=pause)
    judgement = on_top(judge)
    judgement.juror.contest = ContestPage.objects.get(pk=contest.pk)
    with pytest.raises(Refused, match="paused"):
        give_judgement(judgement, opinion(contest, 5), by=tom)


def test_who_is_suspended_does_not_judge(contest, judge, tom, mo):
    reasons = Reasons(text="Please be kind.", rule=HouseRule.objects.first(), until=timezone.now() + timedelta(days=7))
    decide(open_case("member", tom), Act.SUSPEND, by=mo, version=subjects["member"].version(tom), reasons=reasons)
    with pytest.raises(Refused, match="suspended"):
        give_judgement(on_top(judge), opinion(contest, 5), by=tom)


def test_what_is_put_off_returns_when_nothing_else_is_open(contest, judge, tom):
    order = pile_of(judge).open
    for entry in order[:2]:
        defer_judgement(desk_of(judge).get(entry=entry), Opinion(), by=tom)
    assert pile_of(judge).next == order[2]
    give_judgement(desk_of(judge).get(entry=order[2]), opinion(contest, 3), by=tom)
    assert pile_of(judge).next == order[0]
    assert pile_of(judge).deferred == order[:2]
    defer_judgement(desk_of(judge).get(entry=order[0]), Opinion(), by=tom)
    assert pile_of(judge).next == order[1]


def test_what_was_said_before_putting_off_is_kept_and_does_not_count(contest, judge, tom):
    idea = contest.criteria.get(name="Idea")
    judgement = defer_judgement(on_top(judge), Opinion({idea.pk: 4}, "Let me think."), by=tom)
    assert (marks(judgement), judgement.words) == ([4], "Let me think.")
    assert not Judgement.objects.given().exists()


def test_what_was_given_is_not_put_off(contest, judge, tom):
    judgement = give_judgement(on_top(judge), opinion(contest, 3), by=tom)
    assert defer_judgement(judgement, Opinion(), by=tom).is_given
    assert marks(judgement) == [3, 3]


def test_a_conflict_leaves_the_desk_and_its_marks_count_no_more(contest, judge, tom):
    judgement = give_judgement(on_top(judge), opinion(contest, 3), by=tom)
    declare_conflict(judgement, by=tom)
    declare_conflict(judgement, by=tom)
    assert judgement.entry_id not in desks(contest)[judge.pk]
    assert pile_of(judge).total == 2
    with pytest.raises(Stale, match="not on your desk"):
        give_judgement(judgement, opinion(contest, 3), by=tom)


def test_a_slip_is_taken_back_from_whoever_got_it(contest, judge, tom):
    other = make_judge(contest)
    judgement = on_top(judge)
    declare_conflict(judgement, by=tom)
    assert judgement.entry_id in desks(contest)[other.pk]
    take_back_conflict(judgement, by=tom)
    take_back_conflict(judgement, by=tom)
    assert judgement.entry_id in desks(contest)[judge.pk]
    assert judgement.entry_id not in desks(contest)[other.pk]


def test_what_another_judge_has_begun_meanwhile_stays_with_them_too(contest, judge, tom):
    other = make_judge(contest)
    judgement = on_top(judge)
    declare_conflict(judgement, by=tom)
    give_judgement(desk_of(other).get(entry=judgement.entry_id), opinion(contest, 3), by=other.member)
    take_back_conflict(judgement, by=tom)
    assert all(judgement.entry_id in desk for desk in desks(contest).values())


@pytest.mark.parametrize(
    "out", [{"state": State.WITHDRAWN}, {"state": State.HIDDEN}, {"disqualified_at": timezone.now()}]
)
def test_what_left_the_running_while_it_was_looked_at_cannot_be_marked(contest, judge, tom, out):
    judgement = on_top(judge)
    Entry.objects.filter(pk=judgement.entry_id).update(**out)
    with pytest.raises(Stale, match="out of the running"):
        give_judgement(judgement, opinion(contest, 5), by=tom)


def test_a_conflict_with_what_has_gone_to_another_judge_meanwhile_is_known(contest, judge, tom):
    judgement = on_top(judge)
    Judgement.objects.filter(pk=judgement.pk).delete()
    kept = declare_conflict(judgement, by=tom)
    assert (kept.state, kept.entry_id) == ("conflict", judgement.entry_id)
    allot(contest)
    assert judgement.entry_id not in desks(contest)[judge.pk]
