"""Captions from a file to the screen: sent by keyboard and by htmx, mended, and read along in a film that plays."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_board, make_idea
from tests.gallery.films import film as made_film
from tests.gallery.things import make_film, make_gallery

VTT = "WEBVTT\n\n00:00.200 --> 00:04.500\nDobro jutro! <b>Kava?</b>\n"
PLAYED = """async () => {
  const video = document.querySelector("video");
  const track = video.textTracks[0];
  const cue = new Promise((resolve) => {
    track.addEventListener("cuechange", () => track.activeCues.length && resolve(track.activeCues[0].text));
  });
  video.muted = true;
  await video.play();
  return [await cue, track.mode, video.currentTime > 0];
}"""


@pytest.fixture
def film(live_server, tom, tmp_path: Path):
    """Five seconds in VP9, which every Chromium plays."""
    make_gallery()
    options = {"path": tmp_path / "film.mp4", "seconds": 5, "codec": "libvpx-vp9", "sound": ""}
    data = made_film(**options).read_bytes()
    return make_film(by=tom, under=make_idea(board=make_board(), by=tom, title="A bench"), data=data)


@pytest.fixture
def vtt(tmp_path: Path) -> Path:
    path = tmp_path / "talk.vtt"
    path.write_text(VTT, encoding="utf-8")
    return path


def address_of(film) -> str:
    return f"/work/{film.pk}/captions/"


def test_a_track_in_the_language_of_the_page_plays_its_cue(open_window, tom, film, vtt):
    page: Page = open_window(by=tom, locale="hr")
    page.goto(f"/work/{film.pk}/")
    page.locator(f'a[href="{address_of(film)}"]').click()
    page.locator("#id_file").set_input_files(vtt)
    expect(page.locator("#id_language")).to_have_value("hr")
    page.locator("#captions-send").press("Enter")
    expect(page.locator('#toasts [class^="toast"]').first).to_be_visible()
    expect(page.locator("video track[srclang=hr][default]")).to_have_count(1)
    visitor: Page = open_window(locale="hr")
    visitor.goto(f"/work/{film.pk}/")
    assert visitor.evaluate(PLAYED) == ["Dobro jutro! <b>Kava?</b>", "showing", True]


def test_in_another_language_it_stays_off_until_it_is_wanted(open_window, tom, film):
    page: Page = open_window(by=tom)
    page.goto(address_of(film))
    page.locator("#id_language").select_option("hr")
    page.locator("#id_text").fill(VTT)
    page.locator("#captions-send").click()
    expect(page.locator("video track[srclang=hr]")).to_have_count(1)
    assert page.evaluate("document.querySelector('video').textTracks[0].mode") == "disabled"


def test_a_refused_file_is_mended_without_leaving_the_page(open_window, tom, film, vtt):
    vtt.write_text(VTT.replace("00:00.200", "00:00,200"), encoding="utf-8")
    page: Page = open_window(by=tom)
    page.goto(address_of(film))
    page.evaluate("window.stillHere = true")
    page.locator("#id_language").select_option("he")
    page.locator("#id_file").set_input_files(vtt)
    page.locator("#captions-send").click()
    expect(page.locator("#id_file_error")).to_contain_text("talk.vtt: Line 3")
    expect(page.locator("#captions-form [data-behavior=form-errors]")).to_be_focused()
    assert page.evaluate("window.stillHere")
    expect(page.locator("#id_language")).to_have_value("he")
    text = page.locator("#id_text")
    text.fill(text.input_value().replace("00:00,200", "00:00.200"))
    page.locator("#captions-send").click()
    expect(page.locator("video track[srclang=he]")).to_have_count(1)


def test_without_script_captions_are_sent_and_removed(open_window, tom, film, vtt):
    page: Page = open_window(by=tom, java_script_enabled=False, width=360)
    page.goto(address_of(film))
    page.locator("#id_file").set_input_files(vtt)
    page.locator("#captions-send").click()
    expect(page.locator(".captions-row")).to_have_count(1)
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove them").click()
    expect(page.locator(".captions-row")).to_have_count(0)


@pytest.mark.parametrize("locale", ["en", "he"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nobody_meets_a_barrier_and_nothing_sticks_out(open_window, barriers, tom, film, vtt, locale, width):
    page: Page = open_window(by=tom, locale=locale, width=width, color_scheme="dark" if width == 360 else "light")
    page.goto(address_of(film))
    assert barriers(page) == []
    page.locator("#id_file").set_input_files(vtt)
    page.locator("#captions-send").click()
    expect(page.locator(".captions-row")).to_have_count(1)
    page.locator("#captions-send").click()
    expect(page.locator("#id_file_error")).to_be_visible()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"{address_of(film)}{locale}/remove/")
    assert barriers(page) == []
