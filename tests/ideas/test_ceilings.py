"""How many queries a board may ask above what Wagtail asks for any page at that depth, whatever the board's size."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from wagtail.views import serve

from ideas.actions.commenting import add_comment
from ideas.actions.voting import cast_vote
from tests.core.audience.trees import make_page
from tests.factories import make_board, make_idea, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def bare_page(rf, count_queries) -> int:
    """Wagtail finds the page and serves it; nothing is drawn yet, so nothing of ours is asked."""
    page = make_page("Plain")

    def serve_it() -> None:
        request = rf.get(page.url)
        request.user = AnonymousUser()
        serve(request, page.url.lstrip("/"))

    serve_it()
    return count_queries(serve_it)


@pytest.fixture
def board():
    board = make_board(slug="ideas")
    author = somebody()
    for n in range(30):
        make_idea(board=board, by=author, title=f"Idea number {n}", category="shops")
    return board


@pytest.mark.parametrize("address", ["", "?sort=new", "?sort=top", "?sort=answered", "?status=new&category=shops"])
def test_the_board_of_a_visitor_with_cold_caches(client, board, max_queries, bare_page, address):
    client.get("/ideas/")
    cache.clear()
    with max_queries(bare_page + 6):
        assert client.get(f"/ideas/{address}").status_code == 200


def test_words_cost_one_query_more(client, board, max_queries, bare_page):
    client.get("/ideas/")
    cache.clear()
    with max_queries(bare_page + 7):
        assert client.get("/ideas/?q=idea").status_code == 200


def test_the_board_of_a_member_with_cold_caches(client, board, tom, max_queries, bare_page):
    client.force_login(tom)
    client.get("/ideas/")
    cache.clear()
    with max_queries(bare_page + 9):
        assert client.get("/ideas/").status_code == 200


def test_an_ideas_page_costs_the_same_with_more_votes_and_comments(client, board, tom, count_queries):
    idea = make_idea(board=board)
    client.force_login(tom)
    client.get(idea.get_absolute_url())
    few = count_queries(lambda: client.get(idea.get_absolute_url()))
    for _ in range(5):
        member = somebody()
        cast_vote(idea, by=member)
        add_comment(idea, by=member, body="Yes, please do.", tell=False)
    assert count_queries(lambda: client.get(idea.get_absolute_url())) <= few + 2  # the replies and who saw it first


def test_the_roadmap_asks_once_a_status(client, board, max_queries, bare_page):
    client.get("/ideas/roadmap/")
    with max_queries(bare_page + 6 + 5):
        assert client.get("/ideas/roadmap/").status_code == 200


def test_similar_ideas_while_typing_are_cheap(client, board, max_queries, bare_page):
    client.get("/ideas/similar/?q=idea")
    with max_queries(bare_page + 4):
        assert client.get("/ideas/similar/?q=idea number", headers={"HX-Request": "true"}).status_code == 200
