"""The page of a contest at every width: nothing sticks out, and no day is torn from its time."""

import pytest

from contests.actions.publishing import publish_shortlist
from contests.phases import Decides, Phase
from tests.browser.test_layout import STICKS_OUT
from tests.contests.deciding import entries_with
from tests.contests.things import make_contest

# Moments of the phases that do not stand on one line.
TORN = """() => [...document.querySelectorAll("#phase-stepper time")].map((time) => time.firstChild).filter((words) => {
  const range = document.createRange();
  range.selectNodeContents(words);
  return range.getClientRects().length > 1;
}).map((words) => words.textContent)"""

LONGEST = """(words) => document.querySelectorAll("#phase-stepper time").forEach((time) => {
  time.firstChild.textContent = words;
})"""


@pytest.fixture
def contest(live_server, bea):
    """With a shortlist of entries that have no picture."""
    contest = make_contest(Phase.JUDGING, decides=Decides.PUBLIC_THEN_JURY, shortlist_size=3)
    entries_with(contest, 3, 5, 1, 2)
    contest.entries.filter(title="B").update(title="Half past seven and nobody has said a single word yet " + "o" * 25)
    publish_shortlist(contest, by=bea)
    return contest


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_day_is_torn_from_its_time_and_a_shortlist_without_pictures_stays_within(open_window, contest, width):
    page = open_window(width=width)
    page.goto(contest.get_url())
    assert page.locator("#shortlist li").count() == 3
    assert page.evaluate(STICKS_OUT) == ""
    page.evaluate(LONGEST, "Sept. 28, 2026, 10:58 p.m.")  # whatever the time is now
    assert page.evaluate(TORN) == []
