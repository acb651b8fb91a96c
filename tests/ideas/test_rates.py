"""The rate of a board, that of the period before, and the page that says how they are counted."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from core.publication import State
from ideas.figures import answer_rate, behind_of, former_answer_rate, rates_of
from ideas.models import Idea
from ideas.statuses import Pace
from tests.cast import make_member
from tests.factories import make_board, make_idea

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def board():
    return make_board(slug="ideas")


def publish(board, count, *, days_ago, answered_after=None, **fields):
    """So many ideas at once; `answered_after` counts days."""
    one, at = make_idea(board=board, by=make_member(f"a{Idea.objects.count()}")), timezone.now() - days_ago * DAY
    first = at + answered_after * DAY if answered_after is not None else None
    said = {
        "published_at": at,
        "created_at": at,
        "first_answered_at": first,
        "is_answered": first is not None,
        **fields,
    }
    common = {"board": board, "status": one.status, "title": "A bench", "state": State.PUBLISHED, **said}
    Idea.objects.bulk_create(Idea(**common) for _ in range(count - 1))
    Idea.objects.filter(pk=one.pk).update(**said)


def test_each_period_has_its_own_figures(board):
    publish(board, 15, days_ago=20, answered_after=3)
    publish(board, 10, days_ago=30, answered_after=9)
    publish(board, 20, days_ago=110, answered_after=2)
    publish(board, 1, days_ago=120)
    now, before = answer_rate(board), former_answer_rate(board)
    assert (now.part, now.whole, now.percent) == (15, 25, 60)
    assert (before.part, before.whole, before.percent) == (20, 21, 95)
    assert answer_rate(board).whole == 25  # the period before is not kept in its place


def test_duplicates_and_what_has_no_date_are_left_out(board):
    publish(board, 20, days_ago=20, answered_after=3)
    publish(board, 2, days_ago=20, merged_into=Idea.objects.first())
    publish(board, 2, days_ago=20, is_answered=True)
    publish(board, 2, days_ago=20, state=State.HIDDEN)
    assert answer_rate(board).whole == 20


def test_all_boards_are_asked_at_once(board, max_queries):
    other, small = make_board(promise_days=3), make_board()
    publish(board, 20, days_ago=20, answered_after=4)
    publish(other, 20, days_ago=20, answered_after=4)
    publish(small, 19, days_ago=20, answered_after=4)
    with max_queries(1):
        rates = rates_of([board, other, small])
    assert (rates[board.pk], rates[other.pk], rates[small.pk]) == (answer_rate(board), answer_rate(other), None)
    assert (rates[board.pk].percent, rates[other.pk].percent) == (100, 0)
    assert [one for one, _rate in behind_of([board, other, small])] == [other]
    other.pace = Pace.SLOWED
    assert behind_of([board, other, small]) == []
    assert rates_of([]) == {}


def test_the_header_leads_to_how_it_is_counted_and_that_page_has_the_figures(client, board):
    publish(board, 30, days_ago=20, answered_after=3)
    publish(board, 2, days_ago=12, next_update_by=(timezone.now() - 5 * DAY).date())
    header = BeautifulSoup(client.get("/ideas/").text, "html.parser").select_one("#board-figures a")
    assert (header.get_text(), header["href"]) == ("answered within 7 days", "/ideas/how-promises-work/")
    page = BeautifulSoup(client.get(header["href"]).text, "html.parser")
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert rows == [["The last 90 days", "30", "32", "93 %"], ["The 90 days before", "fewer than 20 ideas: no rate"]]
    words = " ".join(page.get_text().split())
    assert "duplicates of another idea" in words
    assert "2 of them are overdue." in words
    assert "In the works: within 60 days" in words
    assert "Launched: within" not in words


def test_that_page_costs_the_same_whatever_the_size_of_the_board(client, board, count_queries):
    publish(board, 2, days_ago=20)
    client.get("/ideas/how-promises-work/")
    few = count_queries(lambda: client.get("/ideas/how-promises-work/"))
    publish(board, 20, days_ago=20)
    assert count_queries(lambda: client.get("/ideas/how-promises-work/")) == few
