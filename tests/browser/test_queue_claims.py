"""A claim lives as long as somebody is at the case: the page is seen, and was touched in the last minutes."""

from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.queue import QUEUE, SAID
from tests.moderation.things import case_of

HIDE = """is => {
    Object.defineProperty(document, 'hidden', {configurable: true, get: () => is});
    document.dispatchEvent(new Event('visibilitychange'));
}"""


@pytest.fixture
def mine(open_window, mo, ideas) -> Page:
    """Bench is mo's, and the clock is the test's."""
    page = open_window(by=mo)
    page.clock.install()
    page.goto(f"{QUEUE}{case_of(ideas[0]).pk}/")
    page.keyboard.press("c")
    expect(line(page)).to_contain_text("Yours until")
    return page


def line(page: Page) -> Locator:
    return page.locator("#claim-line")


def beat(page: Page, *, times: int = 1) -> None:
    """The page says in time that somebody is there."""
    for _beat in range(times):
        with page.expect_response(lambda answer: answer.url.endswith("/claim/")):
            page.clock.run_for(45_000)


def end_of_claim(idea: Any) -> datetime | None:
    return case_of(idea).claimed_until


def test_a_page_that_nobody_touches_lets_the_case_go(mine, ideas):
    beat(mine, times=5)
    expect(line(mine)).to_contain_text("Yours until")
    mine.clock.run_for(150_000)
    expect(line(mine)).to_contain_text("Your time ran out")
    expect(mine.locator(SAID)).to_contain_text("anybody can take it.")
    expect(mine.get_by_role("button", name="Take it")).to_be_visible()
    end = end_of_claim(ideas[0])
    mine.keyboard.press("ArrowDown")
    mine.clock.run_for(90_000)
    expect(line(mine)).to_contain_text("Your time ran out")
    assert end_of_claim(ideas[0]) == end  # not taken again unasked
    mine.keyboard.press("c")
    expect(line(mine)).to_contain_text("Yours until")
    expect(mine.get_by_role("button", name="Release")).to_be_visible()
    assert end_of_claim(ideas[0]) > end


@pytest.mark.parametrize("touch", ["pointer", "key", "scroll"])
def test_a_touch_keeps_it(mine, touch):
    beat(mine, times=3)
    if touch == "pointer":
        mine.mouse.move(300, 300)
    elif touch == "key":
        mine.keyboard.press("Shift")
    else:
        mine.mouse.wheel(0, 100)
    beat(mine, times=3)
    expect(line(mine)).to_contain_text("Yours until")


def test_a_page_that_nobody_sees_says_nothing(mine, ideas):
    mine.evaluate(HIDE, True)
    end = end_of_claim(ideas[0])
    mine.keyboard.press("Shift")
    mine.clock.run_for(91_000)
    assert end_of_claim(ideas[0]) == end
    with mine.expect_response(lambda answer: answer.url.endswith("/claim/")):
        mine.evaluate(HIDE, False)  # seen again in time
    mine.evaluate(HIDE, True)
    mine.clock.fast_forward(3_600_000)
    mine.evaluate(HIDE, False)
    expect(line(mine)).to_contain_text("Your time ran out")


def test_beginning_to_decide_takes_it_again(mine, ideas):
    mine.evaluate(HIDE, True)
    mine.clock.fast_forward(600_000)
    expect(line(mine)).to_contain_text("Your time ran out")
    end = end_of_claim(ideas[0])
    mine.evaluate(HIDE, False)
    mine.keyboard.press("d")
    expect(line(mine)).to_contain_text("Yours until")
    expect(mine.get_by_role("button", name="Release")).to_be_visible()
    assert end_of_claim(ideas[0]) > end
