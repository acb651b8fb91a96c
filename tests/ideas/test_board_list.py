import itertools
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.utils import timezone

from core.pagination import encode
from ideas.actions.submitting import edit_idea
from ideas.actions.voting import cast_vote
from ideas.figures import answer_rate
from ideas.models import Idea
from tests.factories import make_board, make_idea, somebody, support

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def board():
    return make_board(slug="ideas")


def ids(page):
    return [int(found) for found in re.findall(r'data-idea="(\d+)"', page.text)]


def walk(client, url, headers=None):
    """The ids on every page of the list, following "More ideas"."""
    pages = []
    while url:
        page = client.get(url, headers=headers or {})
        assert page.status_code == 200
        pages.append(ids(page))
        found = re.search(r'href="(\?[^"]*after=[^"]+)"', page.text)
        url = "/ideas/" + found[1].replace("&amp;", "&") if found else None
    return pages


def make_many(board, count):
    author = somebody()
    return [make_idea(board=board, by=author, title=f"Idea number {n}") for n in range(count)]


@pytest.mark.parametrize("sort", ["hot", "new", "top", "fresh"])
def test_every_order_pages_through_all_ideas_without_repeats(client, board, sort):
    ideas = make_many(board, 45)
    pages = walk(client, f"/ideas/?sort={sort}")
    assert [len(page) for page in pages] == [20, 20, 5]
    assert sorted(itertools.chain.from_iterable(pages)) == sorted(idea.pk for idea in ideas)


def test_hot_goes_by_recent_votes_and_top_by_all(client, board, tom):
    long_ago = timezone.now() - timedelta(days=60)
    old = make_idea(board=board, at=long_ago)
    for _ in range(5):
        cast_vote(old, by=somebody(), at=long_ago)
    new = make_idea(board=board)
    assert ids(client.get("/ideas/")) == [new.pk, old.pk]
    assert ids(client.get("/ideas/?sort=top")) == [old.pk, new.pk]


def test_just_answered_shows_answered_ideas_newest_answer_first(client, board):
    now = timezone.now()
    first = make_idea(board=board, last_answered_at=now - timedelta(days=2))
    second = make_idea(board=board, last_answered_at=now - timedelta(days=1))
    make_idea(board=board)
    assert ids(client.get("/ideas/?sort=answered")) == [second.pk, first.pk]


def test_fresh_eyes_is_one_order_for_a_visitor_and_others_for_others(client, board):
    make_many(board, 30)
    mine = walk(client, "/ideas/?sort=fresh")
    assert walk(client, "/ideas/?sort=fresh") == mine
    client.cookies.clear()
    assert walk(client, "/ideas/?sort=fresh") != mine


def test_fresh_eyes_takes_all_open_ideas_when_the_last_month_has_few(client, board):
    old = make_idea(board=board, at=timezone.now() - timedelta(days=90))
    closed = make_idea(board=board, status="launched")
    shown = ids(client.get("/ideas/?sort=fresh"))
    assert old.pk in shown
    assert closed.pk not in shown


def test_filters_narrow_the_list_and_carry_over_to_the_next_page(client, board):
    author = somebody()
    for n in range(25):
        make_idea(board=board, by=author, category="shops", title=f"Shop idea {n}")
    other = make_idea(board=board, category="menu", status="planned")
    pages = walk(client, "/ideas/?category=shops&sort=new")
    assert [len(page) for page in pages] == [20, 5]
    assert ids(client.get("/ideas/?status=planned")) == [other.pk]


def test_mine_and_voted(client, board, tom):
    mine = make_idea(board=board, by=tom)
    theirs = make_idea(board=board)
    cast_vote(theirs, by=tom)
    client.force_login(tom)
    assert ids(client.get("/ideas/?mine=1")) == [mine.pk]
    assert set(ids(client.get("/ideas/?voted=1"))) == {mine.pk, theirs.pk}
    client.logout()
    assert "Sign in to see what is yours" in client.get("/ideas/?mine=1").text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("sort=best", "There is no such order of ideas."),
        ("status=eaten", "This board has no such status."),
        ("category=trams", "This board has no such category."),
        ("after=nonsense", "This link to a further page is damaged."),
        ("after=W10", "This link to a further page is damaged."),
        ("sort=new&after=" + encode(["yesterday", 1]), "This link to a further page is damaged."),
        ("after=" + encode([float(10**18), 10**30]), "This link to a further page is damaged."),
        ("after=" + "A" * 5000, "This link to a further page is damaged."),
    ],
)
def test_what_does_not_exist_is_a_clear_page(client, board, query, words):
    page = client.get(f"/ideas/?{query}")
    assert page.status_code == 400
    assert words in page.text
    assert "Show the whole board" in page.text


def test_a_status_of_another_board_is_no_status_of_this_one(client, board):
    other = make_board()
    other.statuses.create(name="Brewing", slug="brewing", meaning="x", sort_order=9)
    assert client.get("/ideas/?status=brewing").status_code == 400


def test_hidden_ideas_are_in_no_list_and_waiting_ones_only_in_their_authors(client, board, tom, ines):
    hidden = make_idea(board=board, state="hidden")
    waiting = make_idea(board=board, by=tom, state="waiting", published_at=None)
    assert ids(client.get("/ideas/")) == []
    client.force_login(tom)
    page = client.get("/ideas/")
    assert ids(page) == [waiting.pk]
    assert "Only you can see it." in page.text
    client.force_login(ines)
    assert client.get(waiting.get_absolute_url()).status_code == 404
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_htmx_gets_the_list_alone_and_then_only_more_rows(client, board):
    make_many(board, 25)
    part = client.get("/ideas/", headers=HTMX)
    assert "<html" not in part.text
    assert 'id="idea-list"' in part.text
    assert "HX-Request" in part["Vary"]
    more = re.search(r'hx-get="([^"]+)"', part.text)[1].replace("&amp;", "&")
    rows = client.get("/ideas/" + more, headers=HTMX)
    assert len(ids(rows)) == 5
    assert 'id="idea-list"' not in rows.text


def test_an_empty_board_invites(client, board):
    page = client.get("/ideas/")
    assert page.status_code == 200
    assert "Somebody has to be the first." in page.text


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_list_costs_the_same_for_ten_and_fifty_ideas(client, board, tom, count_queries, signed_in):
    if signed_in:
        client.force_login(tom)
    make_many(board, 10)
    few = count_queries(lambda: client.get("/ideas/"))
    ideas = make_many(board, 40)
    support(ideas[0], 5)
    many = count_queries(lambda: client.get("/ideas/"))
    assert many <= few


def test_filters_show_how_many_ideas_they_hold(client, board):
    make_idea(board=board, category="menu")
    make_idea(board=board, category="menu")
    page = client.get("/ideas/")
    assert re.search(r'Menu <span class="filter-count">2</span>', page.text)


def test_the_answer_rate_needs_twenty_ideas_and_counts_in_time_over_all(client, board):
    now = timezone.now()
    author = somebody()
    for _ in range(19):
        make_idea(board=board, by=author, at=now - timedelta(days=30), first_answered_at=now - timedelta(days=25))
    assert "answered within 7 days" not in client.get("/ideas/").text
    cache.clear()
    make_idea(board=board, by=author, at=now - timedelta(days=30), first_answered_at=now - timedelta(days=10))
    make_idea(board=board, by=author)  # too young to count
    page = client.get("/ideas/")
    assert "95 %" in page.text
    assert "19 of 20 ideas of the last 90 days" in page.text


def test_an_answer_without_a_date_counts_neither_for_nor_against_the_promise(board):
    now = timezone.now()
    author = somebody()
    for _ in range(20):
        make_idea(board=board, by=author, at=now - timedelta(days=30), first_answered_at=now - timedelta(days=25))
    make_idea(board=board, by=author, at=now - timedelta(days=30), is_answered=True)
    rate = answer_rate(board, at=now)
    assert (rate.part, rate.whole) == (20, 20)


def test_the_roadmap_shows_columns_by_status(client, board):
    planned = make_idea(board=board, status="planned")
    declined = make_idea(board=board, status="not-planned")
    page = client.get("/ideas/roadmap/")
    assert ids(page) == [planned.pk]
    assert declined.pk not in ids(page)
    assert "Not planned: 1 idea" in page.text


def test_the_feed_is_atom_and_shows_what_a_visitor_may_see(client, board, tom):
    idea = make_idea(board=board, title="Open <b>early</b> & late")
    make_idea(board=board, by=tom, title="Hidden thing", state="hidden")
    client.force_login(tom)
    feed = client.get("/ideas/feed/")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "Open &lt;b&gt;early&lt;/b&gt; &amp; late" in feed.text
    assert idea.get_absolute_url() in feed.text
    assert "Hidden thing" not in feed.text


def test_an_entry_of_the_feed_keeps_its_name_when_the_title_changes(client, board, tom):
    idea = make_idea(board=board, by=tom, title="A bench")
    before = re.search("<entry>.*?<id>(.*?)</id>", client.get("/ideas/feed/").text, re.S)[1]
    edit_idea(idea, by=tom, title="A chair", body="", category=None, version=idea.version)
    after = client.get("/ideas/feed/").text
    assert "A chair" in after
    assert f"<id>{before}</id>" in after
    assert client.get(urlsplit(before).path, follow=True).status_code == 200


def test_results_go_on_after_one_that_is_gone(client, board):
    made = [make_idea(board=board, title="A bench", body=f"Number {n}") for n in range(25)]
    first = client.get("/ideas/?q=bench")
    Idea.objects.filter(pk=ids(first)[-1]).delete()
    second = client.get(f"/ideas/{first.context['more']}")
    assert len(ids(second)) == 5
    assert not set(ids(first)) & set(ids(second))
    assert set(ids(first)) | set(ids(second)) <= {idea.pk for idea in made}


def test_how_ranking_works_prints_this_boards_half_life(client):
    make_board(slug="ideas", half_life_days=3)
    page = client.get("/ideas/how-ranking-works/")
    assert "half as much every 3 days" in page.text
    assert "score = ln Σ e^(t/τ)" in page.text


def test_a_long_title_and_another_script_stand_in_the_address(client, board):
    idea = make_idea(board=board, title="Καφές για όλους")
    assert idea.slug.isascii()
    assert client.get(idea.get_absolute_url()).status_code == 200
    assert client.get(f"/idea/{idea.pk}-old-words/")["Location"] == idea.get_absolute_url()
    assert client.get(f"/idea/{idea.pk}/")["Location"] == idea.get_absolute_url()
    assert Idea.objects.get(pk=idea.pk).slug == "kafes-gia-oloys"
