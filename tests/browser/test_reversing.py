"""Taking a decision back in a browser: by the keyboard, narrow, dark, right to left, without a script."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from moderation.models import Act, Decision, Suspension, Telling
from tests.browser.queue import QUEUE, SAID, heading, three_waiting
from tests.cast import make_member, with_role
from tests.moderation.things import decided

WIDER = "document.documentElement.scrollWidth > innerWidth"


@pytest.fixture
def suspension(live_server, tom, settings) -> Decision:
    """Of tom, an hour ago, on a case that is still open."""
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    bench, _lamp, _tree = three_waiting(tom)
    mia = with_role(make_member("mia"), "Community moderators")
    until = timezone.now() + timedelta(days=3)
    decision = decided(bench, Act.SUSPEND, by=mia, until=until, text="Third insult in a week.", note="Ask me first.")
    Telling.objects.all().delete()
    Decision.objects.update(at=timezone.now() - timedelta(hours=1))
    return Decision.objects.get(pk=decision.pk)


def at_the_case(open_window: Any, by: Any, suspension: Decision, **options: Any) -> Page:
    page = open_window(by=by, **options)
    page.goto(f"{QUEUE}{suspension.case_id}/")
    page.wait_for_load_state("networkidle")
    return page


def test_with_the_keyboard_it_is_two_steps_and_nothing_is_lost(open_window, mo, suspension):
    page = at_the_case(open_window, mo, suspension)
    page.get_by_role("link", name="Reverse “Author suspended”").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#reverse-heading")).to_be_focused()
    expect(page.locator("#decision-form")).to_have_count(0)
    assert page.url.endswith(f"/decisions/{suspension.pk}/reverse/")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Why it is reversed")).to_be_focused()
    page.get_by_role("button", name="Reverse it").click()
    expect(page.locator("#reverse-form")).to_contain_text("Say why")
    page.get_by_label("Why it is reversed").fill("We misread it.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(SAID)).to_have_text("Reversed. Everybody who was told of the decision is told so.")
    expect(heading(page)).to_be_focused()
    expect(page.get_by_role("link", name="Reverse “Author suspended”")).to_have_count(0)
    assert not Suspension.objects.filter(ended_at=None).exists()


def test_without_a_script(open_window, mo, suspension):
    page = at_the_case(open_window, mo, suspension, java_script_enabled=False)
    page.get_by_role("link", name="Reverse “Author suspended”").click()
    page.get_by_label("Why it is reversed").fill("We misread it.")
    page.get_by_role("button", name="Reverse it").click()
    expect(heading(page)).to_have_text("Idea: Bench")
    assert not Suspension.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_narrow_and_to_every_ear(open_window, mo, suspension, barriers, scheme):
    page = open_window(by=mo, width=360, color_scheme=scheme)
    for address in (f"{QUEUE}decisions/{suspension.pk}/reverse/", f"{QUEUE}suspended/", f"{QUEUE}?tab=decided"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert not page.evaluate(WIDER), address
        assert barriers(page) == [], address


def test_right_to_left(open_window, mo, suspension):
    page = open_window(by=mo, width=360, locale="he-IL")
    for address in (f"{QUEUE}decisions/{suspension.pk}/reverse/", f"{QUEUE}suspended/"):
        page.goto(address)
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert not page.evaluate(WIDER), address


def test_the_case_of_ones_own_thing_says_so(open_window, tom, mo, suspension, barriers):
    mine = with_role(tom, "Community moderators")
    page = at_the_case(open_window, mine, suspension)
    expect(page.locator(".queue-context")).to_contain_text("what every author reads")
    expect(page.locator("#decision-form")).to_have_count(0)
    assert "Ask me first." not in page.content()
    assert barriers(page) == []
