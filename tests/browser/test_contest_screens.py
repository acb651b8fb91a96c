"""The screens from which contests are set up and run: axe finds nothing, nothing sticks out, scripts are not needed."""

import re

import pytest
from playwright.sync_api import Page, expect

from contests.models import ContestPage, Publication, ScheduleChange
from core.members.models import User
from tests.browser.contest_screens import editors_places, results_places, runners_places, staff_places, staged
from tests.browser.test_layout import STICKS_OUT

# Of Wagtail's own: its rich text fields have no name, and the page of a snippet has no heading of the first rank.
THEIRS = ("aria-input-field-name", "page-has-heading-one")
COLOURS_STAND = "Promise.allSettled(document.getAnimations().map((one) => one.finished))"  # buttons fade into theirs


@pytest.fixture
def contests(live_server, bea: User, ada: User, settings) -> dict[str, ContestPage]:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    return staged(bea, ada)


@pytest.fixture
def tour(open_window, bea):
    """`tour(places, find, width=768, …)`: what `find` says about each, the place before it."""

    def go(places, find, **options):
        page, said = open_window(by=bea, **options), []
        for place in places:
            answer = page.goto(place.address)
            if answer.status != place.status:
                said.append(f"{place.name}: answered {answer.status}")
            if place.act:
                place.act(page)
            said += [f"{place.name}: {one}" for one in find(page)]
        return said

    return go


def test_no_barrier_in_light_and_none_of_contrast_in_dark(tour, contests, barriers):
    def find(page: Page) -> list[str]:
        page.emulate_media(color_scheme="light")
        page.evaluate(COLOURS_STAND)
        light = barriers(page)
        page.emulate_media(color_scheme="dark")
        page.evaluate(COLOURS_STAND)
        return light + [f"dark: {one}" for one in barriers(page, ["color-contrast"])]

    found = tour([*runners_places(contests), *results_places(contests)], find, reduced_motion="reduce")
    found += [
        one
        for one in tour(editors_places(contests), find, reduced_motion="reduce")
        if not any(rule in one for rule in THEIRS)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("locale", ["en", "he"])
def test_nothing_sticks_out_at_any_width(tour, contests, locale):
    def find(page: Page) -> list[str]:
        found = []
        for width in (768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"at {width}: {one}" for one in [page.evaluate(STICKS_OUT)] if one]
        return found

    found = tour(staff_places(contests), find, locale=locale)
    assert not found, "\n".join(found)


def test_without_scripts_a_contest_is_paused_and_its_results_are_published(open_window, contests, bea):
    page = open_window(by=bea, java_script_enabled=False)
    running, ready = contests["running"], contests["ready"]
    page.goto(f"/admin/contests/{running.pk}/run/")
    page.locator("[name=pause-note]").fill("The server was too slow for many of you.")
    page.get_by_role("button", name="Pause the contest").click()
    expect(page.get_by_text("This contest is paused.")).to_be_visible()
    assert ScheduleChange.objects.filter(contest=running, what="paused").exists()
    page.goto(f"/admin/contests/{ready.pk}/results/")
    page.locator("summary", has_text="Publish the results").click()
    page.get_by_role("button", name="Yes, publish the results").click()
    expect(page.get_by_text(re.compile("Bea published number 1"))).to_be_visible()
    assert Publication.objects.filter(contest=ready, what="results").exists()


def test_results_are_published_from_the_keyboard_and_only_after_a_second_look(open_window, contests, bea):
    page = open_window(by=bea)
    page.goto(f"/admin/contests/{contests['ready'].pk}/results/")
    sure = page.get_by_role("button", name="Yes, publish the results")
    expect(sure).to_be_hidden()
    page.locator("summary", has_text="Publish the results").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(sure).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("Bea published number 1"))).to_be_visible()


def test_whoever_confirms_sees_which_entry_it_is_about(open_window, contests, bea):
    page = open_window(by=bea)
    page.goto(f"/admin/contest-votes/{contests['watched'].pk}/")
    waits = page.get_by_role("region", name="Waits for a second person")
    expect(waits.get_by_role("listitem").filter(has_text="Asked by Ada").first).to_contain_text("2 votes for בוקר טוב")
    page.get_by_role("button", name="Confirm: make them void").click()
    expect(page.locator(".messages")).to_contain_text("The voters are told")
    expect(page.get_by_role("region", name="Decided")).to_contain_text("בוקר טוב")
