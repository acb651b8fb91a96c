"""Entering a contest on a line that breaks: what was typed stays, and one file takes the place of another."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from contests.models import ContestPage, EntryDraft
from contests.phases import Phase
from tests.contests.things import make_contest
from tests.gallery.conftest import own_storages  # noqa: F401
from tests.gallery.sending import content

LOST = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "htmx:sendError", "htmx:afterRequest")


@pytest.fixture
def contest(live_server) -> ContestPage:
    return make_contest(Phase.ENTRIES, minimum_age=16)


@pytest.fixture
def form_page(open_window, tom, contest, own_storages, kept_tasks) -> Page:  # noqa: F811
    page = open_window(by=tom, expecting=LOST)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{contest.url}enter/")
    page.wait_for_load_state("networkidle")
    return page


@pytest.fixture
def a_file(tmp_path: Path) -> Callable[[str], Path]:
    def make(name: str) -> Path:
        (tmp_path / name).write_bytes(content(4_000))
        return tmp_path / name

    return make


def test_a_draft_is_kept_as_soon_as_the_connection_is_back(form_page: Page):
    form_page.context.set_offline(True)
    form_page.fill("#id_title", "Half past seven")
    form_page.fill("#id_birth_year", "1987")
    form_page.press("#id_birth_year", "Tab")
    expect(form_page.locator(".toast")).to_contain_text("That did not reach us")
    assert not EntryDraft.objects.exists()
    form_page.context.set_offline(False)
    expect(form_page.locator("#draft-kept")).to_contain_text("Draft kept")
    expect(form_page.locator(".toast")).to_have_count(0)
    assert EntryDraft.objects.get().words["title"] == "Half past seven"


def test_a_reload_loses_no_words_and_keeps_no_year(form_page: Page, contest: ContestPage):
    form_page.route("**/enter/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    form_page.fill("#id_title", "Half past seven")
    form_page.fill("#id_birth_year", "1987")
    form_page.check("#id_is_own")
    form_page.reload()
    expect(form_page.locator("#id_title")).to_have_value("Half past seven")
    expect(form_page.locator("#id_birth_year")).to_have_value("")
    expect(form_page.locator("#id_is_own")).not_to_be_checked()
    assert "1987" not in form_page.evaluate("JSON.stringify(sessionStorage)")


def test_another_file_takes_the_place_of_the_first(form_page: Page, a_file):
    rows = form_page.locator(".upload-item")
    form_page.set_input_files("input[type=file]", a_file("frost.jpg"))
    expect(rows).to_contain_text("frost.jpg")
    form_page.set_input_files("input[type=file]", a_file("snow.jpg"))
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("snow.jpg")
