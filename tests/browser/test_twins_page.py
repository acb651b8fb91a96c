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
    for title in ("Rye bread on Sunday morning", "On Sunday morning rye bread and rolls"):
        make_idea(title=title, body="There is none at all.")
    compare_ideas()
    page = open_window(by=bea, width=360, java_script_enabled=scripts)
    page.goto("/admin/ideas/twins/")
    pairs = page.locator(".twins-pair")
    if scripts:
        assert barriers(page, ["color-contrast", "heading-order", "duplicate-id-aria", "region", "target-size"]) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for key in ("n", "j", "k"):  # the first one only goes there: nobody has looked at a pair yet
            page.keyboard.press(key)
        expect(pairs.first).to_be_focused()
        page.keyboard.press("n")
    else:
        page.locator("button[value=no]").first.focus()
        page.keyboard.press("Enter")
    expect(page.locator(".twins-said")).to_contain_text("They are not suggested again.")
    expect(pairs).to_have_count(1)
    expect(pairs).to_be_focused()
    told_apart = Twins.objects.get(dismissed_by=bea)
    if scripts:
        page.keyboard.press("u")
    else:
        page.get_by_role("button", name="Undo").focus()
        page.keyboard.press("Enter")
    expect(pairs).to_have_count(2)
    expect(page.locator(f"#twins-{told_apart.pk}")).to_be_focused()
    if scripts:
        page.keyboard.press("2")
        expect(page.get_by_role("heading", name="Merge these two?")).to_be_focused()
        assert page.url.endswith(
            f"/{told_apart.older_id}/merge/?root={told_apart.newer_id}&next=/admin/ideas/twins/%3Fp%3D1"
        )
