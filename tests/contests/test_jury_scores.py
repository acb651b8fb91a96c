"""What the marks of a jury come to: weighted, and brought to one measure."""

import pytest
from django.utils import timezone

from contests.jury_scores import Given, jury_scores, scores_of
from contests.models import Criterion, Entry, Judgement
from core.publication import State
from tests.contests.juries import given, judged_contest, make_judge
from tests.contests.things import make_entry

pytestmark = pytest.mark.django_db


def by_entry(contest):
    return {score.entry_id: score for score in jury_scores(contest)}


def test_marks_count_by_the_weight_of_their_criterion():
    contest = judged_contest(entries=1, quorum=1)
    entry = contest.entries.get()
    given(make_judge(contest), entry, 5, 2)  # the idea counts twice
    assert by_entry(contest)[entry.pk].raw == (2 * 5 + 1 * 2) / 3


def test_weights_are_read_anew():
    contest = judged_contest(entries=1, quorum=1)
    entry = contest.entries.get()
    given(make_judge(contest), entry, 5, 2)
    Criterion.objects.filter(contest=contest).update(weight=7)
    assert by_entry(contest)[entry.pk].raw == 3.5


def test_a_worked_example():
    """A strict judge gives 1, 2, 3 and a kind one 3, 4, 5. Of all six: mean 3, variance (4+1+0+0+1+4)/6 = 5/3.

    Each judge's own spread is √(2/3), so that the standard scores are −√1.5, 0 and √1.5; on the scale of the contest
    √(5/3)·√1.5 = √2.5 below and above 3.
    """
    strict = [Given(1, entry, points) for entry, points in ((10, 1), (11, 2), (12, 3))]
    kind = [Given(2, entry, points) for entry, points in ((20, 3), (21, 4), (22, 5))]
    scores = {score.entry_id: score for score in scores_of([10, 11, 12, 20, 21, 22], strict + kind, quorum=1)}
    assert [scores[entry].raw for entry in (10, 11, 12, 20, 21, 22)] == [1, 2, 3, 3, 4, 5]
    for low, middle, high in ((10, 11, 12), (20, 21, 22)):
        assert scores[low].normalised == pytest.approx(3 - 2.5**0.5)
        assert scores[middle].normalised == pytest.approx(3)
        assert scores[high].normalised == pytest.approx(3 + 2.5**0.5)


def test_a_strict_judges_best_beats_a_kind_judges_middle():
    strict = [Given(1, entry, points) for entry, points in ((10, 1), (11, 2), (12, 3))]
    kind = [Given(2, entry, points) for entry, points in ((20, 3), (21, 4), (22, 5))]
    scores = {score.entry_id: score for score in scores_of([12, 21], strict + kind, quorum=1)}
    assert scores[12].raw < scores[21].raw
    assert scores[12].normalised > scores[21].normalised


@pytest.mark.parametrize("points", [[5.0], [4.0, 4.0, 4.0]])
def test_a_judge_who_tells_nothing_apart_adds_the_mean_of_all(points):
    flat = [Given(1, 100 + n, one) for n, one in enumerate(points)]
    other = [Given(2, 200, 1.0), Given(2, 201, 3.0)]
    mean = sum(one.points for one in flat + other) / len(flat + other)
    scores = {score.entry_id: score for score in scores_of([100, 200, 201], flat + other, quorum=1)}
    assert scores[100].normalised == pytest.approx(mean)
    assert scores[200].normalised < mean < scores[201].normalised


def test_when_all_judge_alike_nothing_changes():
    same = [Given(judge, entry, points) for judge in (1, 2) for entry, points in ((1, 2.0), (2, 3.0), (3, 5.0))]
    for score in scores_of([1, 2, 3], same, quorum=2):
        assert score.normalised == pytest.approx(score.raw)


def test_without_the_quorum_an_entry_is_not_complete():
    contest = judged_contest(entries=2, quorum=2)
    one, other = contest.entries.order_by("pk")
    first, second = make_judge(contest), make_judge(contest)
    given(first, one, 4)
    given(second, one, 5)
    given(first, other, 3)
    scores = by_entry(contest)
    assert (scores[one.pk].judges, scores[one.pk].complete) == (2, True)
    assert (scores[other.pk].judges, scores[other.pk].complete) == (1, False)


def test_an_entry_without_a_judge_is_last():
    contest = judged_contest(entries=2, quorum=1)
    one, other = contest.entries.order_by("pk")
    given(make_judge(contest), other, 1)
    assert [score.entry_id for score in jury_scores(contest)] == [other.pk, one.pk]
    assert by_entry(contest)[one.pk].judges == 0
    assert not by_entry(contest)[one.pk].complete


def test_a_contest_that_nobody_has_judged_has_scores_of_nothing():
    contest = judged_contest(entries=2)
    assert [(score.raw, score.normalised, score.judges) for score in jury_scores(contest)] == [(0, 0, 0)] * 2
    assert jury_scores(judged_contest()) == []


@pytest.mark.parametrize("state", [Judgement.State.DEFERRED, Judgement.State.CONFLICT, Judgement.State.OPEN])
def test_only_what_was_given_counts(state):
    contest = judged_contest(entries=1)
    judgement = given(make_judge(contest), contest.entries.get(), 5)
    Judgement.objects.filter(pk=judgement.pk).update(state=state)
    assert jury_scores(contest)[0].judges == 0


@pytest.mark.parametrize(
    "out", [{"state": State.WITHDRAWN}, {"state": State.HIDDEN}, {"disqualified_at": timezone.now()}]
)
def test_what_is_out_of_the_running_has_no_score_and_moves_nobodys_measure(out):
    contest = judged_contest(entries=3, quorum=1)
    judge = make_judge(contest)
    for entry, points in zip(contest.entries.order_by("pk"), (1, 3, 5), strict=True):
        given(judge, entry, points)
    gone = contest.entries.order_by("pk").last()
    Entry.objects.filter(pk=gone.pk).update(**out)
    scores = jury_scores(contest)
    assert gone.pk not in {score.entry_id for score in scores}
    assert sorted(score.normalised for score in scores) == [1, 3]


def test_other_contests_do_not_count():
    contest, other = judged_contest(entries=1), judged_contest(entries=1)
    given(make_judge(other), other.entries.get(), 5)
    assert jury_scores(contest)[0].judges == 0


def test_two_queries_whatever_the_size(count_queries):
    contest = judged_contest(entries=1, quorum=1)
    judge = make_judge(contest)
    given(judge, contest.entries.get(), 3)
    assert count_queries(lambda: jury_scores(contest)) == 2
    for _n in range(5):
        given(judge, make_entry(contest, media=False), 4)
    assert count_queries(lambda: jury_scores(contest)) == 2
