"""The waiting list as bea meets it: one key an act, words that stay, a phone, and no script at all."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from ideas.days import day_of
from ideas.models import Idea, SavedReply, StatusChange
from tests.factories import make_board, make_idea

LIST = "/admin/ideas/waiting/"
WORDS = "Thank you, {author}. We are looking into it and say here what we find."


@pytest.fixture
def three(live_server, tom):
    board = make_board(slug="ideas")
    SavedReply.objects.create(title="Looking into it", note=WORDS, status="under-review", update_days=9, place=1)
    SavedReply.objects.create(
        title="On our list", note="It stands on our list now, and we mean it.", status="planned", place=2
    )
    return [
        make_idea(board=board, by=tom, title=title, next_update_by=day_of() + timedelta(days=days))
        for title, days in (("Bench", -3), ("Lamp", 1), ("Tree", 9))
    ]


def heading(page):
    return page.locator("#case-heading")


def test_one_idea_after_the_other_is_answered_with_keys_alone(open_window, bea, three):
    page = open_window(by=bea)
    page.goto(LIST)
    page.keyboard.press("j")
    expect(page.locator(".queue-row a").first).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Bench")
    expect(heading(page)).to_be_focused()
    assert page.url.endswith(f"/waiting/{three[0].pk}/")
    page.keyboard.press("2")
    expect(page.locator("[name=note]")).to_have_value("It stands on our list now, and we mean it.")
    page.keyboard.press("1")  # nobody typed anything: the other one takes its place
    note = page.locator("[name=note]")
    expect(note).to_have_value("Thank you, Tom. We are looking into it and say here what we find.")
    expect(page.get_by_role("radio", name="Under review")).to_be_checked()
    expect(page.locator("[name=next_update_by]")).to_have_value((day_of() + timedelta(days=9)).isoformat())
    page.keyboard.press("s")
    expect(heading(page)).to_have_text("Lamp")
    expect(heading(page)).to_be_focused()
    expect(page.locator("#queue-said")).to_contain_text("Answered.")
    expect(page.locator(".queue-row[data-done]")).to_contain_text("Bench")
    assert StatusChange.objects.get().idea == three[0]
    page.keyboard.press("t")
    expect(page.locator(".queue-row", has_text="Lamp").locator("[data-owner]")).to_have_text("You")
    expect(page.locator("#queue-said")).to_have_text("You look after this idea now.")
    assert Idea.objects.get(pk=three[1].pk).owner == bea
    page.keyboard.press("w")
    expect(note).to_be_focused()
    page.keyboard.type("We will sit down with the lamp makers.")
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    expect(note).to_have_value("We will sit down with the lamp makers.\n\nIt stands on our list now, and we mean it.")
    page.keyboard.press("w")
    page.keyboard.press("Control+Enter")
    expect(heading(page)).to_have_text("Tree")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def test_what_was_typed_stays_with_its_idea(open_window, bea, three):
    page = open_window(by=bea)
    page.goto(LIST)
    page.keyboard.press("o")
    page.fill("[name=note]", "Half a sentence")
    page.locator(".queue-row a", has_text="Lamp").click()
    expect(heading(page)).to_have_text("Lamp")
    expect(page.locator("[name=note]")).to_have_value("")
    page.go_back()
    expect(heading(page)).to_have_text("Bench")
    expect(page.locator("[name=note]")).to_have_value("Half a sentence")


def test_what_is_refused_stays_and_says_why(open_window, bea, three):
    page = open_window(by=bea)
    page.goto(LIST)
    page.keyboard.press("o")
    page.fill("[name=note]", "Too short.")
    page.get_by_role("button", name="Send, and open the next one").click()
    expect(page.locator("#problems")).to_contain_text("at least 20 characters")
    expect(page.locator("#problems")).to_be_focused()
    expect(page.locator("[name=note]")).to_have_value("Too short.")
    assert not StatusChange.objects.exists()


def test_the_numbers_above_the_list_follow_and_what_is_taken_says_so(open_window, bea, three):
    page = open_window(by=bea)
    page.goto(LIST)
    overdue, nobodys = (page.locator(f"[data-tab={key}] .queue-count") for key in ("overdue", "nobody"))
    expect(overdue).to_have_text("1")
    for key in ("j", "t"):
        page.keyboard.press(key)
    expect(nobodys).to_have_text("2")
    page.keyboard.press("t")
    expect(page.locator("#queue-said")).to_have_text("Somebody looks after this idea already.")
    page.keyboard.press("1")
    page.keyboard.press("s")
    expect(overdue).to_have_text("0")


def test_keys_that_were_switched_off_do_nothing(open_window, bea, three):
    profile = UserProfile.get_for_user(bea)
    profile.keyboard_shortcuts = False
    profile.save()
    page = open_window(by=bea)
    page.goto(LIST)
    page.keyboard.press("o")
    expect(heading(page)).to_have_text("Choose an idea to answer it here.")


def test_without_script_the_list_leads_from_page_to_page(open_window, bea, three):
    page = open_window(by=bea, java_script_enabled=False)
    page.goto(LIST)
    page.get_by_role("button", name="I take “Bench”").click()
    expect(heading(page)).to_have_text("Bench")
    page.get_by_role("button", name="Looking into it").click()
    expect(page.locator("[name=note]")).to_have_value(
        "Thank you, Tom. We are looking into it and say here what we find."
    )
    page.get_by_role("button", name="Send, and open the next one").click()
    expect(heading(page)).to_have_text("Lamp")
    assert StatusChange.objects.get().by == bea


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_window(open_window, bea, three, width):
    page = open_window(by=bea, width=width)
    for address in (LIST, f"{LIST}{three[0].pk}/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
