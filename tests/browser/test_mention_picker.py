"""Mentioning a member while writing, as somebody at a keyboard, with a finger or without a script meets it."""

import pytest
from playwright.sync_api import expect

from ideas.actions.commenting import add_comment
from tests.cast import make_member
from tests.factories import make_idea

FIELD, OPTIONS = "#comment-form-body", "#comment-form-body-mentions"


@pytest.fixture
def idea(live_server):
    idea = make_idea()
    add_comment(idea, by=make_member("anna", display_name="Anna Berg"), body="Here", tell=False)
    make_member("andrea", display_name="Andrea")
    make_member("dana", display_name="דנה לוי")
    return idea


@pytest.fixture
def page(open_window, tom, idea):
    page = open_window(by=tom)
    page.goto(idea.get_absolute_url())
    return page


def begin(page, text):
    page.click(FIELD)
    page.keyboard.type(text)
    expect(page.locator(OPTIONS)).to_be_visible()


def test_arrows_choose_and_enter_takes(page):
    begin(page, "Ask @an")
    options = page.locator(f"{OPTIONS} [role=option]")
    expect(options).to_have_count(2)
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(page.locator(FIELD)).to_have_attribute("aria-activedescendant", f"{OPTIONS[1:]}-anna")
    expect(page.locator("#said")).to_contain_text("2 members.")
    page.keyboard.press("ArrowDown")
    expect(page.locator(FIELD)).to_have_attribute("aria-activedescendant", f"{OPTIONS[1:]}-andrea")
    page.keyboard.press("Enter")
    expect(page.locator(FIELD)).to_have_value("Ask @andrea ")
    expect(page.locator(OPTIONS)).to_be_hidden()
    expect(page.locator(FIELD)).to_be_focused()
    assert page.locator(FIELD).get_attribute("aria-activedescendant") is None


def test_tab_takes_in_the_middle_of_a_sentence(page):
    page.fill(FIELD, "Ask  please")
    page.evaluate("document.querySelector('#comment-form-body').setSelectionRange(4, 4)")
    page.keyboard.type("@ann")
    expect(page.locator(OPTIONS)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(FIELD)).to_have_value("Ask @anna please")


def test_escape_leaves_what_was_typed_and_enter_is_a_new_line_again(page):
    begin(page, "@an")
    page.keyboard.press("Escape")
    expect(page.locator(OPTIONS)).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator(FIELD)).to_have_value("@an\n")


def test_a_finger_takes_and_the_text_keeps_the_focus(page):
    begin(page, "@an")
    page.locator(f"{OPTIONS} [role=option]").nth(1).click()
    expect(page.locator(FIELD)).to_have_value("@andrea ")
    expect(page.locator(FIELD)).to_be_focused()


def test_a_name_in_hebrew_brings_its_handle(page):
    begin(page, "@דנ")
    page.keyboard.press("Enter")
    expect(page.locator(FIELD)).to_have_value("@dana ")


def test_an_address_asks_for_nobody(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.click(FIELD)
    page.keyboard.type("me@example.com a/@an ")
    expect(page.locator(FIELD)).to_have_value("me@example.com a/@an ")
    assert not [url for url in asked if "mentions" in url]


def test_nothing_is_wrong_for_those_who_listen(page, barriers):
    begin(page, "@an")
    assert barriers(page) == []


def test_without_a_script_it_is_a_plain_field(open_window, tom, idea):
    page = open_window(by=tom, java_script_enabled=False)
    page.goto(idea.get_absolute_url())
    expect(page.locator(OPTIONS)).to_be_hidden()
    page.fill(FIELD, "Ask @anna")
    page.click("#comment-form-send")
    expect(page.locator("a.mention")).to_have_text("@anna")
