"""What the live region of the queue says after every act there is."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ideas.models import Idea
from moderation.actions import opening
from moderation.actions.reporting import report
from moderation.models import Act, Decision
from tests.browser.queue import QUEUE, SAID, WHY, appealed, heading, told
from tests.cast import make_member, with_role
from tests.factories import make_board, make_idea
from tests.moderation.things import case_of, make_rule


@pytest.fixture
def mia(db):
    """The second moderator."""
    return with_role(make_member("mia"), "Community moderators")


def open_case(page: Page, case_id: int) -> None:
    page.goto(f"{QUEUE}{case_id}/")
    expect(page.locator("[data-toggles=single]")).to_be_visible()  # the script has dressed it


def send(page: Page, name: str, says: str, *, until: str = "", passed_to: str = "") -> None:
    """This choice with what it asks for, and what is said on the way and at its end."""
    page.get_by_role("button", name=name, exact=True).click()
    if page.locator("#reasons").is_visible():
        expect(page.locator(SAID)).to_contain_text(f"{name}: ")
        fill_in(page, until=until, passed_to=passed_to)
        page.get_by_role("button", name=f"Send: {name}").click()
    expect(page.locator(SAID)).to_have_text(says)


def fill_in(page: Page, *, until: str, passed_to: str) -> None:
    if page.locator("#rules").is_visible():
        page.keyboard.press("1")
        expect(page.locator(SAID)).to_have_text("Rule: Be kind.")
    if until:
        page.get_by_label("Suspended until the end of").fill(until)
    if passed_to:
        page.get_by_role("combobox", name="Who should look at it").select_option(passed_to)
        page.get_by_label("Note for the team").fill("Is this one of ours?")
    else:
        page.get_by_role("textbox", name="What the author will read").fill(WHY)


def test_every_decision_on_what_waits(open_window, mo, ideas, tom):
    bench, lamp, tree = ideas
    passed_on = make_idea(board=bench.board, by=tom, title="Clock")
    page = open_window(by=mo)
    open_case(page, case_of(bench).pk)
    send(page, "Approve", "Approved: “Bench”.")
    open_case(page, case_of(lamp).pk)
    send(page, "Ask for changes", "Changes asked for: “Lamp”.")
    open_case(page, case_of(passed_on).pk)
    send(page, "Escalate", "Passed on: “Clock”.", passed_to="legal")
    open_case(page, case_of(tree).pk)
    send(page, "Warn the author", "Author warned: “Tree”.")
    expect(heading(page)).to_have_text("Idea: Tree")
    until = timezone.localdate() + timedelta(days=3)
    send(page, "Suspend the author", "Author suspended: “Tree”.", until=until.isoformat())
    send(page, "Reject", "Not published: “Tree”.")
    acts = ["approve", "ask", "escalate", "warn", "suspend", "reject"]
    assert list(Decision.objects.order_by("pk").values_list("act", flat=True)) == acts


def test_every_decision_on_what_is_there_or_was_decided(open_window, mo, mia, ideas, tom, ines):
    board = make_board(slug="open")
    kept, hidden = (make_idea(board=board, by=tom, title=title) for title in ("Kept", "Hidden one"))
    for idea in (kept, hidden):
        report(idea, by=ines, rule=make_rule("kind"), note="")
    cases = [appealed(idea, by=mia).pk for idea in ideas[:2]]
    past = told(ideas[2], Act.REJECT, by=mia)
    page = open_window(by=mo)
    open_case(page, case_of(kept).pk)
    send(page, "Keep it", "Approved: “Kept”.")
    open_case(page, case_of(hidden).pk)
    send(page, "Hide", "Hidden: “Hidden one”.")
    open_case(page, opening.open_case("idea", Idea.objects.get(pk=hidden.pk), reason="is_reported").pk)
    send(page, "Restore", "Restored: “Hidden one”.")
    open_case(page, cases[0])
    send(page, "Overturn the decision", "Overturned on appeal: “Bench”.")
    open_case(page, cases[1])
    send(page, "Uphold the decision", "Upheld on appeal: “Lamp”.")
    open_case(page, past.case_id)
    page.get_by_role("textbox", name="Why it is reversed").fill(WHY)
    send(page, "Reverse it", "Reversed. Everybody who was told of the decision is told so.")
    acts = ["reject"] * 3 + ["approve", "hide", "restore", "overturn", "uphold", "reverse"]
    assert list(Decision.objects.order_by("pk").values_list("act", flat=True)) == acts


def test_everything_beside_decisions(desk, ideas):
    send(desk, "Take the next", "The next case is yours.")
    send(desk, "Release", "Released. Anybody can take it.")
    send(desk, "Take it", "It is yours.")
    send(desk, "Skip", "Skipped. The next case is yours.")
    expect(heading(desk)).to_have_text("Idea: Lamp")
    send(desk, "Approve", "Approved: “Lamp”.")
    send(desk, "Undo", "Taken back, and nobody was told. The case is yours again.")
    expect(heading(desk)).to_have_text("Idea: Lamp")
    send(desk, "Blur", "Blurred.")
    send(desk, "Blur", "Shown.")
    send(desk, "Single view", "The case alone.")
    send(desk, "Single view", "List and context are shown again.")
    for title in ("Lamp", "Tree", "Bench"):  # what was skipped comes last
        expect(heading(desk)).to_have_text(f"Idea: {title}")
        send(desk, "Approve", f"Approved: “{title}”.")
    expect(heading(desk)).to_have_text("Nothing here waits for you.")
    desk.get_by_role("button", name="Take the next").click()
    expect(desk.locator(SAID)).to_have_text("Nothing here waits for you.")
