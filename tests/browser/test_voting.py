"""Supporting an idea: in place, by page loads, with the keyboard, and as a visitor who signs in on the way."""

import pytest
from playwright.sync_api import Locator, Page, expect

from ideas.models import Vote
from tests.cast import PASSWORD
from tests.factories import make_idea, the_board


@pytest.fixture
def idea(live_server):
    return make_idea(title="A bench at the tram stop")


def box(page: Page, idea) -> Locator:
    return page.locator(f"#vote-box-{idea.dom_id}")


def expect_vote(page: Page, idea, *, count: int, mine: bool) -> None:
    expect(box(page, idea).locator("[data-count]")).to_have_text(str(count))
    expect(box(page, idea).get_by_role("button")).to_have_attribute("aria-pressed", "true" if mine else "false")


def votes_of(member) -> int:
    return Vote.objects.filter(voter=member).count()


def sign_in(page: Page, handle: str) -> None:
    page.fill("[name=login]", f"{handle}@example.com")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def test_a_click_counts_in_place_and_a_second_one_takes_it_back(open_window, tom, idea):
    page = open_window(by=tom)
    page.goto(the_board().url)
    page.evaluate("window.stillHere = true")
    button = box(page, idea).get_by_role("button")
    button.click()
    expect_vote(page, idea, count=2, mine=True)
    expect(button).to_be_focused()
    expect(page.locator("#said")).to_have_text("You support this. Supporters now: 2.")
    assert votes_of(tom) == 1
    button.click()
    expect_vote(page, idea, count=1, mine=False)
    expect(page.locator("#said")).to_have_text("You no longer support this. Supporters now: 1.")
    assert votes_of(tom) == 0
    assert page.evaluate("window.stillHere")


def test_the_keyboard_alone_is_enough(open_window, tom, idea):
    page = open_window(by=tom)
    page.goto(the_board().url)
    button = box(page, idea).get_by_role("button")
    for _press in range(60):
        page.keyboard.press("Tab")
        if button.evaluate("it => it === document.activeElement"):
            break
    expect(button).to_be_focused()
    page.keyboard.press("Space")
    expect_vote(page, idea, count=2, mine=True)
    expect(page.locator("#said")).to_contain_text("Supporters now: 2.")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect_vote(page, idea, count=1, mine=False)
    expect(button).to_be_focused()


@pytest.mark.parametrize("slowness", [0, 200])
def test_a_double_click_is_one_vote(open_window, tom, idea, slowness):
    """Quick, before the first answer came, and slow, when the button under the pointer would already take it back."""
    page = open_window(by=tom)
    page.goto(idea.get_absolute_url())
    box(page, idea).get_by_role("button").dblclick(delay=slowness)
    page.wait_for_load_state("networkidle")
    expect_vote(page, idea, count=2, mine=True)
    page.reload()
    expect_vote(page, idea, count=2, mine=True)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_visitors_vote_is_cast_by_signing_in(open_window, tom, idea, scripts):
    make_idea(title="Another one")
    page = open_window(java_script_enabled=scripts)
    page.goto(f"{the_board().url}?sort=new")
    box(page, idea).get_by_role("button").click()
    page.wait_for_url("**/accounts/login/**")
    sign_in(page, "tom")
    page.wait_for_url(f"**{the_board().url}?sort=new")
    expect_vote(page, idea, count=2, mine=True)
    expect(page.locator("#toasts")).to_contain_text("Your vote is cast.")
    assert votes_of(tom) == 1


def test_without_scripts_a_vote_is_a_page_load_back_to_the_list(open_window, tom, idea):
    page = open_window(by=tom, java_script_enabled=False)
    page.goto(f"{the_board().url}?sort=top")
    box(page, idea).get_by_role("button").click()
    expect_vote(page, idea, count=2, mine=True)
    assert page.url.endswith("?sort=top")
    box(page, idea).get_by_role("button").click()
    expect_vote(page, idea, count=1, mine=False)
    assert votes_of(tom) == 0


def test_where_voting_has_ended_the_figure_stays_and_the_button_says_why(open_window, tom, live_server):
    idea = make_idea(status="launched")
    page = open_window(by=tom)
    page.goto(idea.get_absolute_url())
    button = box(page, idea).get_by_role("button")
    expect(button).to_be_disabled()
    expect(button).to_have_accessible_description("Voting on this idea has ended.")


def test_a_vote_on_what_closed_meanwhile_is_refused_beside_the_button(open_window, tom, idea):
    page = open_window(by=tom)
    page.goto(idea.get_absolute_url())
    type(idea).objects.filter(pk=idea.pk).update(open_to_votes=False)
    box(page, idea).get_by_role("button").click()
    expect(box(page, idea).get_by_role("alert")).to_contain_text("ended")
    assert votes_of(tom) == 0


def test_a_lost_connection_is_said_and_nothing_changes(open_window, tom, idea):
    page = open_window(by=tom, expecting=("htmx:", "ERR_FAILED"))
    page.goto(idea.get_absolute_url())
    page.route("**/vote/", lambda route: route.abort())
    box(page, idea).get_by_role("button").click()
    expect(page.locator("#toasts")).to_contain_text("try again")
    expect_vote(page, idea, count=1, mine=False)


def test_a_large_count_stands_in_its_box(open_window, tom, idea):
    type(idea).objects.filter(pk=idea.pk).update(vote_count=1_234_567)
    page = open_window(by=tom, width=360)
    page.goto(the_board().url)
    button = box(page, idea).get_by_role("button")
    assert button.evaluate("it => it.scrollWidth <= it.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
