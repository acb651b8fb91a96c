"""Who looks for an idea in the words of a duplicate is led to its root."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser

from core.publication import State
from ideas.actions.merging import merge_into
from ideas.models import Idea
from ideas.searching import find
from ideas.sorting import page_of_found
from tests.factories import make_board, make_idea
from tests.ideas.merges import now

pytestmark = pytest.mark.django_db

PLACES = [
    "/ideas/similar/?q=Open an hour earlier",
    "/ideas/new/?title=Open an hour earlier",
    "/ideas/?q=hour earlier",
    "/search/?q=hour earlier",
]


@pytest.fixture
def group(bea):
    """A root, and three ideas that were merged into it and say the same in other words."""
    board = make_board(slug="ideas")
    root = make_idea(board=board, title="Breakfast at six", body="")
    titles = ("Open an hour earlier", "Please open an hour earlier", "Open one hour earlier on Sundays")
    duplicates = [make_idea(board=board, title=title, body="") for title in titles]
    for duplicate in duplicates:
        merge_into(duplicate, root, by=bea, tell=False)
    return now(root), duplicates


def rows(page):
    return BeautifulSoup(page.text, "html.parser").select("main [data-idea]")


@pytest.mark.parametrize("address", PLACES)
def test_the_root_stands_there_once_with_its_own_count_and_how_it_was_asked(client, group, address):
    root, duplicates = group
    (row,) = rows(client.get(address))
    assert row.select_one("a").get_text() == root.title
    assert row.select_one(f"#vote-box-{root.dom_id} [data-count]").get_text() == "4"
    (said,) = [note.get_text() for note in row.select(".note") if "asked" in note.get_text()]
    assert said in {f"Also asked as “{duplicate.title}”." for duplicate in duplicates}


def test_who_finds_it_by_its_own_words_reads_no_other(client, group):
    (row,) = rows(client.get("/ideas/?q=breakfast"))
    assert "asked" not in row.get_text()


@pytest.mark.parametrize("address", PLACES)
def test_words_of_a_hidden_duplicate_lead_only_its_author_there(client, group, address):
    _root, duplicates = group
    Idea.objects.filter(pk__in=[duplicate.pk for duplicate in duplicates]).update(state=State.HIDDEN)
    page = client.get(address)
    assert rows(page) == []
    assert "asked" not in page.text
    client.force_login(duplicates[0].author)
    (row,) = rows(client.get(address))
    assert f"Also asked as “{duplicates[0].title}”." in row.get_text()


@pytest.mark.parametrize("address", PLACES)
def test_nothing_leads_to_a_hidden_root(client, group, address):
    root, _duplicates = group
    Idea.objects.filter(pk=root.pk).update(state=State.HIDDEN)
    page = client.get(address)
    assert rows(page) == []
    assert root.title not in page.text


def test_a_root_comes_once_however_many_pages_its_group_would_fill(group):
    root, _duplicates = group
    for n in range(3):
        make_idea(board=root.board, title=f"Longer hours {n}", body="Each hour earlier is a gift.")
    visitor, shown, after = AnonymousUser(), [], ""
    found = find(root.board, "hour earlier")
    while page := page_of_found(Idea.objects.published(), found, user=visitor, after=after, size=1):
        shown += page
        if not (after := page.next):
            break
    assert len(shown) == len(set(shown)) == 4
    assert root in shown


@pytest.mark.parametrize("address", PLACES)
def test_more_duplicates_ask_no_more(client, bea, group, count_queries, address):
    root, _duplicates = group
    client.get(address)
    few = count_queries(lambda: client.get(address))
    for n in range(4):
        title = f"Open an hour earlier, please {n}"
        merge_into(make_idea(board=root.board, title=title), root, by=bea, tell=False)
    assert count_queries(lambda: client.get(address)) <= few
