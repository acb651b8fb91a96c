"""The impact page: figures with what they are of, a picture with its table, a file; to each what they may see."""

import csv
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.utils import timezone

from ideas.models import ImpactPage
from tests.core.audience.trees import close
from tests.factories import home_page, make_board, make_idea
from tests.ideas.test_impact import many
from tests.ideas.told import tell_story

pytestmark = pytest.mark.django_db


def make_impact_page(**fields):
    return home_page().add_child(instance=ImpactPage(title="Impact", slug="impact", **fields))


@pytest.fixture
def board():
    return make_board(slug="ideas", title="Coffee", promise_days=7)


@pytest.fixture
def page(board):
    return make_impact_page(introduction="What came of it.")


def rows_of(answer):
    return list(csv.DictReader(b"".join(answer.streaming_content).decode().splitlines()))


def test_each_figure_says_what_it_is_of_and_how_it_was_before(client, board, page):
    many(board, 30, came=40, answered=3)
    many(board, 10, came=40)
    many(board, 20, came=100, answered=3)
    text = client.get("/impact/").text
    assert "30 of 40 ideas got an answer from a person in time." in text
    assert "75 %" in text
    assert "25 points down from 100 % (20 of 20)" in text
    assert "What came of it." in text


def test_too_few_have_no_rate_and_the_page_says_so(client, board, page):
    many(board, 3, came=40, answered=3)
    text = client.get("/impact/").text
    assert "3 of 3: too few for a rate." in text
    assert "100 %" not in text


def test_a_launched_idea_without_a_story_is_said_to_have_none(client, board, page):
    tell_story(make_idea(board=board))
    text = client.get("/impact/").text
    assert "Your idea" in text
    assert "No story told yet" in text


def test_the_picture_is_a_drawing_with_words_and_the_table_has_the_same_numbers(client, board, page):
    many(board, 3, came=1, answered=0.5)
    text = client.get("/impact/").text
    drawing = text[text.index('<svg class="chart"') :]
    svg = ElementTree.fromstring(drawing[: drawing.index("</svg>") + 6])
    assert svg.get("role") == "img"
    assert svg.find("title").text
    assert "table has every number" in svg.find("desc").text
    assert {bar.get("data-of") for bar in svg.iter("rect")} == {"came_in", "answered"}
    assert '<td class="number">3</td>' in text


@pytest.mark.parametrize(("period", "counted"), [("90", 2), ("365", 5 + 3)])
def test_the_table_and_the_file_have_the_same_parts_and_numbers(client, board, page, period, counted):
    many(board, 3, came=100, answered=3)
    many(board, 2, came=1)
    shown = BeautifulSoup(client.get(f"/impact/?period={period}").text, "html.parser")
    cells = [cell.get_text() for cell in shown.select("#impact-chart tbody td")]
    rows = [row for row in rows_of(client.get(f"/impact/csv/?period={period}")) if row["figure"].startswith("chart")]
    assert cells == [row["count"] for row in rows]
    assert sum(map(int, cells)) == counted


def test_the_drawing_is_the_same_where_numbers_are_written_otherwise(client, board, page):
    many(board, 1_234, came=1)

    def drawing(language):
        client.cookies["django_language"] = language
        return client.get("/impact/").text.partition('<path class="chart-grid"')[2].partition("</svg>")[0]

    plain = drawing("en")
    assert "<rect" in plain
    assert [drawing(language) for language in ("nb", "hr", "he")] == [plain] * 3


def test_an_empty_site_has_a_page_that_says_so(client):
    make_impact_page()
    answer = client.get("/impact/")
    assert answer.status_code == 200
    assert "Nothing to count yet" in answer.text


@pytest.mark.parametrize(
    "query", ["?period=soon", "?period=31", "?board=nowhere", "?period=%00", "?board=" + "x" * 3_000]
)
def test_what_does_not_exist_is_told_with_a_way_back(client, board, page, query):
    for address in ("/impact/", "/impact/csv/"):
        answer = client.get(address + query)
        assert answer.status_code == 400
        assert "There is no such" in answer.text
        assert 'role="alert"' in answer.text


def test_one_board_or_all(client, board, page):
    other = make_board(slug="shop", title="Shop")
    many(board, 2, came=3)
    many(other, 5, came=3)
    assert next(row["count"] for row in rows_of(client.get("/impact/csv/"))) == "7"
    assert next(row["count"] for row in rows_of(client.get("/impact/csv/?board=shop"))) == "5"
    assert "?board=shop&amp;period=365" in client.get("/impact/?board=shop").text


def test_the_file_has_every_figure_with_its_days_and_what_it_is_of(client, board, page):
    many(board, 30, came=40, answered=3)
    many(board, 10, came=40)
    tell_story(make_idea(board=board))
    answer = client.get("/impact/csv/?period=90")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="impact.csv"' in answer["Content-Disposition"]
    rows = rows_of(answer)
    today = timezone.localdate()
    [answered] = [row for row in rows if row["figure"] == "answered" and row["to"] == today.isoformat()]
    assert (answered["count"], answered["of"], answered["percent"]) == ("31", "41", "75")
    assert answered["from"] == (today - timedelta(days=89)).isoformat()
    [median] = [row for row in rows if row["figure"] == "days to the first answer" and row["to"] == today.isoformat()]
    assert (median["of"], median["median_days"]) == ("31", "3.0")
    [yours] = [row for row in rows if row["figure"] == "launched: yours" and row["to"] == today.isoformat()]
    assert (yours["count"], yours["of"], yours["percent"]) == ("1", "1", "")
    assert len([row for row in rows if row["figure"] == "answered"]) == 2  # and the period before


def test_the_file_is_safe_in_a_spreadsheet(client, page):
    make_board(slug="-1", title="Sum")
    cells = [row["boards"] for row in rows_of(client.get("/impact/csv/?board=-1"))]
    assert set(cells) == {"'-1"}


def test_two_readers_who_see_different_boards_never_share_figures(client, board, page, tom, ines):
    secret = make_board(slug="secret", title="Zanzibar")
    many(secret, 7, came=10)
    close(secret, "Insiders")
    client.force_login(ines)
    assert rows_of(client.get("/impact/csv/"))[0]["count"] == "7"
    assert "Zanzibar" in client.get("/impact/").text
    client.force_login(tom)
    assert rows_of(client.get("/impact/csv/"))[0]["count"] == "0"
    assert "Zanzibar" not in client.get("/impact/").text
    assert client.get("/impact/?board=secret").status_code == 400
    client.logout()
    answer = client.get("/impact/")
    assert "Zanzibar" not in answer.text
    assert "private" in answer["Cache-Control"]


def test_figures_are_kept_and_a_board_that_is_closed_leaves_them_at_once(
    client, board, page, tom, max_queries, django_capture_on_commit_callbacks
):
    many(board, 25, came=10, answered=1)
    other = make_board(slug="other")
    many(other, 5, came=10)
    client.force_login(tom)
    assert rows_of(client.get("/impact/csv/"))[0]["count"] == "30"
    with max_queries(12):
        assert client.get("/impact/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        close(other, "Insiders")
    assert rows_of(client.get("/impact/csv/"))[0]["count"] == "25"


def test_a_closed_page_does_not_exist_nor_does_its_file(client, board, page, tom):
    close(page, "Insiders")
    client.force_login(tom)
    assert client.get("/impact/").status_code == 404
    assert client.get("/impact/csv/").status_code == 404


def test_the_page_stands_in_the_foot_of_every_page_and_on_the_board(client, board, page):
    text = client.get("/ideas/").text
    assert '<a href="/impact/">Impact</a>' in text
    assert 'href="/impact/?board=ideas"' in text
    cache.clear()
    close(page, "Insiders")
    assert "/impact/" not in client.get("/ideas/").text


def test_a_page_in_the_menu_is_not_in_the_foot_as_well(client, board, page):
    page.show_in_menus = True
    page.save()
    cache.clear()
    assert client.get("/ideas/").text.count('href="/impact/"') == 2  # the menu and the places for a thumb
