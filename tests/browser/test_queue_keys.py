"""Keys of the moderators' queue on other keyboards, while reasons are asked for, and on a phone with a keyboard."""

import pytest
from playwright.sync_api import Locator, Page, expect

from moderation.models import Decision
from tests.browser.queue import QUEUE, SAID, WHY, heading, state_of
from tests.moderation.things import case_of

TYPE = """([key, code, shiftKey]) => document.activeElement.dispatchEvent(
    new KeyboardEvent('keydown', {key, code, shiftKey, bubbles: true, cancelable: true}))"""


def write(page: Page, key: str, code: str, *, shift: bool = False) -> None:
    """A key of this place, on a layout that writes this with it."""
    page.evaluate(TYPE, [key, code, shift])


def tab_to(page: Page, wanted: Locator, *, key: str = "Tab") -> None:
    """The focus goes there by the keyboard alone, and stays in sight on its way."""
    for _step in range(60):
        page.keyboard.press(key)
        if wanted.evaluate("element => element === document.activeElement"):
            expect(wanted).to_be_in_viewport()
            return
    raise AssertionError(f"{wanted} is not reached with {key}.")


@pytest.mark.parametrize(
    ("j", "d", "b"),
    [("ξ", "δ", "β"), ("ח", "ג", "נ"), ("о", "в", "и"), ("ت", "ي", "لا")],
    ids=["Greek", "Hebrew", "Cyrillic", "Arabic"],
)
def test_letters_of_other_scripts_are_known_by_their_place(desk, ideas, j, d, b):
    write(desk, j, "KeyJ")
    expect(heading(desk)).to_have_text("Idea: Bench")
    write(desk, b, "KeyB")
    expect(desk.get_by_role("button", name="Blur")).to_have_attribute("aria-pressed", "true")
    write(desk, d, "KeyD")
    expect(desk.get_by_role("button", name="Reject", exact=True)).to_have_attribute("aria-expanded", "true")


def test_digits_and_signs_are_found_where_the_layout_has_them(desk, ideas):
    desk.keyboard.press("j")
    expect(heading(desk)).to_have_text("Idea: Bench")
    desk.keyboard.press("d")
    write(desk, "é", "Digit2")  # French and Czech rows
    expect(desk.get_by_role("radio", name="Say what is true")).to_be_checked()
    write(desk, "1", "Digit1", shift=True)
    expect(desk.get_by_role("radio", name="Be kind")).to_be_checked()
    write(desk, "٢", "Digit2")
    expect(desk.get_by_role("radio", name="Say what is true")).to_be_checked()
    write(desk, ",", "Slash", shift=True)  # Cyrillic
    expect(desk.get_by_role("dialog", name="Keys")).to_be_visible()
    desk.keyboard.press("Escape")
    desk.keyboard.press("Escape")
    write(desk, ".", "Slash")  # Hebrew and Cyrillic
    expect(desk.get_by_role("textbox", name="Author, number or receipt")).to_be_focused()


def test_latin_layouts_keep_what_they_write(desk, ideas):
    """On Dvorak a full stop stands where others have "e", and "n" where others have "l"; Caps Lock changes nothing."""
    write(desk, "J", "KeyC")
    expect(heading(desk)).to_have_text("Idea: Bench")
    write(desk, ".", "KeyE")
    write(desk, "!", "Digit1", shift=True)
    write(desk, "h", "KeyJ")
    write(desk, "-", "Slash")
    write(desk, "n", "KeyL")
    expect(desk.get_by_role("button", name="Ask for changes", exact=True)).to_have_attribute("aria-expanded", "true")
    expect(desk.get_by_role("button", name="Escalate")).to_have_attribute("aria-expanded", "false")
    expect(heading(desk)).to_have_text("Idea: Bench")


def test_while_reasons_are_asked_for_only_they_are_answered(desk, ideas):
    desk.keyboard.press("j")
    expect(heading(desk)).to_have_text("Idea: Bench")
    desk.keyboard.press("d")
    desk.keyboard.press("1")
    rule = desk.get_by_role("radio", name="Be kind")
    expect(rule).to_be_focused()
    expect(desk.locator("#claim-line")).to_contain_text("Yours until")
    for key in "jkfdnesucxbz/":
        desk.keyboard.press(key)
    expect(desk.locator(SAID)).to_have_text("Reasons are asked for: Escape closes them.")
    expect(rule).to_be_focused()
    expect(heading(desk)).to_have_text("Idea: Bench")
    expect(desk.get_by_role("button", name="Blur")).to_have_attribute("aria-pressed", "false")
    expect(desk.get_by_role("checkbox", name="Tick “Bench”")).not_to_be_checked()
    assert not Decision.objects.exists()
    desk.keyboard.press("?")
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog", name="Keys")).to_be_hidden()
    expect(desk.locator("#reasons")).to_be_visible()
    heading(desk).focus()
    desk.keyboard.press("Escape")
    expect(desk.locator("#reasons")).to_be_hidden()
    desk.keyboard.press("j")
    expect(heading(desk)).to_have_text("Idea: Lamp")


def test_what_was_typed_for_another_act_is_not_sent(desk, ideas):
    desk.keyboard.press("j")
    expect(heading(desk)).to_have_text("Idea: Bench")
    desk.keyboard.press("d")
    desk.keyboard.press("1")
    desk.get_by_role("textbox", name="What the author will read").fill(WHY)
    desk.keyboard.press("Escape")
    desk.keyboard.press("f")
    expect(desk.locator(SAID)).to_have_text("Approved: “Bench”.")
    decision = Decision.objects.get()
    assert (decision.text, decision.rule) == ("", None)


def test_on_a_phone_with_a_keyboard_the_queue_is_worked(open_window, mo, ideas):
    """By Tab and Enter, arrows and the keys: taken, rejected with words, taken back, approved, and back to the list."""
    page = open_window(by=mo, width=360, height=740)
    page.goto(QUEUE)
    tab_to(page, page.get_by_role("button", name="Take the next"))
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Idea: Bench")
    expect(heading(page)).to_be_focused()
    expect(page.locator(".queue-list")).to_be_hidden()
    tab_to(page, page.get_by_role("button", name="Reject", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Be kind")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Say what is true")).to_be_checked()
    tab_to(page, page.get_by_role("textbox", name="What the author will read"))
    page.keyboard.press("End")
    page.keyboard.type(" A lamp is no bench.")
    tab_to(page, page.get_by_role("button", name="Send: Reject"))
    page.keyboard.press("Enter")
    expect(page.locator(SAID)).to_have_text("Not published: “Bench”.")
    assert Decision.objects.get().text == "This broke our rule “Say what is true”. A lamp is no bench."
    tab_to(page, page.get_by_role("button", name="Undo"))
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Idea: Bench")
    page.keyboard.press("Escape")  # the words are back, and so is the panel
    page.keyboard.press("f")
    expect(page.locator(SAID)).to_have_text("Approved: “Bench”.")
    page.keyboard.press("s")
    expect(heading(page)).to_have_text("Idea: Tree")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    tab_to(page, page.get_by_role("link", name="Back to the list"), key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".queue-list")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Lamp"))
    page.keyboard.press("x")
    expect(page.get_by_role("checkbox", name="Tick “Lamp”")).to_be_checked()
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Idea: Lamp")
    assert [state_of(idea) for idea in ideas] == ["published", "waiting", "waiting"]
    assert case_of(ideas[2]).is_claimed()
