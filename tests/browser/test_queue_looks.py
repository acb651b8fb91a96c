"""The moderators' queue for every eye and ear: its tree, axe, narrow screens, Hebrew, and without JavaScript."""

import pytest
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from ideas.actions.submitting import submit_idea
from moderation.models import Act, Case, Report
from tests.browser.queue import QUEUE, SAID, heading, state_of
from tests.moderation.things import case_of, decided

CASE = """
- 'heading "Idea: Bench" [level=2]'
- paragraph: Nobody works on this
- button "Take it"
- button "Single view"
- text: /Waiting for a moderator/
- article "As members will see it":
  - heading "Bench" [level=3]
  - paragraph: Bench, please.
- paragraph:
  - button "Blur"
- group "Decide":
  - button "Approve"
  - button "Reject"
  - button "Ask for changes"
  - button "Escalate"
  - button "Warn the author"
  - button "Suspend the author"
  - button "Skip"
"""
LIST = """
- region "Everything open":
  - heading "Everything open" [level=2]
  - button "Take the next"
  - list:
    - listitem:
      - checkbox "Tick “Bench”"
      - link /Bench/
"""
CONTEXT = """
- complementary "About the author and the case":
  - region "Author":
    - heading "Author" [level=3]
    - paragraph:
      - strong: Tom
  - region "How urgent":
    - heading "How urgent" [level=3]
    - term: Time since
  - region "Decided before"
  - region "Other cases of the author":
    - list:
      - listitem:
        - link "Tree"
"""
REASONS = """
- group "Why, and what the author will read":
  - heading "Why, and what the author will read" [level=3]
  - group "House rule":
    - radio "Be kind"
    - radio "Say what is true"
  - textbox "What the author will read"
  - textbox "Note for the team"
  - paragraph:
    - 'button "Send: Reject"'
    - button "Not now"
- group "Decide":
  - button "Reject" [expanded]
"""
UNDO = """
- text: "/Not published: “Bench”/"
- button "Undo"
"""


def test_the_accessibility_tree_of_the_desk(desk, ideas):
    desk.keyboard.press("j")
    expect(heading(desk)).to_be_focused()
    expect(desk.locator(".queue-case")).to_match_aria_snapshot(CASE)
    shut = [choice.get_attribute("aria-expanded") for choice in desk.locator("[data-choice]").all()]
    assert shut == [None, "false", "false", "false", "false", "false"]  # approving needs no words
    expect(desk.locator("#queue-list")).to_match_aria_snapshot(LIST)
    expect(desk.locator(".queue-context")).to_match_aria_snapshot(CONTEXT)
    desk.keyboard.press("d")
    expect(desk.locator("#decision-form")).to_match_aria_snapshot(REASONS)
    desk.keyboard.press("1")
    desk.keyboard.press("Enter")
    expect(desk.locator("#undo-bar")).to_match_aria_snapshot(UNDO)


def test_on_a_phone_the_case_takes_the_place_of_the_list(open_window, mo, ideas):
    page = open_window(by=mo, width=360)
    page.goto(QUEUE)
    page.get_by_role("link", name="Bench").click()
    expect(heading(page)).to_have_text("Idea: Bench")
    expect(page.locator(".queue-list")).to_be_hidden()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(SAID)).to_have_text("Approved: “Bench”.")
    page.get_by_role("link", name="Back to the list").click()
    expect(page.locator(".queue-list")).to_be_visible()


def test_without_javascript_all_of_it_works(open_window, mo, ideas):
    page = open_window(by=mo, java_script_enabled=False)
    page.goto(QUEUE)
    page.get_by_role("button", name="Take the next").click()
    expect(heading(page)).to_have_text("Idea: Bench")
    page.get_by_role("radio", name="Be kind").check()
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#statement")).to_contain_text("This broke our rule “Be kind”.")
    page.get_by_role("button", name="Reject").click()
    expect(heading(page)).to_have_text("Idea: Lamp")
    page.get_by_role("button", name="Undo").click()
    expect(heading(page)).to_have_text("Idea: Bench")
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.locator("#undo-bar")).to_contain_text("Approved: “Bench”.")
    page.get_by_role("button", name="Skip").click()
    expect(heading(page)).to_have_text("Idea: Tree")
    page.get_by_role("checkbox", name="Tick “Lamp”").check()
    page.get_by_role("button", name="Approve the ticked").click()
    expect(page.locator(".queue-results")).to_contain_text("1 case is approved.")
    assert [state_of(idea) for idea in ideas] == ["published", "published", "waiting"]


def test_in_hebrew_it_reads_from_the_right(open_window, mo, ideas):
    UserProfile.objects.create(user=mo, preferred_language="he")
    page = open_window(by=mo)
    page.goto(f"{QUEUE}{case_of(ideas[0]).pk}/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    list_, thing, context = (
        page.locator(part).bounding_box()["x"] for part in ("#queue-list", "#thing", ".queue-context")
    )
    assert list_ > thing > context
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier(open_window, barriers, mo, ideas, tom, scheme):
    case = case_of(ideas[0])
    Case.objects.filter(pk=case.pk).update(is_reported=True, is_illegal_notice=True)
    snapshot = {"title": "As it was", "body": "Then."}
    Report.objects.create(case=case, by=mo, note="Look.", version=7, snapshot=snapshot, weight=1)
    decided(ideas[2], Act.REJECT, by=mo)
    page = open_window(by=mo, color_scheme=scheme)
    for url in (QUEUE, f"{QUEUE}{case.pk}/", f"{QUEUE}?tab=decided", f"{QUEUE}?tab=illegal&q=tom"):
        page.goto(url)
        page.wait_for_load_state("networkidle")
        assert barriers(page) == [], url
    page.goto(f"{QUEUE}{case.pk}/")
    page.keyboard.press("d")
    expect(page.locator("#reasons")).to_be_visible()
    assert barriers(page) == []
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator("#undo-bar")).to_be_visible()
    assert barriers(page) == []
    page.keyboard.press("?")
    assert barriers(page) == []


@pytest.mark.parametrize("width", [360, 768, 1024, 1280])
def test_nothing_scrolls_sideways(open_window, mo, tom, ideas, width):
    board = ideas[0].board
    endless = submit_idea(board, by=tom, title="Unbreakably" * 10, body="https://example.com/" + "endless/" * 60)
    page = open_window(by=mo, width=width)
    for url in (QUEUE, f"{QUEUE}{case_of(endless).pk}/"):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, url
    page.keyboard.press("d")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for part in ("[name=text]", ".queue-rail", "#thing"):
        box = page.locator(part).bounding_box()
        assert box["x"] >= 0, part
        assert box["x"] + box["width"] <= width, part
