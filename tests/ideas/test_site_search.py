"""Ideas among what the whole site finds."""

import re

from tests.factories import make_board, make_idea


def test_the_search_of_the_site_shows_ideas_that_can_be_supported_there(client, tom):
    idea = make_idea(title="Quieter grinders")
    client.force_login(tom)
    answer = client.get("/search/", {"q": "grinders"})
    assert answer.status_code == 200
    box = re.search(rf'<form id="vote-box-{idea.dom_id}".*?</form>', answer.text, re.DOTALL)
    assert box
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', box[0])
    assert token


def test_a_visitor_finds_them_too(client, db):
    idea = make_idea(title="Quieter grinders")
    answer = client.get("/search/", {"q": "grinder"})
    assert f'data-idea="{idea.pk}"' in answer.text


def test_what_nobody_may_see_takes_no_place_from_what_they_may(client, db):
    board = make_board(slug="ideas")
    seen = make_idea(board=board, title="Quieter grinders in the mornings, please")
    for _ in range(12):
        make_idea(board=board, title="Quieter grinders", state="hidden")
    assert f'data-idea="{seen.pk}"' in client.get("/search/", {"q": "quieter grinders"}).text
