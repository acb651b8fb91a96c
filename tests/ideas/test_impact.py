"""The figures of the impact page, each counted by hand beside it."""

import statistics
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.publication import State
from ideas.actions.launching import take_back
from ideas.days import day_of
from ideas.impact.counting import Share, count_impact, median_of
from ideas.impact.periods import Period
from ideas.models import BoardStatus, Idea, IdeaBoardPage, StatusChange
from ideas.models.idea import words_of
from ideas.statuses import Credit
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea, somebody
from tests.ideas.told import tell_story

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def board():
    return make_board(slug="ideas", promise_days=7)


def period(key="90"):
    return Period.read(QueryDict(f"period={key}"), today=day_of(), began=day_of() - 400 * DAY)


def count(user=None, key="90", **kwargs):
    user = user or AnonymousUser()
    return count_impact(user, list(IdeaBoardPage.objects.visible_to(user)), period(key), **kwargs)


def many(board, number, *, came: float, answered: float | None = None, **fields) -> list[Idea]:
    """So many ideas that came in so many days ago and were answered so many days later."""
    at = timezone.now() - timedelta(days=came)
    first = at + timedelta(days=answered) if answered is not None else None
    status = BoardStatus.objects.get(board=board, slug="new")
    said = {"published_at": at, "created_at": at, "first_answered_at": first, "is_answered": first is not None}
    rows = [
        Idea(board=board, status=status, title=f"Idea {n}", **{"state": State.PUBLISHED, **said, **fields})
        for n in range(number)
    ]
    return Idea.objects.bulk_create(rows)


def move_to_launched(idea, *, ago: float, at=...):
    to = BoardStatus.objects.get(board=idea.board_id, slug="launched")
    when = timezone.now() - timedelta(days=ago) if at is ... else at
    StatusChange.objects.create(idea=idea, old_id=idea.status_id, new=to, note="There it is.", at=when)
    Idea.objects.filter(pk=idea.pk).update(status=to)


def test_answers_are_shares_of_what_came_in_beside_the_period_before(board):
    many(board, 20, came=40, answered=3)
    many(board, 5, came=40, answered=12)
    many(board, 5, came=40)
    many(board, 4, came=100, answered=1)
    many(board, 6, came=100)
    impact = count()
    assert impact.now.came_in == 30
    assert impact.now.answered == Share(25, 30)
    assert impact.now.answered.percent == 83  # rounded down
    assert impact.now.in_time == Share(20, 30)
    assert impact.before.came_in == 10
    assert impact.before.answered == Share(4, 10)
    assert impact.before.answered.percent is None  # fewer than twenty


def test_an_answer_after_the_period_is_none_of_that_period(board):
    many(board, 20, came=100, answered=50)
    assert count().before.answered == Share(0, 20)


def test_what_still_has_time_is_not_in_the_promise(board):
    many(board, 3, came=6.9)
    many(board, 2, came=7.1, answered=6)
    many(board, 1, came=7.1)
    assert count().now.in_time == Share(2, 3)


def test_each_board_has_its_own_promise(board):
    slow = make_board(slug="slow", promise_days=30)
    many(board, 2, came=40, answered=10)
    many(slow, 3, came=40, answered=10)
    many(slow, 1, came=20)  # it still has time there
    assert count().now.in_time == Share(3, 5)


def test_an_imported_answer_without_a_day_is_left_out_where_the_day_matters(board):
    many(board, 3, came=40, answered=2)
    many(board, 2, came=40, is_answered=True)
    now = count().now
    assert (now.came_in, now.undated) == (5, 2)
    assert now.answered == Share(3, 3)
    assert now.in_time == Share(3, 3)


def test_withdrawn_merged_hidden_and_waiting_ideas_do_not_count(board):
    [root] = many(board, 1, came=40, answered=1)
    many(board, 2, came=40, answered=1, merged_into=root)
    many(board, 3, came=40, state=State.WITHDRAWN)
    many(board, 4, came=40, state=State.HIDDEN)
    many(board, 5, came=40, state=State.WAITING)
    now = count().now
    assert (now.came_in, now.merged, now.withdrawn) == (1, 2, 3)
    assert now.answered == Share(1, 1)


def test_launched_ideas_have_the_credit_of_their_story(board):
    ideas = [make_idea(board=board) for _ in range(5)]
    tell_story(ideas[0], ideas[1], credit=Credit.YOURS)
    tell_story(ideas[2], credit=Credit.PLANNED)
    move_to_launched(ideas[3], ago=5)
    move_to_launched(ideas[4], ago=100)
    impact = count()
    assert impact.now.by_credit == {Credit.YOURS: 2, Credit.PLANNED: 1, "": 1}
    assert impact.now.credited(Credit.YOURS) == Share(2, 4)
    assert impact.now.theirs == Share(2, 4)
    assert impact.before.by_credit == {"": 1}


def test_a_launch_that_was_taken_back_is_none(board):
    story = tell_story(make_idea(board=board))
    assert count().now.launched == 1
    take_back(story, by=somebody(), reason="It broke on the first day.")
    assert count().now.launched == 0


def test_a_later_answer_does_not_launch_an_idea_again(board):
    idea = make_idea(board=board)
    move_to_launched(idea, ago=120)
    idea.refresh_from_db()
    StatusChange.objects.create(idea=idea, old=idea.status, new=idea.status, note="Still there.", at=timezone.now())
    assert count().now.launched == 0
    assert count().before.launched == 1


def test_a_launch_on_a_day_that_was_not_recorded_is_in_no_period(board):
    move_to_launched(make_idea(board=board), ago=0, at=None)
    impact = count(key="all")
    assert (impact.now.launched, impact.launched_undated) == (0, 1)


def test_a_story_that_the_reader_may_not_see_gives_no_credit(board, tom, ines):
    story = tell_story(make_idea(board=board))
    close(story, "Insiders")
    assert count(ines).now.by_credit == {Credit.YOURS: 1}
    assert count(tom).now.by_credit == {"": 1}


def test_boards_that_the_reader_may_not_see_are_not_counted(board, tom, ines):
    secret = make_board(slug="secret")
    many(secret, 7, came=10)
    close(secret, "Insiders")
    many(board, 2, came=10)
    assert count(ines).now.came_in == 9
    assert count(tom).now.came_in == 2


def test_medians_are_of_what_happened_in_the_period(board):
    many(board, 11, came=40, answered=2)
    many(board, 10, came=80, answered=45)
    many(board, 30, came=100, answered=1)  # answered in the period before
    first = count().now.first_answer
    assert (first.count, first.days) == (21, 2.0)


def test_the_median_time_to_launch_is_from_publishing_to_the_entry_that_launched(board):
    for idea in many(board, 20, came=50):
        move_to_launched(idea, ago=10)
    to_launch = count().now.to_launch
    assert (to_launch.count, to_launch.days) == (20, 40.0)
    assert count().before.to_launch.time is None


def test_columns_add_up_to_the_period(board):
    many(board, 3, came=1, answered=0.5)
    many(board, 4, came=45)
    tell_story(make_idea(board=board, at=timezone.now() - 3 * DAY))
    impact = count()
    assert sum(column.came_in for column in impact.columns) == impact.now.came_in == 8
    assert sum(column.answered for column in impact.columns) == 4
    assert sum(column.launched for column in impact.columns) == 1


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 400 * 86_400), min_size=20, max_size=45))
def test_the_median_is_that_of_the_statistics_of_python(board, seconds):
    begin = datetime(2025, 1, 1, tzinfo=timezone.get_default_timezone())
    status = BoardStatus.objects.get(board=board, slug="new")
    columns = words_of("Idea", "")
    Idea.objects.bulk_create(
        Idea(
            board=board,
            status=status,
            title="Idea",
            published_at=begin,
            first_answered_at=begin + timedelta(seconds=took),
            **columns,
        )
        for took in seconds
    )
    rows = Idea.objects.filter(board=board)
    found = median_of(rows, since="published_at", until="first_answered_at")
    rows.delete()
    assert found.count == len(seconds)
    assert found.time == timedelta(seconds=statistics.median(seconds))


def test_of_fewer_than_twenty_there_is_no_median(board):
    many(board, 19, came=10, answered=1)
    ideas = Idea.objects.all()
    assert median_of(ideas, since="published_at", until="first_answered_at").time is None
    many(board, 1, came=10, answered=1)
    assert median_of(ideas, since="published_at", until="first_answered_at").time == DAY


@pytest.mark.parametrize("key", ["90", "365", "all"])
def test_as_many_queries_for_many_ideas_as_for_ten(board, count_queries, key):
    for idea in many(board, 10, came=9, answered=1):
        move_to_launched(idea, ago=1)
    few = count_queries(lambda: count(key=key))
    many(board, 100, came=10, answered=2)
    for idea in many(board, 20, came=10):
        move_to_launched(idea, ago=2)
    assert count_queries(lambda: count(key=key)) <= few + 4  # the middle of each median, once there are enough
    assert few <= 12
