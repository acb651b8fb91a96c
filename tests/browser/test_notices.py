"""Notices of illegal content as mo meets them: from the decision to the answer, with the keyboard, on any screen."""

import pytest
from playwright.sync_api import expect

from ideas.models import Idea
from moderation.actions.illegal import file_notice
from moderation.models import IllegalNotice
from tests.browser.queue import SAID, heading
from tests.factories import make_idea


@pytest.fixture
def notice(live_server, settings) -> IllegalNotice:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    idea = make_idea(title="A stolen picture")
    said = {"law": "Copyright Act", "why": "It is mine.", "name": "Nora Vik", "email": "nora@example.org"}
    filed = file_notice(address=idea.get_absolute_url(), in_good_faith=True, **said)
    Idea.objects.filter(pk=idea.pk).update(title="A nice picture", version=2)
    return filed


@pytest.mark.parametrize("is_single", [False, True])
def test_a_decision_leads_to_the_answer_and_the_answer_ends_it(open_window, mo, notice, is_single):
    page = open_window(by=mo)
    page.goto(f"/admin/moderation/{notice.case_id}/?tab=illegal")
    if is_single:
        page.keyboard.press("z")
    page.keyboard.press("f")
    answer = page.get_by_label("Your answer", exact=True)
    expect(answer).to_be_focused()
    expect(answer).to_have_accessible_description("The notice still waits for your answer")
    expect(page.locator(SAID)).to_have_text("Approved: “A nice picture”. The notice still waits for your answer.")
    page.keyboard.type("fjd: it is a quotation.")  # the keys rest
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(SAID)).to_have_text(f"Answered: notice {notice.receipt}.")
    expect(heading(page)).to_be_focused()
    assert IllegalNotice.objects.get().answer == "fjd: it is a quotation."


@pytest.mark.parametrize("width", [1400, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_screens_have_no_barriers_and_fit(open_window, mo, notice, barriers, width, scheme):
    page = open_window(by=mo, width=width, color_scheme=scheme)
    for address in ("", f"{notice.pk}/"):
        page.goto(f"/admin/moderation/notices/{address}")
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"/admin/moderation/{notice.case_id}/?tab=illegal")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_label("Your answer", exact=True)).to_be_focused()
    assert barriers(page) == []
