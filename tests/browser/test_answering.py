"""The main job, from end to end: tom says something, bea answers in the admin, tom reads it in his inbox."""

from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from ideas.actions.voting import cast_vote
from ideas.models import StatusChange
from tests.factories import make_idea

WHY_NOT = "The pavement there belongs to the city, and it has refused us twice."
WHAT_WOULD = "If the city lets us use the strip along the wall, we build it."


@pytest.fixture
def idea(live_server, tom, ines):
    idea = make_idea(by=tom, title="A bench at the tram stop", category="shops")
    cast_vote(idea, by=ines)
    return idea


def choose(page: Page, status: str) -> None:
    page.locator(".idea-desk-option", has_text=status).click()


def answer_as_bea(open_window: Callable[..., Page], bea, **options: object) -> None:
    page = open_window(by=bea, **options)
    page.goto("/admin/ideas/")
    page.get_by_role("link", name="A bench at the tram stop").first.click()
    choose(page, "Not planned")
    if options.get("java_script_enabled", True):
        expect(page.locator("[name=reason]").first).to_be_visible()
        expect(page.locator("[name=next_update_by]")).to_be_hidden()
        page.wait_for_load_state("networkidle")
    page.fill("[name=note]", WHY_NOT)
    page.select_option("[name=reason]", index=1)
    page.fill("[name=change_our_mind]", WHAT_WOULD)
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator(".messages")).to_contain_text("2 people are told now.")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_answer_reaches_its_author(open_window, tom, bea, idea, scripts):
    answer_as_bea(open_window, bea, java_script_enabled=scripts)
    assert StatusChange.objects.get().new.slug == "not-planned"
    assert {letter.to[0] for letter in mail.outbox} == {"tom@example.com", "ines@example.com"}
    page = open_window(by=tom, width=360, java_script_enabled=scripts)
    page.goto("/")
    page.get_by_role("link", name="Inbox, 1 new").click()
    page.get_by_role("button", name="A bench at the tram stop is now: Not planned.").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A bench at the tram stop")
    expect(page.locator(".answer")).to_contain_text(WHY_NOT)
    expect(page.locator(".answer")).to_contain_text(WHAT_WOULD)
    expect(page.locator("#timeline")).to_contain_text("Not planned")
    expect(page.locator("button[name=vote]")).to_be_disabled()
    page.goto("/me/notices/")
    expect(page.get_by_role("link", name="Inbox", exact=True).first).to_be_visible()


def test_a_member_is_mentioned_while_the_preview_follows(open_window, bea, ines, idea):
    page = open_window(by=bea)
    page.goto(f"/admin/ideas/{idea.pk}/answer/")
    page.wait_for_load_state("networkidle")
    page.click("[name=note]")
    page.keyboard.type("We thank @in")
    expect(page.locator("#note-mentions [role=option]")).to_have_count(1)
    expect(page.locator("#said")).to_contain_text("1 member.")
    page.keyboard.press("Enter")
    page.keyboard.type("for counting.")
    expect(page.locator("[name=note]")).to_have_value("We thank @ines for counting.")
    expect(page.locator("#answer-preview a.mention")).to_have_text("@ines")
    expect(page.locator("#answer-preview")).to_contain_text("It mentions 1 member, who is told as well.")
