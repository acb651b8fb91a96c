"""A film of an early-access page, from the editor's computer to an insider's screen, and to nobody else's."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Request, expect

from core.audience.models import Membership
from gallery.models import MediaItem, Stage
from insiders.models import EarlyAccess, PrivateFile
from tests.browser.test_captioning import PLAYED, VTT
from tests.gallery.conftest import own_storages  # noqa: F401
from tests.gallery.films import film as made_film
from tests.insiders.things import make_early

PIECE = """async (address) => {
  const answer = await fetch(address, { headers: { Range: "bytes=0-99" } });
  return [answer.status, (await answer.arrayBuffer()).byteLength];
}"""


@pytest.fixture
def early(live_server, own_storages, settings) -> EarlyAccess:  # noqa: F811
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    return make_early()


def send(page: Page, early: EarlyAccess, path: Path) -> MediaItem:
    """As an editor does on the screen of private files; the worker is done when the row says so."""
    page.goto(reverse("insiders:files", args=[early.page_id]) + "?kind=film")
    page.wait_for_load_state("networkidle")
    page.set_input_files("input[type=file]", path)
    expect(page.locator(".upload-item")).to_have_attribute("data-state", "ready")
    page.fill("#id_title", "How we roast it")
    page.fill("#id_alt", "Beans fall into a drum")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator(".file-row")).to_contain_text("How we roast it")
    item = MediaItem.objects.get()
    assert (item.stage, item.is_public, item.alt) == (Stage.READY, False, "Beans fall into a drum")
    return item


def caption(page: Page) -> None:
    page.get_by_role("link", name="Captions").click()
    page.locator("#id_language").select_option("en")
    page.locator("#id_text").fill(VTT)
    page.locator("#captions-send").click()
    expect(page.locator("video track[srclang=en]")).to_have_count(1)


def show(early: EarlyAccess) -> None:
    page = early.page
    page.body = [("private_film", {"file": PrivateFile.objects.get().name, "caption": "In our own drum"})]
    page.save_revision().publish()


def files_of(item: MediaItem) -> list[str]:
    made = [reverse("gallery:file", args=[item.token, f"{one.role}.{one.format}"]) for one in item.renditions.all()]
    captions = [reverse("gallery:captions", args=[item.token, one.language]) for one in item.captions.all()]
    return [*made, *captions, reverse("gallery:original", args=[item.token])]


def answers(user: Any, urls: list[str]) -> set[int]:
    client = Client()
    if user.is_authenticated:
        client.force_login(user)
    return {client.get(url, headers={"Range": "bytes=0-9"}).status_code for url in urls}


def test_an_editor_sends_it_an_insider_watches_it_and_nobody_else_has_a_byte(
    open_window, early, bea, ines, tom, lars, vera, tmp_path
):
    path = made_film(tmp_path / "secret-name.mp4", seconds=5, size=(320, 180), rate=10)
    page = open_window(by=bea)
    item = send(page, early, path)
    caption(page)
    show(early)
    urls = files_of(item)
    assert {url.rsplit(".", 1)[-1] for url in urls if "." in url} >= {"mp4", "jpeg"}
    watching: Page = open_window(by=ines, expecting=("404",))
    asked: list[Request] = []
    watching.on("requestfinished", lambda request: asked.append(request) if ".mp4" in request.url else None)
    watching.goto(early.page.url)
    video = watching.locator("video.film")
    expect(video).to_have_attribute("aria-label", "Beans fall into a drum")
    assert watching.evaluate(POSTER)
    assert asked == []  # nothing but the poster before somebody starts it
    assert watching.evaluate(PLAYED) == ["Dobro jutro! <b>Kava?</b>", "showing", True]
    assert [request.response().status for request in asked] and asked[0].headers["range"] == "bytes=0-"
    assert {request.response().status for request in asked} == {206}
    assert "secret-name" not in watching.content()
    source = watching.evaluate("document.querySelector('video').currentSrc")
    assert watching.evaluate(PIECE, source) == [206, 100]
    for outsider in (vera, tom, lars):
        assert answers(outsider, urls) == {404}
    Membership.objects.filter(member=ines).update(closes_at=timezone.now() - timedelta(seconds=1))
    assert watching.evaluate(PIECE, source)[0] == 404
    assert answers(ines, urls) == {404}
    watching.reload()
    expect(watching.locator("video")).to_have_count(0)


POSTER = """async () => {
  const picture = new Image();
  picture.src = document.querySelector("video").poster;
  await picture.decode();
  return picture.naturalWidth > 0;
}"""
