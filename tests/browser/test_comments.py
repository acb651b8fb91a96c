"""Commenting in place, as somebody at a keyboard meets it."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from ideas.actions.commenting import add_comment
from ideas.models import IdeaComment
from tests.factories import make_idea, somebody

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
THREADS = "#comment-list > li[id^=thread]"


@pytest.fixture
def idea(live_server):
    return make_idea()


def talk(idea, count):
    by = somebody()
    for n in range(count):
        add_comment(idea, by=by, body=f"Number {n}", at=LONG_AGO + timedelta(minutes=n), tell=False)


def test_a_comment_lands_in_place_and_the_form_is_ready_for_the_next(open_window, tom, idea):
    page = open_window(by=tom)
    page.goto(idea.get_absolute_url())
    page.fill("#comment-form-body", "First")
    page.focus("#comment-form-send")
    page.keyboard.press("Enter")
    expect(page.locator("#comment-list .comment")).to_have_count(1)
    expect(page.locator("#comment-form-body")).to_have_value("")
    expect(page.locator("#comment-count")).to_have_text("1 comment")
    expect(page.locator("#no-comments")).to_have_count(0)
    expect(page.locator("#comment-form-send")).to_be_focused()
    expect(page.locator("#said")).to_contain_text("everyone")
    page.fill("#comment-form-body", "Second")
    page.click("#comment-form-send")
    expect(page.locator("#comment-list .comment")).to_have_count(2)
    expect(page.locator("#comment-count")).to_have_text("2 comments")
    expect(page.locator(THREADS).last).to_contain_text("Second")
    assert IdeaComment.objects.count() == 2


def test_an_answer_is_written_and_stands_below_what_it_answers(open_window, tom, idea):
    talk(idea, 2)
    top = IdeaComment.objects.order_by("created_at").first()
    page = open_window(by=tom)
    page.goto(idea.get_absolute_url())
    page.click(f"#comment-{top.pk} >> text=Reply")
    form = f"#answer-form-{top.pk}"
    expect(page.locator(f"{form}-body")).to_be_focused()
    page.click(f"{form}-send")  # nothing was written: the browser itself asks for it
    page.keyboard.type("I agree")
    page.click(f"{form}-send")
    expect(page.locator(f"#thread-{top.pk} .comment-replies .comment")).to_have_count(1)
    expect(page.locator(form)).to_have_count(0)
    expect(page.locator(THREADS)).to_have_count(2)
    expect(page.locator("#comment-count")).to_have_text("3 comments")
    expect(page.locator(f"#thread-{top.pk}")).to_be_focused()


def test_what_is_refused_stays_in_the_form_with_the_reason(open_window, tom, idea):
    page = open_window(by=tom)
    page.goto(idea.get_absolute_url())
    page.fill("#comment-form-body", "\u200b\u3164")
    page.click("#comment-form-send")
    page.wait_for_selector("#comment-form .field-error")
    assert page.input_value("#comment-form-body") == "\u200b\u3164"
    assert page.get_attribute("#comment-form-body", "aria-invalid") == "true"


def test_reading_on_adds_the_rest_once_and_keeps_what_was_just_said(open_window, tom, idea):
    talk(idea, 22)
    page = open_window(by=tom)
    page.goto(idea.get_absolute_url())
    expect(page.locator(THREADS)).to_have_count(20)
    page.fill("#comment-form-body", "Just now")
    page.click("#comment-form-send")
    expect(page.locator(THREADS)).to_have_count(21)
    page.click("#more a")
    expect(page.locator(THREADS)).to_have_count(23)
    expect(page.locator("#more")).to_have_count(0)
    said = [thread.get_attribute("id") for thread in page.locator(THREADS).all()]
    assert len(set(said)) == 23
    expect(page.locator(THREADS).last).to_contain_text("Just now")


def test_without_scripts_everything_works(open_window, tom, idea):
    talk(idea, 21)
    page = open_window(by=tom, java_script_enabled=False)
    page.goto(idea.get_absolute_url())
    page.get_by_role("link", name="More comments").click()
    expect(page.locator(THREADS)).to_have_count(1)
    page.get_by_role("link", name="Reply").click()
    page.locator("[id^=answer-form] textarea").fill("Without scripts")
    page.get_by_role("button", name="Answer").click()
    expect(page.locator(":target")).to_contain_text("Without scripts")
    expect(page.locator(".comment-replies .comment")).to_have_count(1)


def test_nothing_stands_in_the_way(open_window, tom, idea, barriers):
    talk(idea, 21)
    top = IdeaComment.objects.order_by("created_at").first()
    add_comment(idea, by=tom, body="A reply with @tom and https://example.com", parent=top)
    page = open_window(by=tom)
    page.goto(idea.get_absolute_url())
    page.click(f"#comment-{top.pk} >> text=Reply")
    page.wait_for_selector(f"#answer-form-{top.pk}")
    assert barriers(page) == []
