"""Telling ideas apart with the keyboard, and without a script."""

import pytest
from playwright.sync_api import expect

from ideas.actions.comparing import compare_ideas
from ideas.models import Twins
from tests.factories import make_idea


@pytest.mark.parametrize("scripts", [True, False])
def test_a_pair_is_told_apart_and_that_is_taken_back(open_window, bea, barriers, scripts):
    for title in ("Oat milk without extra charge", "No extra charge for oat milk"):
        make_idea(title=title, body="It costs 60 cents more.")
    compare_ideas()
    page = open_window(by=bea, width=360, java_script_enabled=scripts)
    page.goto("/admin/ideas/twins/")
    if scripts:
        assert barriers(page, ["color-contrast", "heading-order", "duplicate-id-aria", "region", "target-size"]) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("button[value=no]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".twins-said")).to_contain_text("They are not suggested again.")
    expect(page.locator(".twins-pair")).to_have_count(0)
    assert Twins.objects.get().dismissed_by == bea
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".twins-pair")).to_have_count(1)
