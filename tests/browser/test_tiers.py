"""The screens of tiers in the admin and one’s own page: by axe, on narrow screens, without JavaScript."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core.audience.actions.groups import make_tier
from core.audience.actions.memberships import Because, admit, prolong, take_out
from core.audience.actions.tiers import create_tier
from core.audience.models import Entrance, Tier, Way
from tests.cast import make_member
from tests.core.audience.trees import close, make_page
from tests.factories import make_board, make_idea


@pytest.fixture
def tier(live_server, settings, tom, bea):
    """With somebody in it for an idea, somebody whom the team let in for a while, and somebody who is out."""
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    tier = make_tier("Tasters")
    fields = {
        "stands_for": "Who tastes what is not sold yet.",
        "seats": 40,
        "lasts_days": 365,
        "mark": "Early cup 2026",
    }
    Tier.objects.filter(pk=tier.pk).update(**fields)
    tier.refresh_from_db()
    idea = make_idea(board=make_board(), by=tom, title="Longer hours on Saturdays")
    admit(tom, tier, entrance=Entrance.GIVEN, because=Because("idea", idea.pk, "author", timezone.now()))
    kim = admit(make_member("kim"), tier, entrance=Entrance.BY_HAND, by=bea, because=Because(words="Unbreakably" * 20))
    prolong(kim, until=timezone.now() + timedelta(days=9), by=bea, words="One more season.")
    take_out(admit(make_member("lou"), tier, entrance=Entrance.INVITED, by=bea), by=bea, words="Sold the samples.")
    close(make_page("Blend"), "Tasters")
    conditions = [("ideas-published", 3), ("days-as-member", 1), ("contests-won", 2)]
    create_tier("Regulars", by=bea, way=Way.EARNED, criteria="Say things, and stay.", conditions=conditions)
    return tier


def screens(tier):
    kim = tier.memberships.get(member__handle="kim")
    earned = Tier.objects.get(name="Regulars")
    rest = (
        "",
        "new/",
        f"{earned.pk}/edit/",
        f"{tier.pk}/",
        f"{tier.pk}/edit/",
        f"{tier.pk}/delete/",
        f"{tier.pk}/members/{kim.pk}/",
    )
    return [f"/admin/tiers/{one}" for one in rest]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier(open_window, barriers, bea, tom, tier, scheme):
    page = open_window(by=bea, color_scheme=scheme)
    for url in screens(tier):
        page.goto(url)
        assert barriers(page) == [], url
    own = open_window(by=tom, color_scheme=scheme, locale="he" if scheme == "dark" else "en")
    for url in ("/me/insider/", f"/me/insider/{tier.memberships.get(member=tom).pk}/leave/", "/members/tom/"):
        own.goto(url)
        assert barriers(own) == [], url


@pytest.mark.parametrize("width", [360, 768])
def test_no_screen_scrolls_sideways(open_window, bea, tier, width):
    kim = tier.memberships.get(member__handle="kim").member
    for by, urls in ((bea, screens(tier)), (kim, ["/me/insider/", "/members/kim/"])):
        page = open_window(by=by, width=width)
        for url in urls:
            page.goto(url)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, url


def test_who_would_come_in_is_counted_without_javascript(open_window, bea, tier):
    page = open_window(by=bea, java_script_enabled=False)
    page.goto("/admin/tiers/new/")
    page.fill("[name=name]", "First cup")
    page.select_option("[name=way]", "earned")
    page.fill("[name=criteria]", "One idea.")
    page.select_option("[name=measure_1]", "ideas-published")
    page.fill("[name=at_least_1]", "1")
    page.click("button:has-text('Count who would come in')")
    expect(page.locator("#head")).to_contain_text("1 member meets this now and is not in.")
    assert not Tier.objects.filter(name="First cup").exists()


def test_letting_in_and_leaving_work_without_javascript(open_window, bea, ines, tom, tier):
    page = open_window(by=bea, java_script_enabled=False)
    page.goto(f"/admin/tiers/{tier.pk}/")
    page.fill("[name=who]", "@ines\nnobody")
    page.fill("[name=words]", "You tasted with us.")
    page.click("button:has-text('Let them in')")
    expect(page.locator("[name=who]")).to_have_value("nobody")
    assert tier.memberships.active().filter(member=ines).exists()
    own = open_window(by=tom, java_script_enabled=False)
    own.goto("/me/insider/")
    own.click("a:has-text('Leave')")
    own.click("button:has-text('Leave')")
    expect(own.locator("main")).to_contain_text("You are in no tier now")
    assert not tier.memberships.active().filter(member=tom).exists()
