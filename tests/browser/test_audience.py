"""Who sees a page, in a real browser: the summary follows the typing, and the door is one for everybody."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core.audience.groups import INSIDERS
from core.pages.models import StandardPage
from tests.core.audience.trees import climb, make_page, tease


@pytest.fixture
def blend(live_server, bea, ines):
    page = make_page("Blend")
    climb(page, INSIDERS, members_from=timezone.now() + timedelta(days=40))
    tease(page, "Something is roasting in here.", text="A few people taste it before anyone else.")
    return StandardPage.objects.get(pk=page.pk)


def test_the_summary_follows_the_typing_and_warns(blend, bea, open_window, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    page = open_window(by=bea)
    page.goto(f"/admin/pages/{blend.pk}/edit/#tab-settings")
    words = page.locator("[data-audience-summary]")
    expect(words).to_contain_text("Insiders now; members from")
    page.locator("[name=audience_windows-0-members_from]").fill("2020-01-01 09:00")
    expect(words).to_contain_text("Members now; nobody else")
    expect(words).to_contain_text("Publishing this opens the page")


@pytest.mark.parametrize("options", [{"width": 360}, {"width": 1280, "color_scheme": "dark"}, {"locale": "he"}])
def test_the_door_is_one_for_everybody(blend, open_window, barriers, options):
    page = open_window(**options, bypass_csp=True)
    assert page.goto("/blend/").status == 200
    expect(page.locator("h1")).to_have_text("Something is roasting in here.")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("main").get_by_role("link").first.focus()
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/accounts/login/?next=/blend/"


def test_the_door_opens_without_javascript(blend, open_window):
    page = open_window(java_script_enabled=False)
    page.goto("/blend/")
    expect(page.get_by_text("How one gets in")).to_be_visible()
