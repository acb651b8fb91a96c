"""Times of a contest on the clocks of its readers: their own time beside the stated one, and a countdown that tells the
truth whatever the computer's clock says."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from contests.models import ContestPage
from contests.phases import Phase
from tests.contests.things import make_contest

HOUR = 3_600_000  # milliseconds
MIDDLE = datetime(2027, 3, 14, 12, 0, tzinfo=UTC)  # New York has put its clocks forward five hours before; Oslo has not


@pytest.fixture
def contest():
    return make_contest(Phase.ENTRIES, at=MIDDLE)


@pytest.fixture
def closing():
    """Entries are open for three days and half an hour still."""
    contest = make_contest(Phase.ENTRIES)
    ends = timezone.now() + timedelta(days=3, minutes=30, seconds=30)
    ContestPage.objects.filter(pk=contest.pk).update(entries_until=ends)
    return contest


def own_times(page):
    return [" ".join(words.split()) for words in page.locator("#phase-stepper .local-time").all_inner_texts()]


def test_a_reader_elsewhere_sees_their_own_time_on_both_sides_of_a_change_of_clocks(open_window, contest):
    page = open_window(timezone_id="America/New_York", locale="en-US")
    page.goto(contest.get_url())
    expect(page.locator("#phase-stepper .local-time").first).to_be_visible()
    opens, closes = own_times(page)[:2]
    assert opens == "(Wed, Mar 10, 7:00 PM EST)"
    assert closes == "(Wed, Mar 17, 8:00 PM EDT)"
    stated = page.locator("#phase-stepper time").first.get_attribute("datetime")
    assert stated == "2027-03-11T01:00:00+01:00"


def test_a_reader_with_the_same_clock_is_told_once(open_window, contest):
    page = open_window(timezone_id="Europe/Oslo")
    page.goto(contest.get_url())
    page.wait_for_load_state("networkidle")
    assert own_times(page) == []


def test_without_script_the_stated_times_and_the_words_stand(open_window, closing):
    page = open_window(java_script_enabled=False, timezone_id="America/New_York")
    page.goto(closing.get_url())
    expect(page.locator(".countdown-words")).to_have_text("Entries close in 3 days and 31 minutes")
    assert own_times(page) == []
    assert page.locator("#phase-stepper time").count() == 5


def test_in_hebrew_words_and_figures_are_hebrew_and_nothing_runs_out_of_the_page(open_window, closing):
    page = open_window(timezone_id="America/New_York", locale="he-IL", width=360)
    now = timezone.now()
    page.clock.install(time=now)
    page.goto(closing.get_url())
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#phase-stepper .local-time").first).to_contain_text("GMT")
    page.clock.fast_forward(120_000)
    expect(page.locator(".countdown-words").first).to_contain_text("ימים")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("wrong_by", [timedelta(days=2), -timedelta(days=40)])
def test_a_wrong_clock_of_the_computer_changes_nothing(open_window, closing, wrong_by):
    page = open_window()
    page.clock.install(time=timezone.now() + wrong_by)
    page.goto(closing.get_url())
    page.wait_for_load_state("networkidle")  # it has asked the server
    page.clock.run_for(60_000)
    expect(page.locator(".countdown-words").first).to_have_text(re.compile("in 3 days and (29|30) minutes"))
    expect(page.locator(".countdown [data-unit=day] .countdown-number")).to_have_text("3")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_it_runs_to_the_end_and_says_so_once(open_window, closing, motion):
    page = open_window(reduced_motion=motion)
    page.clock.install(time=timezone.now())
    page.goto(closing.get_url())
    box = page.locator(".countdown-box")
    expect(box).to_contain_text("Entries close in")
    page.clock.fast_forward(73 * HOUR)
    status = box.get_by_role("status")
    expect(status).to_have_text("Entries are closed now. Load the page again")
    expect(box.locator(".countdown")).to_have_count(0)
    page.clock.fast_forward(HOUR)
    expect(status.locator("p")).to_have_count(1)
    status.get_by_role("link").click()
    expect(page.locator(".countdown-words").first).to_be_visible()
