"""A jury's desk from the keyboard alone, without scripts, and for those who listen."""

import pytest
from playwright.sync_api import Page, expect

from contests.actions.allotting import allot
from contests.juries import pile_of
from contests.models import ContestPage, Judgement, Juror
from tests.contests.juries import judged_contest, make_judge, marks, on_top
from tests.contests.things import make_entry
from tests.factories import somebody


@pytest.fixture
def contest(live_server) -> ContestPage:
    contest = judged_contest(quorum=1)
    author = somebody()
    for title in ("Steam", "Spoon", "Window"):
        make_entry(contest, by=author, title=title)
    return contest


@pytest.fixture
def judge(contest, tom) -> Juror:
    judge = make_judge(contest, tom)
    allot(contest)
    return judge


@pytest.fixture
def desk(open_window, contest, judge, tom) -> Page:
    page = open_window(by=tom)
    page.goto(contest.get_url_of("jury"))
    ready(page)
    return page


def ready(page: Page) -> None:
    """Its script runs: it has put the focus on the first criterion."""
    expect(page.locator(".scale").nth(0).locator("input").nth(0)).to_be_focused()


def progress(page: Page, words: str) -> None:
    expect(page.locator("#judging-progress")).to_have_text(words)


def test_figures_mark_and_move_on_and_enter_saves_and_goes_on(desk, judge):
    first = on_top(judge)
    desk.keyboard.press("4")
    expect(desk.locator(".scale").nth(0).locator("input[value='4']")).to_be_checked()
    expect(desk.locator(".scale").nth(1).locator("input").nth(0)).to_be_focused()
    desk.keyboard.press("2")
    expect(desk.locator(".scale").nth(1).locator("input[value='2']")).to_be_focused()
    desk.keyboard.press("3")  # it was a slip: the criterion in focus has another mark
    desk.keyboard.press("Enter")
    progress(desk, "1 of 3 judged")
    assert marks(first) == [4, 3]
    expect(desk.locator("#judging-entry")).not_to_have_text(first.entry.title)


def test_all_of_it_without_a_mouse_until_nothing_is_left(desk, judge):
    put_off = on_top(judge)
    desk.keyboard.press("d")
    expect(desk.locator("#toasts")).to_contain_text("Put off.")
    handed_back = on_top(judge)
    ready(desk)
    desk.keyboard.press("x")
    progress(desk, "0 of 2 judged")
    for done in ("1 of 2 judged", "2 of 2 judged"):
        ready(desk)
        desk.keyboard.press("5")
        desk.keyboard.press("5")
        desk.keyboard.press("Enter")
        progress(desk, done)
    expect(desk.get_by_role("heading", name="Everything is judged")).to_be_visible()
    put_off.refresh_from_db()
    handed_back.refresh_from_db()
    assert (put_off.state, handed_back.state) == ("given", "conflict")


def test_keys_in_the_words_are_words(desk, judge):
    words = desk.locator("textarea[name=words]")
    words.focus()
    words.press_sequentially("dx 5?")
    words.press("Enter")
    expect(words).to_have_value("dx 5?\n")
    assert not Judgement.objects.exclude(state="open").exists()


def test_the_question_mark_shows_the_keys(desk):
    expect(desk.locator("[data-keys] dl")).to_be_hidden()
    desk.keyboard.press("?")
    expect(desk.locator("[data-keys] dl")).to_be_visible()
    expect(desk.locator("[data-keys] summary")).to_be_focused()


def test_with_a_modifier_keys_stay_the_browsers(desk):
    desk.keyboard.press("Control+d")
    desk.keyboard.press("Alt+x")
    assert not Judgement.objects.exclude(state="open").exists()


def test_what_is_missing_takes_the_focus_and_nothing_is_lost(desk, judge):
    desk.keyboard.press("4")
    desk.locator("textarea[name=words]").fill("So warm.")
    desk.get_by_role("button", name="Save and go on").click()
    expect(desk.get_by_role("alert")).to_be_focused()
    expect(desk.locator("textarea[name=words]")).to_have_value("So warm.")
    expect(desk.locator(".scale").nth(0).locator("input[value='4']")).to_be_checked()


def test_what_was_typed_survives_a_reload(desk):
    desk.keyboard.press("4")
    desk.locator("textarea[name=words]").fill("So warm.")
    desk.reload()
    expect(desk.locator("textarea[name=words]")).to_have_value("So warm.")
    expect(desk.locator(".scale").nth(0).locator("input[value='4']")).to_be_checked()


def test_without_scripts_it_is_a_form(open_window, contest, judge, tom):
    page = open_window(by=tom, java_script_enabled=False)
    page.goto(contest.get_url_of("jury"))
    first = on_top(judge)
    for scale in page.locator(".scale").all():
        scale.locator("input[value='3']").check(force=True)
    page.get_by_role("button", name="Save and go on").click()
    progress(page, "1 of 3 judged")
    assert marks(first) == [3, 3]


@pytest.mark.parametrize(("width", "scheme", "language"), [(360, "light", "en"), (1280, "dark", "he")])
def test_everybody_can_use_it_on_a_phone_in_the_dark_and_from_right_to_left(
    open_window, contest, judge, tom, barriers, width, scheme, language
):
    tom.language = language
    tom.save(update_fields=["language"])
    page = open_window(by=tom, width=width, color_scheme=scheme)
    for address in ("jury", "judged"):
        page.goto(contest.get_url_of(address))
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_an_invitation_and_the_judges_list_can_be_used_by_all(open_window, contest, judge, tom, barriers):
    invited = Juror.objects.create(contest=contest, email="new@example.com", name="New")
    page = open_window(width=360)
    page.goto(invited.get_absolute_url())
    assert barriers(page) == []
    assert pile_of(judge).total == 3
