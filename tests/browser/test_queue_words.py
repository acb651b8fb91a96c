"""Words that a moderator has typed and not sent stay with their case, wherever the moderator goes meanwhile."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from moderation.actions.illegal import file_notice
from moderation.models import Act, Decision, IllegalNotice
from tests.browser.queue import QUEUE, SAID, WHY, heading
from tests.moderation.things import decided

NOTE = "She has done it before."


def text(page: Page) -> Locator:
    return page.get_by_role("textbox", name="What the author will read")


def note(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Note for the team")


def row(page: Page, title: str) -> Locator:
    return page.locator(".queue-row > a").filter(has_text=title)


def go_to(page: Page, title: str) -> None:
    row(page, title).click()
    expect(heading(page)).to_have_text(f"Idea: {title}")


@pytest.fixture
def typed(desk: Page) -> Page:
    """With a rejection of Bench half written."""
    go_to(desk, "Bench")
    desk.keyboard.press("d")
    desk.keyboard.press("2")
    text(desk).fill(WHY)
    note(desk).fill(NOTE)
    expect(desk.locator("#claim-line")).to_contain_text("Yours until")
    return desk


def expect_what_was_typed(page: Page) -> None:
    expect(heading(page)).to_have_text("Idea: Bench")
    expect(page.get_by_role("button", name="Send: Reject")).to_be_enabled()
    expect(page.get_by_role("radio", name="Say what is true")).to_be_checked()
    expect(text(page)).to_have_value(WHY)
    expect(note(page)).to_have_value(NOTE)


def test_they_are_there_again_after_another_case(typed):
    go_to(typed, "Lamp")
    expect(typed.locator("#reasons")).to_be_hidden()
    go_to(typed, "Bench")
    expect_what_was_typed(typed)
    expect(typed.locator(SAID)).to_have_text("What you had typed here is back.")
    typed.get_by_role("button", name="Skip").click()
    expect(typed.locator(SAID)).to_have_text("Skipped. The next case is yours.")
    go_to(typed, "Bench")
    expect_what_was_typed(typed)
    typed.get_by_role("button", name="Take it").click()
    expect(typed.locator(SAID)).to_have_text("It is yours.")
    expect_what_was_typed(typed)


def test_they_are_there_again_after_back_forward_and_another_page(typed):
    typed.go_back()
    expect(heading(typed)).to_have_text("Choose a case, or take the next.")
    typed.go_forward()
    expect_what_was_typed(typed)
    typed.goto("/admin/account/")
    typed.goto(f"{QUEUE}?tab=reported")
    typed.goto(QUEUE)
    go_to(typed, "Bench")
    expect_what_was_typed(typed)
    typed.reload()
    expect_what_was_typed(typed)


def test_sending_ends_them_and_undoing_brings_them_back(typed):
    typed.get_by_role("button", name="Send: Reject").click()
    expect(typed.locator(SAID)).to_have_text("Not published: “Bench”.")
    assert typed.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('draft:'))") == []
    typed.keyboard.press("u")
    expect(typed.locator(SAID)).to_have_text("Taken back, and nobody was told. The case is yours again.")
    expect_what_was_typed(typed)


def test_what_a_rule_had_ready_was_not_typed(desk):
    go_to(desk, "Bench")
    desk.keyboard.press("d")
    desk.keyboard.press("2")
    expect(text(desk)).to_have_value("This broke our rule “Say what is true”.")
    desk.keyboard.press("1")
    expect(text(desk)).to_have_value("This broke our rule “Be kind”.")
    go_to(desk, "Lamp")
    go_to(desk, "Bench")
    expect(desk.locator("#reasons")).to_be_hidden()


def test_closing_the_page_asks_first_and_a_link_does_not(typed):
    asked: list[str] = []
    typed.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    typed.get_by_role("link", name="Reported").click()
    expect(heading(typed)).to_have_text("Choose a case, or take the next.")
    assert asked == []
    typed.go_back()
    expect_what_was_typed(typed)
    typed.wait_for_timeout(0)
    note(typed).press("End")
    with typed.expect_event("dialog"):
        typed.close(run_before_unload=True)
    assert asked == ["beforeunload"]


def test_a_reversal_and_an_answer_to_a_notice_are_kept_too(open_window, mo, ideas):
    past = timezone.now() - timedelta(hours=1)
    decision = decided(ideas[0], Act.REJECT, by=mo)
    Decision.objects.filter(pk=decision.pk).update(at=past)
    address, about = "/nowhere/", {"law": "A law", "why": "Because.", "name": "Vera", "email": "vera@example.com"}
    file_notice(address=address, in_good_faith=True, **about)
    page = open_window(by=mo)
    page.goto(f"{QUEUE}{decision.case_id}/?tab=illegal")
    why, answer = (
        page.get_by_role("textbox", name="Why it is reversed"),
        page.get_by_role("textbox", name="Your answer"),
    )
    why.fill(WHY)
    answer.fill(NOTE)
    page.goto(QUEUE)
    page.goto(f"{QUEUE}{decision.case_id}/?tab=illegal")
    expect(why).to_have_value(WHY)
    expect(answer).to_have_value(NOTE)
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator(".messages")).to_contain_text("Answered")
    assert IllegalNotice.objects.get().answer == NOTE
    page.wait_for_function("!Object.keys(sessionStorage).some(key => key.startsWith('draft:notice'))")
