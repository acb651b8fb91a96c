"""Launches on pages that are not theirs: home, an idea, a board, a profile; never to who may not read the story."""

import pytest
from django.core.cache import cache

from ideas.launches.elsewhere import latest_stories
from ideas.statuses import Credit
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea
from tests.ideas.launching import launches_page
from tests.ideas.test_impact import move_to_launched
from tests.ideas.told import tell_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def idea(tom):
    return make_idea(board=make_board(slug="ideas"), by=tom, title="A bench at the tram stop")


def test_an_idea_that_was_launched_leads_to_its_story_with_the_credit(client, idea):
    story = tell_story(idea, title="Benches everywhere", credit=Credit.PUSHED)
    text = client.get(idea.get_absolute_url()).text
    assert 'id="launch-band"' in text
    assert f'href="{story.url}"' in text
    assert "You pushed it up our list" in text


def test_a_story_that_is_closed_leaves_no_trace_on_the_idea(client, idea, tom, ines):
    close(tell_story(idea, title="Benches everywhere"), "Insiders")
    client.force_login(tom)
    assert "Benches everywhere" not in client.get(idea.get_absolute_url()).text
    assert 'id="launch-band"' not in client.get(idea.get_absolute_url()).text
    client.force_login(ines)
    assert "Benches everywhere" in client.get(idea.get_absolute_url()).text


def test_the_page_of_an_idea_asks_one_query_more_when_it_is_launched(client, idea, count_queries, max_queries):
    def page():
        return client.get(idea.get_absolute_url())

    move_to_launched(idea, ago=1)
    page()
    without_a_story = count_queries(page)
    tell_story(idea)
    page()
    with max_queries(without_a_story + 1):
        page()


def test_home_shows_stories_with_who_said_so_and_whose_idea_it_was(client, idea):
    story = tell_story(idea, title="Benches everywhere", credit=Credit.PLANNED)
    text = client.get("/").text
    home = text[text.index('id="home-launched"') :]
    assert f'href="{story.url}"' in home
    assert "Tom" in home
    assert "Already in our plans" in home


def test_home_shows_no_story_to_who_may_not_read_it(client, idea, ines):
    close(tell_story(idea, title="Benches everywhere"), "Insiders")
    assert "Benches everywhere" not in client.get("/").text
    client.force_login(ines)
    assert "Benches everywhere" in client.get("/").text


def test_home_names_no_idea_of_a_closed_board(client, idea, tom):
    tell_story(idea, title="Benches everywhere")
    close(idea.board, "Insiders")
    text = client.get("/").text
    assert "Benches everywhere" in text
    assert "Tom" not in text[text.index('id="home-launched"') :]


def test_more_stories_and_ideas_cost_no_more_queries(rf, vera, idea, tom, count_queries):
    request = rf.get("/")
    request.user = vera
    tell_story(idea)
    one = count_queries(lambda: latest_stories(request))
    tell_story(*(make_idea(board=idea.board) for _ in range(5)))
    tell_story(make_idea(board=idea.board))
    assert count_queries(lambda: latest_stories(request)) <= one


def test_the_board_links_what_was_launched_without_another_query(client, idea, count_queries):
    tell_story(idea)
    place = launches_page()

    def board():
        cache.clear()
        return client.get("/ideas/")

    board()
    before = count_queries(board)
    assert 'href="/launches/?board=ideas"' not in board().text
    place.show_in_menus = True
    place.save()
    assert 'href="/launches/?board=ideas"' in board().text
    assert count_queries(board) == before


def test_a_profile_counts_the_members_launched_ideas(client, idea, tom):
    tell_story(idea, title="Benches everywhere")
    text = client.get("/members/tom/").text
    assert "1 idea from here was launched." in text
    assert "Your idea" in text
    assert "Benches everywhere" in text


def test_a_profile_says_nothing_of_a_closed_story_or_board(client, idea, tom):
    story = tell_story(idea, title="Benches everywhere")
    close(idea.board, "Insiders")
    assert "Benches everywhere" not in client.get("/members/tom/").text
    idea.board.get_view_restrictions().delete()
    close(story, "Insiders")
    assert "Benches everywhere" not in client.get("/members/tom/").text
