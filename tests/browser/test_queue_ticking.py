"""Ticking many cases to approve them together: all, from one to another, by a key; and how many there are, at once."""

import pytest
from playwright.sync_api import Locator, Page, expect

from ideas.actions.submitting import submit_idea
from moderation.models import BulkApproval
from moderation.models.bulk import ALONE
from moderation.registries import Review
from tests.browser.queue import QUEUE, SAID, heading, state_of
from tests.factories import make_board


def box(page: Page, title: str) -> Locator:
    return page.get_by_role("checkbox", name=f"Tick “{title}”")


def approve(page: Page) -> Locator:
    return page.get_by_role("button", name="Approve the ticked")


def ticked(page: Page) -> list[str]:
    return [title for title in ("Bench", "Lamp", "Tree") if box(page, title).is_checked()]


def test_all_that_are_shown_are_ticked_at_once(desk, ideas):
    everything = desk.get_by_role("checkbox", name="Tick all shown")
    expect(approve(desk)).to_have_text("Approve the ticked")
    everything.check()
    assert ticked(desk) == ["Bench", "Lamp", "Tree"]
    expect(approve(desk)).to_have_text("Approve the ticked (3)")
    expect(desk.locator(SAID)).to_have_text("Ticked in all: 3.")
    box(desk, "Lamp").uncheck()
    expect(approve(desk)).to_have_text("Approve the ticked (2)")
    assert everything.evaluate("box => [box.checked, box.indeterminate]") == [False, True]
    desk.keyboard.press("j")
    expect(heading(desk)).to_have_text("Idea: Bench")
    desk.keyboard.press("f")
    expect(heading(desk)).to_have_text("Idea: Lamp")
    expect(approve(desk)).to_have_text("Approve the ticked (1)")  # what is decided is not ticked any more
    approve(desk).click()
    expect(desk.locator(".queue-results")).to_contain_text("1 case is approved.")
    assert [state_of(idea) for idea in ideas] == ["published", "waiting", "published"]


def test_shift_ticks_from_one_to_another(desk, ideas):
    box(desk, "Tree").click()
    box(desk, "Bench").click(modifiers=["Shift"])
    assert ticked(desk) == ["Bench", "Lamp", "Tree"]
    expect(approve(desk)).to_have_text("Approve the ticked (3)")
    box(desk, "Lamp").click(modifiers=["Shift"])
    assert ticked(desk) == ["Tree"]
    expect(approve(desk)).to_have_text("Approve the ticked (1)")
    assert desk.evaluate("getSelection().toString()") == ""


def test_x_ticks_the_case_on_the_desk_or_the_row_with_the_focus(desk, ideas):
    desk.keyboard.press("x")
    expect(desk.locator(SAID)).to_have_text("There is nothing to tick here.")
    desk.keyboard.press("j")
    expect(heading(desk)).to_have_text("Idea: Bench")
    desk.keyboard.press("x")
    expect(box(desk, "Bench")).to_be_checked()
    expect(desk.locator(SAID)).to_have_text("Ticked: “Bench”. In all: 1.")
    expect(approve(desk)).to_have_text("Approve the ticked (1)")
    desk.get_by_role("link", name="Tree").first.focus()
    desk.keyboard.press("x")
    assert ticked(desk) == ["Bench", "Tree"]
    heading(desk).focus()
    desk.keyboard.press("x")
    expect(desk.locator(SAID)).to_have_text("No longer ticked: “Bench”. In all: 1.")
    assert ticked(desk) == ["Tree"]


@pytest.fixture
def fifty_more(ideas, tom):
    board = make_board(slug="more", review=Review.EVERYTHING)
    for number in range(ALONE):
        submit_idea(board, by=tom, title=f"Number {number}", body="Please.")


def test_above_fifty_it_says_that_a_second_person_is_asked(open_window, mo, fifty_more):
    page = open_window(by=mo)
    page.goto(f"{QUEUE}?size=200")
    sentence = "Above 50 together, a second person is asked to confirm."
    expect(approve(page)).to_have_accessible_description(sentence)
    page.get_by_role("checkbox", name="Tick all shown").check()
    expect(approve(page)).to_have_text("Approve the ticked (53)")
    expect(page.locator(SAID)).to_have_text(f"Ticked in all: 53. {sentence}")
    approve(page).click()
    expect(page.locator(".messages")).to_contain_text("The other moderators are asked to confirm this.")
    assert len(BulkApproval.objects.get().versions) == ALONE + 3
