"""Looks at entries are told of by and by, when the page is left, and for what came with "Show more entries"."""

import pytest
from playwright.sync_api import Page, expect

from contests.models import Entry
from contests.phases import Phase
from tests.contests.things import make_contest, make_entry


@pytest.fixture
def entries(live_server, tom) -> str:
    """The address of a page with thirty."""
    contest = make_contest(Phase.ENTRIES)
    for n in range(30):
        make_entry(contest, by=tom, title=f"Steam {n}", media=False)
    return f"{contest.url}entries/"


def seen() -> int:
    return Entry.objects.filter(seen_count=1).count()


def test_what_is_in_view_for_a_second_is_counted_and_the_rest_is_not(page: Page, entries):
    page.goto(entries)
    with page.expect_response("**/seen/") as told:
        pass
    assert told.value.status == 204
    assert 0 < seen() < 24
    page.reload()
    expect(page.locator(".seen label")).to_have_text(f"You have seen {seen()} of 30")


def test_further_cards_are_watched_too(page: Page, entries):
    page.goto(entries)
    page.get_by_text("Show more entries").click()
    expect(page.locator("[data-entry]")).to_have_count(30)
    card = page.locator("[data-entry]").last
    card.scroll_into_view_if_needed()
    while not Entry.objects.filter(pk=card.get_attribute("data-entry"), seen_count=1).exists():
        with page.expect_response("**/seen/"):
            pass  # one report after the other, until the card is in one


def test_a_sealed_vote_is_said_without_a_number(open_window, ines, tom):
    entry = make_entry(make_contest(Phase.VOTING), by=tom, title="Steam", media=False)
    page = open_window(by=ines)
    page.goto(entry.get_absolute_url())
    page.get_by_role("button", name="Vote: Steam").click()
    expect(page.locator("#said")).to_have_text("Your vote is cast.")
