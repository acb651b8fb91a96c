"""The moderators' queue on a slow line: nothing that was pressed is lost, nothing is decided that nobody has seen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from moderation.models import Decision
from tests.browser.queue import QUEUE, SAID, heading, state_of
from tests.moderation.things import case_of


@pytest.fixture
def on_bench(open_window: Callable[..., Page], mo: Any, ideas: Any) -> Page:
    page = open_window(by=mo)
    page.goto(f"{QUEUE}{case_of(ideas[0]).pk}/")
    page.wait_for_load_state("networkidle")
    return page


@contextmanager
def held_up(page: Page) -> Iterator[None]:
    """What is asked of the server when this begins stays on its way until it ends."""
    page.route(f"**{QUEUE}**", lambda route: None)
    yield
    expect(page.locator("#queue")).to_have_attribute("aria-busy", "true")
    page.unroute(f"**{QUEUE}**")  # which lets go of what was held


def test_an_act_that_is_chosen_while_another_is_on_its_way_is_done_afterwards(on_bench, ideas):
    with held_up(on_bench):
        on_bench.keyboard.press("c")
        on_bench.keyboard.press("f")
    expect(on_bench.locator(SAID)).to_have_text("Approved: “Bench”.")
    assert state_of(ideas[0]) == "published"


def test_an_act_for_one_case_is_never_done_to_the_next(on_bench):
    with held_up(on_bench):
        on_bench.keyboard.press("j")
        on_bench.keyboard.press("f")
    expect(heading(on_bench)).to_have_text("Idea: Lamp")
    expect(on_bench.locator("#queue-trouble")).to_contain_text("it was meant for the case that was here before")
    expect(on_bench.locator("#queue")).not_to_have_attribute("aria-busy", "true")
    assert not Decision.objects.exists()


def test_the_same_act_twice_is_one(on_bench):
    with held_up(on_bench):
        on_bench.keyboard.press("f")
        on_bench.keyboard.press("f")
        expect(on_bench.locator(SAID)).to_have_text("This is being sent. One moment.")
    expect(on_bench.locator(SAID)).to_have_text("Approved: “Bench”.")
    expect(heading(on_bench)).to_have_text("Idea: Lamp")
    assert Decision.objects.count() == 1


def test_walking_the_list_goes_as_far_as_it_was_told(on_bench):
    with held_up(on_bench):
        on_bench.keyboard.press("j")
        on_bench.keyboard.press("j")
    expect(heading(on_bench)).to_have_text("Idea: Tree")
