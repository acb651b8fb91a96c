"""The checks of the screening, as ada sets them: read by axe, on a phone, by keyboard, without JavaScript."""

import pytest
from playwright.sync_api import expect

from moderation.models import ScreeningCheck
from tests.cast import make_member

INDEX = "/admin/moderation/screening/"
SCREENS = [INDEX, f"{INDEX}shouting/", f"{INDEX}terms/"]


@pytest.fixture
def ada(live_server, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    return make_member("ada", is_superuser=True)


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_every_screen_fits_and_has_no_barrier(open_window, barriers, ada, width, scheme):
    page = open_window(by=ada, width=width, color_scheme=scheme)
    for address in SCREENS:
        page.goto(address)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width, address
        assert barriers(page) == [], address


def test_a_check_is_tried_and_set_with_the_keyboard(open_window, ada):
    page = open_window(by=ada)
    page.goto(INDEX)
    page.get_by_role("link", name="Set “Shouting and flooding”").press("Enter")
    page.get_by_label("The same sign so often in a row").fill("4")
    page.get_by_label("A text to try it on").fill("Sooooo good")
    page.get_by_role("button", name="Try it").press("Enter")
    expect(page.get_by_role("status").filter(has_text="One sign 5 times in a row.")).to_be_visible()
    assert not ScreeningCheck.objects.exists()
    page.get_by_label("Switched on").press("Space")
    page.get_by_label("The same sign so often in a row").press("Enter")
    expect(page.get_by_text("is set. It holds for everything")).to_be_visible()
    row = ScreeningCheck.objects.get()
    assert (row.key, row.is_on, row.limits["signs"]) == ("shouting", False, 4)


def test_it_works_without_javascript(open_window, ada):
    page = open_window(by=ada, java_script_enabled=False)
    page.goto(f"{INDEX}links/")
    page.get_by_label("So many links are nothing special").fill("500")
    page.get_by_role("button", name="Set it so").click()
    expect(page.get_by_role("alert").filter(has_text="Nothing was changed yet")).to_be_visible()
    expect(page.get_by_label("So many links are nothing special")).to_have_value("500")
    page.get_by_label("So many links are nothing special").fill("5")
    page.get_by_role("button", name="Set it so").click()
    page.wait_for_url(f"**{INDEX}")
    assert ScreeningCheck.objects.get().limits == {"links": 5, "days": 3}
