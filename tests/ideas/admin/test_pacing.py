import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from ideas.actions.pacing import set_pace
from ideas.models import IdeaBoardPage, PaceChange
from ideas.statuses import Pace
from tests.factories import make_board, make_idea

pytestmark = pytest.mark.django_db
REASON = "Two of us answer here, and the new till takes all our time."


@pytest.fixture
def board():
    return make_board(slug="ideas", title="Shops")


def pace_url(board):
    return reverse("idea_answers:pace", args=[board.pk])


def words_of(response, where):
    return " ".join(BeautifulSoup(response.text, "html.parser").select_one(where).get_text(" ").split())


def test_the_words_are_seen_before_they_stand_on_the_board(desk, board):
    shown = desk.post(pace_url(board), {"pace": "slowed", "reason": REASON, "do": "preview"})
    assert words_of(shown, "#pace-preview").endswith(f"one idea a week from each member for a while. {REASON}")
    assert not PaceChange.objects.exists()


def test_a_board_is_paused_and_opened_again_and_the_history_says_who(desk, board):
    assert desk.post(pace_url(board), {"pace": "paused", "reason": REASON}).url == pace_url(board)
    assert IdeaBoardPage.objects.get().is_paused
    page = desk.get(pace_url(board))
    assert REASON in words_of(page, "#pace-preview")
    assert "Bea" in words_of(page, ".idea-desk-history")
    desk.post(pace_url(board), {"pace": "open", "reason": ""})
    assert [change.pace for change in PaceChange.objects.all()] == ["open", "paused"]
    assert "Nothing: the board takes ideas as usual." in desk.get(pace_url(board)).text


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("reason", {"pace": "slowed", "reason": "Too much."}),
        ("reason", {"pace": "paused", "reason": ""}),
        ("reason", {"pace": "paused", "reason": "x" * 501}),
        ("pace", {"pace": "", "reason": REASON}),
        ("pace", {"pace": "crawling", "reason": REASON}),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(desk, board, field, given):
    answer = desk.post(pace_url(board), given)
    page = BeautifulSoup(answer.text, "html.parser")
    wrapper = page.select_one(f"#pace-form [name={field}]").find_parent(class_="w-field__wrapper")
    assert wrapper.select_one(".error-message")
    assert page.select_one("[name=reason]").get_text(strip=True) == given["reason"]
    assert not PaceChange.objects.exists()


def test_all_boards_of_the_desk_in_one_list(desk, board, editor, count_queries):
    set_pace(board, Pace.SLOWED, by=editor, reason=REASON)
    make_idea(board=board, next_update_by="2020-01-01")
    url = reverse("idea_answers:paces")
    row = words_of(desk.get(url), "tbody tr")
    assert row == "Shops too few ideas for a rate 1 One idea a week from each member"
    few = count_queries(lambda: desk.get(url))
    for number in range(3):
        make_idea(board=make_board(title=f"Board {number}"))
    assert count_queries(lambda: desk.get(url)) == few


def test_only_who_answers_can_own_the_ideas_of_a_board(desk, board, tom):
    page = BeautifulSoup(desk.get(reverse("wagtailadmin_pages:edit", args=[board.pk])).text, "html.parser")
    offered = [option.get_text() for option in page.select("[name=idea_owner] option")]
    assert offered == ["---------", "Bea"]
    assert not page.select("[name=pace]")  # it is set on a screen of its own
