"""Saying something: similar ideas while typing, a look at one's words, signing in last, and nothing typed is lost."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from ideas.models import Idea, Vote
from tests.cast import PASSWORD
from tests.factories import make_board, make_idea

TITLE = "A bench in front of the tram stop"
BODY = "My grandmother waits there every morning.\n\nShe is 81."


@pytest.fixture
def board(live_server):
    return make_board(slug="ideas")


def write(page: Page, title: str = TITLE, body: str = BODY) -> None:
    page.fill("#id_title", title)
    page.fill("#id_body", body)
    page.locator(".option", has_text="Shops").click()


def read_again(page: Page) -> None:
    page.get_by_role("button", name="Read it again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Read it again")


def sign_in(page: Page) -> None:
    page.wait_for_url("**/accounts/login/**")
    page.fill("[name=login]", "tom@example.com")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def expect_on_the_board(page: Page, title: str = TITLE) -> Idea:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("#toasts")).to_contain_text("on the board")
    idea = Idea.objects.get(title=title)
    assert (idea.category.slug, idea.vote_count) == ("shops", 1)
    assert idea.body.replace("\r\n", "\n") == BODY
    return idea


def test_similar_ideas_come_while_typing_and_can_be_supported_without_losing_a_word(open_window, tom, board):
    theirs = make_idea(board=board, title="A bench at the tram stop")
    page = open_window(by=tom)
    page.goto(f"{board.url}new/")
    page.fill("#id_body", BODY)
    page.locator("#id_title").press_sequentially("Bench at our tram stop")
    found = page.locator(f"#similar-ideas [data-idea='{theirs.pk}']")
    expect(found).to_contain_text("A bench at the tram stop")
    expect(page.locator("#id_title")).to_be_focused()
    found.locator("button[name=vote]").click()
    expect(found.locator("button[name=vote]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#id_title")).to_have_value("Bench at our tram stop")
    expect(page.locator("#id_body")).to_have_value(BODY)
    assert Vote.objects.filter(voter=tom, idea=theirs).count() == 1


def test_a_visitor_who_supports_a_similar_idea_finds_their_words_again(open_window, tom, board):
    theirs = make_idea(board=board, title="A bench at the tram stop")
    page = open_window()
    page.goto(f"{board.url}new/")
    write(page)
    page.locator(f"#similar-ideas [data-idea='{theirs.pk}'] button[name=vote]").click()
    sign_in(page)
    page.wait_for_url(f"**{board.url}new/")
    expect(page.locator("#id_title")).to_have_value(TITLE)
    expect(page.locator("#id_body")).to_have_value(BODY)
    assert Vote.objects.filter(voter=tom, idea=theirs).count() == 1


def test_the_words_are_read_again_changed_and_sent(open_window, tom, board):
    page = open_window(by=tom)
    page.goto(f"{board.url}new/")
    write(page, title="A bench")
    read_again(page)
    expect(page.locator("article")).to_contain_text("She is 81.")
    page.get_by_role("button", name="Change something").click()
    expect(page.locator("#id_body")).to_have_value(BODY)
    page.fill("#id_title", TITLE)
    read_again(page)
    page.get_by_role("button", name="Send it").click()
    assert expect_on_the_board(page).author == tom
    page.goto(f"{board.url}new/")
    expect(page.locator("#id_title")).to_have_value("")
    expect(page.locator("#id_body")).to_have_value("")


def test_a_draft_survives_a_reload_and_the_sign_in(open_window, tom, board):
    page = open_window()
    page.goto(f"{board.url}new/")
    write(page)
    page.reload()
    expect(page.locator("#id_title")).to_have_value(TITLE)
    expect(page.locator("#id_body")).to_have_value(BODY)
    expect(page.get_by_role("radio", name="Shops")).to_be_checked()
    read_again(page)
    page.get_by_role("button", name="Sign in and send").click()
    sign_in(page)
    expect(page.locator("article")).to_contain_text("She is 81.")
    page.get_by_role("button", name="Send it").click()
    assert expect_on_the_board(page).author == tom


def test_a_title_from_the_address_does_not_cost_what_was_made_of_it(open_window, board):
    page = open_window()
    page.goto(f"{board.url}new/?title=A+bench")
    write(page)
    page.reload()
    expect(page.locator("#id_title")).to_have_value(TITLE)
    expect(page.locator("#id_body")).to_have_value(BODY)
    page.goto(f"{board.url}new/?title=Something+else")
    expect(page.locator("#id_title")).to_have_value("Something else")
    expect(page.locator("#id_body")).to_have_value("")


def test_somebody_new_joins_on_the_way_and_loses_nothing(open_window, board):
    page = open_window()
    page.goto(f"{board.url}new/")
    write(page)
    read_again(page)
    page.get_by_role("button", name="Sign in and send").click()
    page.wait_for_url("**/accounts/login/**")
    page.get_by_role("link", name="Join").click()
    page.fill("[name=display_name]", "Nadia")
    page.fill("[name=email]", "nadia@example.com")
    page.fill("[name=password1]", "a-long-phrase-of-hers")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Join").click()
    page.wait_for_selector("[name=code]")
    [letter] = mail.outbox
    page.fill("[name=code]", re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", letter.body, re.MULTILINE)[1])
    page.press("[name=code]", "Enter")
    expect(page.locator("article")).to_contain_text("She is 81.")
    page.get_by_role("button", name="Send it").click()
    assert expect_on_the_board(page).author.display_name == "Nadia"


def test_the_whole_way_without_scripts(open_window, tom, board):
    theirs = make_idea(board=board, title="A bench at the tram stop")
    page = open_window(java_script_enabled=False)
    page.goto("/ideas/")
    page.get_by_role("link", name="Say what should change").first.click()
    write(page)
    read_again(page)
    expect(page.locator("#similar-ideas")).to_contain_text(theirs.title)
    page.get_by_role("button", name="Change something").click()
    expect(page.locator("#id_body")).to_have_value(BODY)
    read_again(page)
    page.get_by_role("button", name="Sign in and send").click()
    sign_in(page)
    page.get_by_role("button", name="Send it").click()
    assert expect_on_the_board(page).author == tom


def test_what_is_wrong_is_said_takes_the_focus_and_leads_to_the_field(open_window, tom, board):
    page = open_window(by=tom)
    page.goto(f"{board.url}new/")
    page.fill("#id_title", "\u200b\u200b\u200b\u200b\u200b\u200b")
    page.fill("#id_body", BODY)
    page.locator(".option", has_text="Shops").click()
    page.get_by_role("button", name="Read it again").click()
    problems = page.get_by_role("alert")
    expect(problems).to_be_focused()
    expect(page.locator("#id_title")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_title")).to_have_accessible_description(re.compile("required|write", re.IGNORECASE))
    expect(page.locator("#id_body")).to_have_value(BODY)
    problems.get_by_role("link").click()
    expect(page.locator("#id_title")).to_be_focused()


def test_two_clicks_on_send_are_one_idea(open_window, tom, board):
    page = open_window(by=tom)
    page.goto(f"{board.url}new/")
    write(page)
    read_again(page)
    page.get_by_role("button", name="Send it").dblclick()
    expect_on_the_board(page)
    assert Idea.objects.count() == 1
