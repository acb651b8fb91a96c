"""The places in the menu."""

import pytest

from core.audience.gate import asked_once
from core.audience.groups import INSIDERS
from core.pages.navigation import places
from tests.core.audience.trees import close, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """What is remembered is let go when a transaction commits; the test's own never does."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def menu(client, path: str = "/search/") -> list[str]:
    return [place.title for place in client.get(path).context["site_nav"]]


def test_top_level_pages_marked_for_menus_are_places(client):
    room = make_page("Room", show_in_menus=True)
    make_page("Hidden")
    make_page("Inner", under=room, show_in_menus=True)
    assert menu(client) == ["Room"]


def test_a_closed_place_is_in_the_menu_of_who_may_enter(client, tom, ines, commits):
    with commits():
        close(make_page("Blend", show_in_menus=True), INSIDERS)
    assert menu(client) == []
    client.force_login(ines)
    assert menu(client) == ["Blend"]
    client.force_login(tom)
    assert menu(client) == []


def test_the_place_where_one_is_is_marked(client):
    make_page("Room", show_in_menus=True)
    assert [place.current for place in client.get("/room/").context["site_nav"]] == [True]
    assert [place.current for place in client.get("/").context["site_nav"]] == [False]


def test_closing_a_place_takes_it_out_at_once(client, commits):
    with commits():
        page = make_page("Room", show_in_menus=True)
    assert menu(client) == ["Room"]
    with commits():
        close(page, INSIDERS)
    assert menu(client) == []


def test_publishing_unpublishing_and_moving_change_the_menu_at_once(client, commits):
    with commits():
        page = make_page("Room", show_in_menus=True)
        other = make_page("Other")
    assert menu(client) == ["Room"]
    with commits():
        page.title = "Salon"
        page.save_revision().publish()
    assert menu(client) == ["Salon"]
    with commits():
        page.unpublish()
    assert menu(client) == []
    with commits():
        page.save_revision().publish()
        page.move(other, pos="last-child")
    assert menu(client) == []


def test_a_remembered_menu_costs_the_privacy_query_alone(rf, tom, max_queries):
    make_page("Room", show_in_menus=True)

    def asked_for() -> list[str]:
        request = rf.get("/")
        request.user = tom
        with asked_once():
            return [place.title for place in places(request)]

    with max_queries(3):  # privacy, the site, the pages
        assert asked_for() == ["Room"]
    with max_queries(1):
        assert asked_for() == ["Room"]
