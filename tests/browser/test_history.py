"""Going on and coming back: the list is a list again, and never a fragment on a bare page."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from ideas.models import Idea
from tests.factories import make_board, make_idea, somebody

ROWS = "#idea-list [data-idea]"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def board(live_server):
    board = make_board(slug="ideas")
    make_idea(board=board)
    by = somebody()
    [idea] = Idea.objects.all()
    copies = [
        Idea(
            board=board,
            author=by,
            status=idea.status,
            title=f"Idea {n:02}",
            body="Why not?",
            state=idea.state,
            created_at=LONG_AGO + timedelta(hours=n),
            published_at=LONG_AGO + timedelta(hours=n),
            hot_score=-n,
        )
        for n in range(44)
    ]
    Idea.objects.bulk_create(copies)
    return board


def expect_a_whole_page(page: Page) -> None:
    expect(page.locator(".masthead")).to_have_count(1)
    expect(page.locator("#main")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert page.evaluate("getComputedStyle(document.querySelector('.masthead')).borderBlockStartStyle") == "solid"


def ids(page: Page) -> list[str]:
    return [row.get_attribute("data-idea") for row in page.locator(ROWS).all()]


def test_more_ideas_come_below_each_once_and_the_focus_goes_on(open_window, board):
    page = open_window()
    page.goto(f"{board.url}?sort=new")
    for there in (20, 40, 45):
        expect(page.locator(ROWS)).to_have_count(there)
        if there < 45:
            page.get_by_role("link", name="More ideas").press("Enter")
    assert len(set(ids(page))) == 45
    expect(page.get_by_role("link", name="More ideas")).to_have_count(0)
    assert page.evaluate("document.activeElement.closest('[data-idea]').dataset.idea") == ids(page)[40]


@pytest.mark.parametrize("scripts", [True, False])
def test_after_reading_on_and_opening_an_idea_back_leads_to_the_list(open_window, board, scripts):
    page = open_window(java_script_enabled=scripts)
    page.goto(f"{board.url}?sort=new")
    page.get_by_role("link", name="More ideas").click()
    page.get_by_role("link", name="Idea 15").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Idea 15")
    page.go_back()
    expect(page.get_by_role("link", name="Idea 15" if not scripts else "Idea 43")).to_be_visible()
    expect_a_whole_page(page) if scripts else expect(page.locator(".masthead")).to_have_count(1)
    assert len(ids(page)) >= 20
    assert len(set(ids(page))) == len(ids(page))
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_have_text("Idea 15")


def test_the_next_rows_opened_by_themselves_are_a_whole_page(open_window, board):
    """The browser keeps both answers apart: the fragment that htmx was given, and the page at the same address."""
    page = open_window()
    page.goto(f"{board.url}?sort=new")
    more = page.get_by_role("link", name="More ideas").get_attribute("href")
    page.get_by_role("link", name="More ideas").click()
    expect(page.locator(ROWS)).to_have_count(40)
    page.goto(f"{board.url}{more}")
    expect_a_whole_page(page)
    expect(page.locator(ROWS)).to_have_count(20)
    page.reload()
    expect_a_whole_page(page)


def test_htmx_restoring_a_page_from_history_is_given_the_whole_of_it(page, board):
    page.goto(f"{board.url}?sort=new")
    asked = page.context.request
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    restored = asked.get(f"{board.url}?sort=new", headers=headers)
    part = asked.get(f"{board.url}?sort=new", headers={"HX-Request": "true"})
    assert "<!doctype html>" in restored.text()
    assert "<!doctype html>" not in part.text()
    for answer in (restored, part):
        vary = {name.strip() for name in answer.headers["vary"].split(",")}
        assert {"HX-Request", "HX-History-Restore-Request", "Cookie"} <= vary


def test_a_vote_then_back_shows_it_as_cast(open_window, tom, board):
    page = open_window(by=tom)
    page.goto(f"{board.url}?sort=new")
    page.get_by_role("link", name="Idea 43").click()
    page.locator("button[name=vote]").click()
    expect(page.locator("button[name=vote]")).to_have_attribute("aria-pressed", "true")
    page.go_back()
    row = page.locator(ROWS, has_text="Idea 43")
    expect(row.locator("button[name=vote]")).to_have_attribute("aria-pressed", "true")
