"""Reporting in place, and a notice of illegal content, as somebody at a keyboard meets them."""

import re

import pytest
from playwright.sync_api import expect

from ideas.actions.commenting import add_comment
from moderation.models import IllegalNotice, Report
from tests.factories import make_idea
from tests.moderation.things import make_rule


@pytest.fixture
def idea(live_server, lars):
    make_rule()
    idea = make_idea()
    add_comment(idea, by=lars, body="Rude words")
    return idea


def test_a_comment_is_reported_with_the_keyboard_alone(open_window, tom, idea, barriers):
    page = open_window(by=tom)
    page.goto(idea.get_absolute_url())
    page.focus(".comment-actions >> text=Report")
    page.keyboard.press("Enter")
    expect(page.locator("#report blockquote")).to_have_text("Rude words")
    page.focus("#report-send")
    page.keyboard.press("Enter")  # nothing was chosen: the browser itself asks for it
    assert not Report.objects.exists()
    page.check("[name=reason][value=other]")
    page.focus("#report-send")
    page.keyboard.press("Enter")
    expect(page.locator("#report .notice[data-tone=danger]")).to_be_focused()
    assert page.locator("[name=reason][value=other]").is_checked()
    assert page.get_attribute("#id_note", "aria-invalid") == "true"
    assert barriers(page) == []
    page.focus("[name=reason][value=other]")
    page.keyboard.press("ArrowDown")  # from the last to the first
    page.focus("#report-send")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    expect(page.locator("#report")).to_be_focused()
    assert Report.objects.get().rule.slug == "be-kind"
    page.get_by_role("link", name="All your reports").press("Enter")
    expect(page.locator("[data-report]")).to_contain_text("has not decided yet")


def test_without_scripts_a_report_is_a_page_and_a_thank_you(open_window, tom, idea):
    page = open_window(by=tom, java_script_enabled=False, width=360)
    page.goto(idea.get_absolute_url())
    page.get_by_role("link", name="Report this idea").click()
    page.check("[name=reason][value=be-kind]")
    page.fill("#id_note", "An advertisement")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    expect(page.locator("#report")).to_contain_text("An advertisement")
    page.get_by_role("link", name="Back to where you were").click()
    assert page.url.endswith(idea.get_absolute_url())


def test_a_visitor_files_a_notice_and_keeps_the_number(open_window, idea):
    page = open_window(width=360)
    page.goto(f"/moderation/notice/?about={idea.get_absolute_url()}")
    page.get_by_role("button", name="File the notice").click()
    expect(page.locator(".notice[data-tone=danger]")).to_be_focused()
    assert page.input_value("#id_address") == idea.get_absolute_url()
    page.fill("#id_law", "Copyright Act")
    page.fill("#id_why", "It is mine.")
    page.check("#id_is_exempt")
    page.check("#id_in_good_faith")
    page.get_by_role("button", name="File the notice").click()
    expect(page.locator(".facts")).to_contain_text(re.compile(r"\w{4}-\w{4}-\w{4}-\w{4}"))
    expect(page.locator(".facts")).to_contain_text("Not yet")
    assert IllegalNotice.objects.get().case.subject_id == idea.pk
