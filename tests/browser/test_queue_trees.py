"""The accessibility tree of the moderators' desk in each of its states, as Chromium gives it to a screen reader."""

import pytest
from playwright.sync_api import Page, expect

from ideas.actions.submitting import edit_idea
from moderation.actions.claiming import claim
from moderation.actions.illegal import file_notice
from moderation.actions.reporting import report
from moderation.models import Act, Decision
from tests.browser.queue import QUEUE, SAID, WHY, appealed, heading, told
from tests.cast import make_member, with_role
from tests.factories import make_board, make_idea
from tests.moderation.things import case_of, decided, make_rule

APPEAL = """
- 'region "Idea: Bench"':
  - 'heading "Idea: Bench" [level=2]'
  - paragraph: Nobody works on this
  - button "Take it"
  - button "Single view"
  - text: Appeal Not published
  - article "As members will see it":
    - heading "Bench" [level=3]
  - region "The author appeals":
    - heading "The author appeals" [level=3]
    - paragraph: /Against “Not published” of .+ · Mia/
    - paragraph: I meant it kindly.
    - paragraph: "What the author was told:"
    - blockquote:
      - paragraph: It broke a rule.
  - group "Decide":
    - /children: equal
    - button "Overturn the decision"
    - button "Uphold the decision"
    - button "Escalate"
    - button "Skip"
- complementary "About the author and the case":
  - region "Decided before":
    - list:
      - listitem:
        - paragraph:
          - strong: Not published
"""
ANSWERING_APPEAL = """
- group "Why, and what the author will read":
  - textbox "What the author will read"
  - textbox "Note for the team"
  - paragraph:
    - 'button "Send: Uphold the decision"'
    - button "Not now"
  - group:
    - text: As the author will read it
- group "Decide":
  - button "Uphold the decision" [expanded]
"""
REPORTED = """
- 'region "Idea: Clock"':
  - 'heading "Idea: Clock" [level=2]'
  - text: /Reported/
  - article "As members will see it":
    - heading "Clock" [level=3]
    - paragraph: Other words.
  - group:
    - text: As it was when it was reported
    - heading "Clock" [level=3]
    - paragraph: The first words.
  - group "Decide":
    - button "Keep it"
    - button "Reject"
- complementary "About the author and the case":
  - region "Reports":
    - heading "Reports" [level=3]
    - list:
      - listitem:
        - paragraph:
          - strong: Be kind
        - paragraph: It names her.
        - paragraph: /Ines · weight/
"""
ILLEGAL = """
- 'region "Idea: Stall"':
  - text: /Illegal content/
  - article "As members will see it"
  - paragraph:
    - button "Blur" [pressed]
    - link "See it on the site"
  - group "Decide":
    - button "Keep it"
    - button "Reject"
    - button "Ask for changes"
    - button "Hide"
- complementary "About the author and the case":
  - region "How urgent":
    - term: Notice of illegal content
  - region "Notices of illegal content":
    - heading "Notices of illegal content" [level=3]
    - article /[0-9A-Z]{4}-[0-9A-Z]{4}/:
      - paragraph:
        - strong: A law
      - paragraph: Because.
      - paragraph:
        - textbox "Your answer"
      - paragraph:
        - button "Send the answer"
"""
IN_OTHER_HANDS = """
- 'region "Idea: Lamp"':
  - 'heading "Idea: Lamp" [level=2]'
  - paragraph: /Mia is working on this until/
  - button "Single view"
  - article "As members will see it"
  - paragraph:
    - button "Blur"
  - paragraph: Mia is working on this. You can read it, but not decide.
  - button "Skip"
- complementary "About the author and the case"
"""
DECIDED = """
- 'region "Idea: Tree"':
  - 'heading "Idea: Tree" [level=2]'
  - paragraph: Decided
  - button "Single view"
  - text: /Not published/
  - article "As members will see it"
  - paragraph:
    - button "Blur"
  - heading /Reverse “Not published” of/ [level=3]
  - paragraph: It is then as it would be without this decision. What its author or another decision changed since stays.
  - textbox "Why it is reversed*"
  - paragraph:
    - button "Reverse it"
- complementary "About the author and the case":
  - region "Decided before":
    - list:
      - listitem:
        - paragraph:
          - strong: Not published
          - text: · Be kind
        - paragraph: It broke a rule.
        - paragraph:
          - text: Mia ·
          - time
"""
EDITED_MEANWHILE = """
- 'region "Idea: Two benches"':
  - alert:
    - strong: /edited it meanwhile/
    - text: What you typed is still here.
  - 'heading "Idea: Two benches" [level=2]'
  - article "As members will see it":
    - heading "Two benches" [level=3]
  - group "Why, and what the author will read":
    - textbox "What the author will read": This is about a person, and it names her.
    - paragraph:
      - 'button "Send: Ask for changes"'
  - group "Decide":
    - button "Ask for changes" [expanded]
"""
DECIDED_MEANWHILE = """
- 'region "Idea: Lamp"':
  - alert:
    - strong: /Mia decided on this meanwhile/
    - text: What you typed is still here.
  - 'heading "Idea: Lamp" [level=2]'
  - paragraph: Decided
  - article "As members will see it"
  - paragraph:
    - textbox "What you had typed": This is about a person, and it names her.
"""
NOTHING_CHOSEN = """
- 'region "Choose a case, or take the next."':
  - heading "Choose a case, or take the next." [level=2]
  - paragraph: The most urgent one that nobody works on is yours with one press.
  - paragraph: "Keys: j k ?"
"""
NOTHING_LEFT = """
- region "Nothing here waits for you.":
  - heading "Nothing here waits for you." [level=2]
  - paragraph: What is open is in somebody’s hands, is your own, or was passed on.
"""
NOTHING_OPEN = """
- region "Everything open":
  - heading "Everything open" [level=2]
  - button "Take the next"
  - group: Search and filters
  - paragraph: Nothing is open here. Well done.
"""
TICKED = """
- checkbox "Tick all shown" [checked=mixed]
- text: Tick all shown
- button "Approve the ticked (2)"
- list:
  - listitem:
    - checkbox "Tick “Bench”" [checked]
    - link /Bench/
  - listitem:
    - checkbox "Tick “Lamp”" [checked]
    - link /Lamp/
  - listitem:
    - checkbox "Tick “Tree”"
    - link /Tree/
"""
TOGETHER = """
- heading "1 case is approved." [level=2]
- paragraph: 1 was left out.
- list:
  - listitem:
    - link "Two lamps"
    - paragraph: Please.
    - text: /Edited meanwhile .* Its author has edited it meanwhile. Read it again./
  - listitem:
    - link "Bench"
    - text: /Approved/
- paragraph:
  - link "Back to the list"
- button "Undo all"
"""
KEYS = """
- dialog "Keys":
  - heading "Keys" [level=2]
  - term: j k
  - definition: next and previous case
  - term: x
  - definition: tick the case, to approve several together
  - button "Close"
"""


@pytest.fixture
def mia(db):
    """The second moderator."""
    return with_role(make_member("mia"), "Community moderators")


def open_case(page: Page, case_id: int) -> None:
    page.goto(f"{QUEUE}{case_id}/")
    expect(page.locator("[data-toggles=single]")).to_be_visible()  # the script has dressed it


def write(page: Page, key: str) -> None:
    page.keyboard.press(key)
    page.get_by_role("textbox", name="What the author will read").fill(WHY)


def test_why_a_case_is_here(open_window, mo, mia, ideas, tom, ines):
    """An appeal; reported, with the words as they were; a notice of illegal content."""
    appealed(ideas[0], by=mia)
    board = make_board(slug="open")
    clock = make_idea(board=board, by=tom, title="Clock", body="The first words.")
    report(clock, by=ines, rule=make_rule("kind"), note="It names her.")
    edit_idea(clock, by=tom, title="Clock", body="Other words.", category=None, version=1)
    stall = make_idea(board=board, by=tom, title="Stall")
    about = {"law": "A law", "why": "Because.", "name": "Vera", "email": "vera@example.com", "in_good_faith": True}
    file_notice(address=stall.get_absolute_url(), **about)
    page = open_window(by=mo)
    for idea, tree in ((clock, REPORTED), (stall, ILLEGAL), (ideas[0], APPEAL)):
        open_case(page, case_of(idea).pk)
        expect(page.locator("#desk")).to_match_aria_snapshot(tree)
    page.keyboard.press("d")
    expect(page.locator("#decision-form")).to_match_aria_snapshot(ANSWERING_APPEAL)


def test_whose_it_is_and_what_became_of_it(open_window, mo, mia, ideas):
    claim(case_of(ideas[1]), by=mia)
    decision = told(ideas[2], Act.REJECT, by=mia)
    page = open_window(by=mo)
    for case_id, tree in ((case_of(ideas[1]).pk, IN_OTHER_HANDS), (decision.case_id, DECIDED)):
        open_case(page, case_id)
        expect(page.locator("#desk")).to_match_aria_snapshot(tree)


def test_a_conflict_keeps_the_typed_words(open_window, mo, mia, ideas, tom):
    bench, lamp, _tree = ideas
    page = open_window(by=mo)
    open_case(page, case_of(bench).pk)
    write(page, "n")
    edit_idea(bench, by=tom, title="Two benches", body="Please.", category=None, version=1)
    page.get_by_role("button", name="Send: Ask for changes").click()
    expect(page.locator("#desk")).to_match_aria_snapshot(EDITED_MEANWHILE)
    open_case(page, case_of(lamp).pk)
    write(page, "n")
    expect(page.locator("#claim-line")).to_contain_text("Yours until")
    case = case_of(lamp)
    case.claimed_by, case.claimed_until = None, None
    case.save()
    decided(lamp, Act.REJECT, by=mia)
    page.get_by_role("button", name="Send: Ask for changes").click()
    expect(page.locator("#desk")).to_match_aria_snapshot(DECIDED_MEANWHILE)
    assert Decision.objects.count() == 1


def test_several_together_and_nothing_left(desk, ideas, tom):
    expect(desk.locator("#desk")).to_match_aria_snapshot(NOTHING_CHOSEN)
    for title in ("Bench", "Lamp"):
        desk.get_by_role("checkbox", name=f"Tick “{title}”").check()
    expect(desk.locator("#queue-list")).to_match_aria_snapshot(TICKED)
    desk.keyboard.press("?")
    expect(desk.locator("#queue-keys")).to_match_aria_snapshot(KEYS)
    desk.get_by_role("button", name="Close").click()
    edit_idea(ideas[1], by=tom, title="Two lamps", body="Please.", category=None, version=1)
    desk.get_by_role("button", name="Approve the ticked (2)").click()
    expect(desk.locator(".queue-results")).to_match_aria_snapshot(TOGETHER)
    desk.get_by_role("link", name="Back to the list").click()
    desk.get_by_role("button", name="Take the next").click()
    for title in ("Two lamps", "Tree"):
        expect(heading(desk)).to_have_text(f"Idea: {title}")
        desk.keyboard.press("f")
    expect(desk.locator(SAID)).to_have_text("Approved: “Tree”.")
    expect(desk.locator("#desk")).to_match_aria_snapshot(NOTHING_LEFT)
    desk.goto(QUEUE)
    expect(desk.locator("#queue-list")).to_match_aria_snapshot(NOTHING_OPEN)
