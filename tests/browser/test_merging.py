"""Two ideas that say the same, merged and parted by keyboard alone; what their people see of it."""

import pytest
from playwright.sync_api import Page, expect

from ideas.actions.voting import cast_vote
from ideas.models import Idea
from tests.factories import make_idea


@pytest.fixture
def pair(live_server, tom, ines):
    root = make_idea(by=ines, title="Open at six", category="shops")
    duplicate = make_idea(by=tom, title="Open an hour earlier", category="shops")
    cast_vote(duplicate, by=ines)
    return root, duplicate


def press(page: Page, name: str, role: str = "link") -> None:
    """As somebody without a mouse: go there, and Enter."""
    found = page.get_by_role(role, name=name, exact=True).first
    found.focus()
    found.press("Enter")


@pytest.mark.parametrize("scripts", [True, False])
def test_merging_keeping_and_undoing_by_keyboard(open_window, tom, bea, pair, scripts):
    _root, duplicate = pair
    desk = open_window(by=bea, java_script_enabled=scripts)
    desk.goto(f"/admin/ideas/{duplicate.pk}/answer/")
    press(desk, "This is the same as …")
    desk.get_by_role("searchbox", name="Words, number or address").fill("six")
    if scripts:
        expect(desk.locator("#merge-results")).to_contain_text("1 idea found.")
    else:
        desk.keyboard.press("Enter")
    press(desk, "Open at six")
    expect(desk.locator(".idea-desk-facts")).to_contain_text("Support both")
    press(desk, "Merge them", role="button")
    expect(desk.locator(".messages")).to_contain_text("is merged into")
    expect(desk.get_by_role("heading", name="Merged into another idea")).to_be_visible()

    page = open_window(by=tom, width=360, java_script_enabled=scripts)
    page.goto(duplicate.get_absolute_url())
    expect(page.locator("#merged-into")).to_contain_text("Open at six")
    expect(page.locator("[data-count]")).to_have_text("2")
    press(page, "Keep your support, or take it back")
    press(page, "Take it back", role="button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Open at six")
    expect(page.locator("[data-count]")).to_have_text("1")
    expect(page.locator("#also-asked")).to_contain_text("Open an hour earlier")

    press(desk, "Undo the merge")
    press(desk, "Undo the merge", role="button")
    expect(desk.locator(".messages")).to_contain_text("stands by itself again")
    assert Idea.objects.get(pk=duplicate.pk).merged_into is None
