"""The author's page of a decision as they meet it: on a phone, in the dark, right to left, without JavaScript."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from moderation.actions.appealing import appeal, decide_appeal
from moderation.actions.deciding import Reasons, decide
from moderation.actions.opening import open_case
from moderation.models import Act, HouseRule
from tests.cast import make_member, with_role
from tests.factories import make_idea

TEXT = "Please argue about the matter, never about the person, and send it again.\n\nWe read it gladly."


@pytest.fixture
def house(live_server) -> SimpleNamespace:
    """tom's ideas: one is hidden, one is hidden and appealed, one is back after an appeal."""
    tom = make_member("tom")
    mo, mia = (with_role(make_member(name), "Community moderators") for name in ("mo", "mia"))
    at = timezone.now() - timedelta(hours=3)
    rule = HouseRule.objects.in_force()[0]

    def hidden(title: str) -> Any:
        case = open_case("idea", make_idea(by=tom, title=title), reason="is_reported", at=at)
        reasons = Reasons(rule=rule, text=TEXT)
        return decide(case, Act.HIDE, by=mo, version=1, reasons=reasons, at=at)

    plain, waiting, back = (hidden(title) for title in ("A plain bench", "A bench that waits", "A bench that is back"))
    soon = at + timedelta(hours=1)
    appeal(waiting, by=tom, text="I meant it kindly.", at=soon)
    answered = appeal(back, by=tom, text="I meant it kindly.", at=soon)
    outcome = decide_appeal(answered, by=mia, overturn=True, text="You were right.", version=1, at=soon)
    call_command("sweep")
    return SimpleNamespace(tom=tom, plain=plain, pages=[plain, waiting, back, outcome])


@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(360, "light", "he"), (360, "dark", "en"), (1280, "light", "en")]
)
def test_every_page_fits_and_has_no_barrier(open_window, barriers, house, width, scheme, language):
    house.tom.language = language
    house.tom.save()
    page = open_window(by=house.tom, width=width, color_scheme=scheme)
    for decision in house.pages:
        page.goto(decision.get_absolute_url())
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        assert barriers(page) == []
    page.goto("/me/notices/")
    assert barriers(page) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_the_way_from_the_inbox_to_an_appeal(open_window, house, scripts):
    page = open_window(by=house.tom, java_script_enabled=scripts)
    page.goto("/me/notices/")
    page.get_by_role("button", name="A plain bench").click()
    expect(page.get_by_role("heading", name="Hidden", exact=True)).to_be_visible()
    page.get_by_label("Why should it be decided otherwise?").fill("It was meant kindly.")
    page.get_by_role("button", name="Send the appeal").press("Enter")
    expect(page.get_by_role("heading", name="Your appeal")).to_be_visible()
    expect(page.get_by_text("Another moderator will decide and answer you.")).to_be_visible()
    expect(page.get_by_text("It was meant kindly.")).to_be_visible()
    page.get_by_role("link", name="A plain bench").click()
    expect(page.get_by_role("heading", name="A plain bench")).to_be_visible()


def test_what_is_missing_takes_the_focus(open_window, house):
    page = open_window(by=house.tom)
    page.goto(house.plain.get_absolute_url())
    page.get_by_label("Why should it be decided otherwise?").fill(" \u200b ")
    page.get_by_role("button", name="Send the appeal").click()
    expect(page.get_by_role("alert").filter(has_text="This needs another look.")).to_be_focused()
