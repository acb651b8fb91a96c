"""The team's desk in the Wagtail admin, as bea meets it: with a mouse, a keyboard, axe, and without JavaScript."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from ideas.actions.answering import Answer, change_status
from ideas.models import BoardStatus, StatusChange
from tests.factories import make_idea

NOTE = "We heard you, and this is what we are going to do."
LIST = "/admin/ideas/"


@pytest.fixture
def idea(live_server):
    return make_idea(title="A bench at the tram stop", category="shops")


def answer_url(idea):
    return reverse("idea_answers:answer", args=[idea.pk])


def status(idea, slug):
    return BoardStatus.objects.get(board=idea.board_id, slug=slug)


def choose(page, idea, slug):
    page.check(f"input[name=status][value='{status(idea, slug).pk}']")


def test_the_form_shows_what_the_chosen_status_asks_for(open_window, bea, idea):
    page = open_window(by=bea)
    page.goto(answer_url(idea))
    expect(page.locator("[name=reason]")).to_be_hidden()
    choose(page, idea, "not-planned")
    expect(page.locator("[name=reason]")).to_be_visible()
    expect(page.locator("[name=next_update_by]")).to_be_hidden()
    choose(page, idea, "planned")
    expect(page.locator("[name=reason]")).to_be_hidden()
    expect(page.locator("[name=next_update_by]")).to_be_visible()


def test_the_count_and_the_preview_follow_the_typing(open_window, bea, idea):
    page = open_window(by=bea)
    page.goto(answer_url(idea))
    choose(page, idea, "planned")
    page.fill("[name=note]", "Twelve chars")
    expect(page.locator("#note-counter")).to_have_text("8 more needed")
    page.fill("[name=note]", NOTE)
    expect(page.locator("#note-counter")).to_have_text(f"{len(NOTE)} characters")
    expect(page.locator("#answer-preview .answer")).to_contain_text(NOTE)
    expect(page.locator("#answer-preview")).to_contain_text("Planned")


def test_an_answer_is_given_with_the_keyboard_alone(open_window, bea, idea):
    page = open_window(by=bea)
    page.goto(answer_url(idea))
    page.focus("input[name=status] >> nth=0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type(NOTE)
    page.get_by_role("button", name="Send the answer").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("1 person is told now.")
    assert StatusChange.objects.get().new.slug == "planned"


def test_a_refusal_takes_the_focus_and_leads_to_the_field(open_window, bea, idea):
    page = open_window(by=bea)
    page.goto(answer_url(idea))
    choose(page, idea, "not-planned")
    page.fill("[name=note]", NOTE)
    page.click("text=Send the answer")
    expect(page.locator("#problems")).to_be_focused()
    page.click("#problems a >> nth=0")
    expect(page.locator("[name=reason]")).to_be_in_viewport()
    expect(page.locator("[name=note]")).to_have_value(NOTE)


def test_without_javascript_the_answer_is_previewed_and_sent(open_window, bea, idea):
    page = open_window(by=bea, java_script_enabled=False)
    page.goto(answer_url(idea))
    choose(page, idea, "not-planned")
    page.fill("[name=note]", NOTE)
    page.select_option("[name=reason]", "cost")
    page.fill("[name=change_our_mind]", "A cheaper bench.")
    page.click("button[value=preview]")
    expect(page.locator("#answer-preview .answer")).to_contain_text("A cheaper bench.")
    page.click("text=Send the answer")
    assert StatusChange.objects.get().reason == "cost"


def test_many_ideas_are_chosen_in_the_list_and_answered_at_once(open_window, bea, idea):
    make_idea(title="Another")
    page = open_window(by=bea)
    page.goto(LIST)
    page.check("thead [data-bulk-action-select-all-checkbox]")
    page.click(".bulk-actions-buttons a")
    expect(page.locator("h2")).to_contain_text(["The same answer for 2 ideas"])
    page.check("input[name=status][value=planned]")
    page.fill("[name=note]", NOTE)
    page.click("text=Send the answers")
    expect(page.locator(".messages")).to_contain_text("2 ideas are answered. 2 people are told now.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier_of_ours(open_window, barriers, bea, idea, scheme):
    change_status(idea, status(idea, "planned"), by=bea, answer=Answer(note=NOTE))
    page = open_window(by=bea, color_scheme=scheme)
    bulk = reverse("wagtail_bulk_action", args=["ideas", "idea", "answer"])
    for url in (LIST, answer_url(idea), f"{bulk}?id={idea.pk}"):
        page.goto(url)
        assert barriers(page) == [], url


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_screen_scrolls_sideways_nor_hides_a_column(open_window, bea, width):
    idea = make_idea(title="Unbreakably" * 12, body="x" * 400)
    change_status(idea, status(idea, "launched"), by=bea, answer=Answer(note="Long, and said in one go: " + "y" * 300))
    page = open_window(by=bea, width=width)
    for url in (LIST, answer_url(idea)):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    for part in ("#answer-form", "[name=note]", "[name=corrects]"):
        box = page.locator(part).bounding_box()
        assert box["x"] >= 0, part
        assert box["x"] + box["width"] <= width, part
