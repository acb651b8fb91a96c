from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from core.publication import State
from ideas.models import Idea
from tests.factories import make_board, make_idea
from tests.ideas.admin.conftest import give_team_rights
from tests.ideas.admin.forms import answer_url

pytestmark = pytest.mark.django_db


def titles(response):
    rows = BeautifulSoup(response.text, "html.parser").select("td.title .title-wrapper")
    return [" ".join(row.get_text().split()) for row in rows]


def in_days(days):
    return timezone.now().date() + timedelta(days=days)


@pytest.fixture
def listed(desk):
    """`listed(status="planned")`: the titles in the list with these filters, in order."""

    def ask(**query):
        response = desk.get(reverse("idea_answers:index"), query)
        assert response.status_code == 200
        return titles(response)

    return ask


def test_what_needs_an_answer_first_stands_first(listed):
    make_idea(title="Later", next_update_by=in_days(9))
    make_idea(title="Settled", status="launched", next_update_by=None, is_answered=True)
    make_idea(title="Overdue", next_update_by=in_days(-2))
    make_idea(title="Soon", next_update_by=in_days(1))
    assert listed() == ["Overdue", "Soon", "Later", "Settled"]


def test_a_row_says_all_that_the_team_asks(desk, editor):
    make_board(slug="ideas")
    make_board(title="Other board")
    idea = make_idea(title="A bench", category="shops", owner=editor, next_update_by=in_days(-1), vote_count=1_234)
    row = BeautifulSoup(desk.get(reverse("idea_answers:index")).text, "html.parser").select_one("tbody tr")
    words = " ".join(row.get_text(" ").split())
    for said in ("A bench", "Shops", "Ideas", "New", "Open", "1,234", "Bea", "overdue", "Not answered yet"):
        assert said in words
    assert row.select_one(".title-wrapper a")["href"] == answer_url(idea)
    checkbox = row.select_one("input[type=checkbox]")
    assert row.select_one(f"#{checkbox['aria-describedby']}").get_text(strip=True) == "A bench"


def test_a_team_with_one_board_is_not_told_which(desk, editor):
    make_idea()
    heads = BeautifulSoup(desk.get(reverse("idea_answers:index")).text, "html.parser").select("thead th")
    assert "Board" not in [" ".join(head.get_text().split()) for head in heads]


def test_the_list_narrows_by_everything_that_the_team_asks_for(listed, editor, ada):
    make_board(slug="ideas")
    other = make_board(title="Other board")
    make_idea(title="Bench", category="shops", status="planned", owner=editor, is_answered=True)
    make_idea(title="Cup", category="menu", owner=ada)
    make_idea(title="Door", board=other, next_update_by=in_days(-5))
    make_idea(title="Eggs", status="not-planned", next_update_by=None)
    assert listed(board=str(other.pk)) == ["Door"]
    assert listed(status="planned") == ["Bench"]
    assert listed(stage="declined") == ["Eggs"]
    assert listed(category="menu") == ["Cup"]
    assert listed(owner="me") == ["Bench"]
    assert listed(owner=str(ada.pk)) == ["Cup"]
    assert sorted(listed(owner="nobody")) == ["Door", "Eggs"]
    assert listed(need="unanswered") == ["Door", "Cup"]
    assert listed(need="overdue") == ["Door"]
    assert listed(need="unanswered", category="menu") == ["Cup"]


def test_only_what_is_published_is_listed_until_another_state_is_asked_for(listed):
    make_idea(title="Public")
    for state in (State.WAITING, State.HIDDEN, State.WITHDRAWN):
        make_idea(title=state.value.title(), state=state)
    assert listed() == ["Public"]
    assert listed(state="withdrawn") == ["Withdrawn"]
    assert sorted(listed(state="any")) == ["Hidden", "Public", "Waiting", "Withdrawn"]


@pytest.mark.parametrize("name", ["need", "board", "status", "stage", "category", "owner", "state", "ordering", "p"])
@pytest.mark.parametrize("value", ["nonsense", "999999999999999999999", "-1", "\x00", "'"])
def test_an_unknown_filter_is_no_error(desk, name, value):
    make_idea(title="Bench")
    make_idea(title="Hidden", state=State.HIDDEN)
    response = desk.get(reverse("idea_answers:index"), {name: value})
    assert response.status_code == 200
    assert "Hidden" not in titles(response)


def test_search_folds_as_the_board_does_and_goes_with_filters(listed):
    make_idea(title="Καφές στις έξι", status="planned")
    make_idea(title="Tea", body="Better than KAFES, some say.")
    make_idea(title="A bench")
    assert sorted(listed(q="ΚΑΦΕΣ")) == ["Tea", "Καφές στις έξι"]
    assert listed(q="kafes", status="planned") == ["Καφές στις έξι"]
    assert listed(q="* NEAR( ' \"") == []


def test_columns_order_the_list_both_ways(listed):
    for title, votes in (("Bench", 3), ("Cup", 9), ("Door", 1)):
        make_idea(title=title, vote_count=votes)
    assert listed(ordering="-vote_count") == ["Cup", "Bench", "Door"]
    assert listed(ordering="vote_count") == ["Door", "Bench", "Cup"]
    assert listed(ordering="title") == ["Bench", "Cup", "Door"]


def test_the_lists_asked_for_most_are_links_with_their_numbers(desk):
    make_idea(title="Bench", next_update_by=in_days(-2))
    make_idea(title="Cup")
    page = BeautifulSoup(desk.get(reverse("idea_answers:index"), {"need": "overdue"}).text, "html.parser")
    links = [" ".join(link.get_text(" ").split()) for link in page.select(".idea-desk-presets a")]
    assert links == ["All", "Unanswered 2", "Overdue 1", "Mine"]
    assert page.select_one(".idea-desk-presets a[aria-current]").get_text(strip=True).startswith("Overdue")


def test_the_list_goes_on_on_a_second_page(desk):
    for number in range(51):
        make_idea(title=f"Idea {number}")
    first = desk.get(reverse("idea_answers:index"))
    second = desk.get(reverse("idea_answers:index"), {"p": 2})
    assert (len(titles(first)), len(titles(second))) == (50, 1)


def test_an_empty_list_says_what_to_do(desk):
    make_board()
    assert "No idea has been published yet" in desk.get(reverse("idea_answers:index")).text
    narrowed = desk.get(reverse("idea_answers:index"), {"need": "overdue"}).text
    assert "No idea fits" in narrowed
    assert "Show all ideas" in narrowed


def test_typing_into_the_search_gets_the_rows_alone(desk):
    make_idea(title="Bench")
    response = desk.get(reverse("idea_answers:index_results"), {"q": "ben"})
    assert titles(response) == ["Bench"]
    assert "<html" not in response.text


def test_ideas_of_a_board_that_one_may_not_see_are_not_there(desk, listed):
    closed = make_board(title="Insiders only")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.GROUPS)
    secret = make_idea(board=closed, title="Secret blend")
    response = desk.get(reverse("idea_answers:index"))
    assert "Secret blend" not in response.text
    assert "Insiders only" not in response.text
    assert desk.get(answer_url(secret)).status_code == 404
    assert desk.post(answer_url(secret), {"note": "x" * 30}).status_code == 404
    assert desk.post(reverse("idea_answers:preview", args=[secret.pk])).status_code == 404


def test_who_edits_one_board_does_not_answer_for_another(client, ines):
    mine, foreign = make_board(title="Mine"), make_board(title="Foreign")
    make_idea(board=mine, title="Bench")
    other = make_idea(board=foreign, title="Cup")
    client.force_login(give_team_rights(ines, mine))
    assert titles(client.get(reverse("idea_answers:index"))) == ["Bench"]
    assert client.get(answer_url(other)).status_code == 404


@pytest.mark.parametrize("query", [{}, {"need": "unanswered", "q": "idea"}])
def test_the_list_asks_as_much_of_the_database_for_50_ideas_as_for_10(desk, editor, count_queries, query):
    board = make_board()

    def add(count):
        for number in range(count):
            make_idea(board=board, title=f"Idea {number}", category="menu", owner=editor)

    def ask():
        return desk.get(reverse("idea_answers:index"), query)

    add(10)
    ask()
    few = count_queries(ask)
    add(40)
    assert len(titles(ask())) == 50
    assert count_queries(ask) == few
    assert few <= 24


def test_the_home_page_of_the_admin_says_what_waits(desk):
    make_idea(title="Bench", next_update_by=in_days(-2))
    make_idea(title="Cup")
    page = " ".join(BeautifulSoup(desk.get(reverse("wagtailadmin_home")).text, "html.parser").get_text().split())
    assert "2 ideas wait for an answer, 1 is overdue." in page
    Idea.objects.update(is_answered=True, next_update_by=in_days(3))
    assert "Every idea has its answer" in desk.get(reverse("wagtailadmin_home")).text
