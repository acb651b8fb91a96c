"""Nothing sticks out, nothing jumps, everything can be hit with a thumb, and a page is light enough for a bus."""

import gzip
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page, Response

from core.brand.finders import ENTRY, flattened
from ideas.statuses import Stage
from tests.browser.places import an_idea, members_places, visitors_places

WIDTHS = (360, 640, 768, 1280)  # 640 is what a laptop of 1280 has at twice the size
STICKS_OUT = """() => {
  const end = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= end) return "";
  const wide = [...document.body.querySelectorAll("*")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && (box.right > end + 1 || box.left < -1);
  });
  return document.documentElement.scrollWidth + "px: " + (wide[0]?.outerHTML ?? "").slice(0, 160);
}"""
THUMB = 44
HIT_WITH_A_THUMB = (
    ".vote-box-button, .tabs-link, .masthead-link, .masthead-end > *, .tab-bar-link, .filter-link, .button, .option"
)
TOO_SMALL = """([wanted, least]) => [...document.querySelectorAll(wanted)].filter((one) => {
  const box = one.getBoundingClientRect();
  return one.checkVisibility() && (box.width < least || box.height < least);
}).map((one) => one.outerHTML.slice(0, 120) + " " + JSON.stringify(one.getBoundingClientRect()))"""
WATCH_SHIFTS = """
  window.shifted = 0;
  new PerformanceObserver((seen) => {
    for (const entry of seen.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({type: "layout-shift", buffered: true});
"""
OURS = "/core/js/"
TEXT = ("text/", "javascript", "json", "svg", "xml")


def test_nothing_sticks_out_at_any_width_and_a_thumb_hits_everything(look):
    def find(page: Page) -> list[str]:
        found = []
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            out = [page.evaluate(STICKS_OUT), *page.evaluate(TOO_SMALL, [HIT_WITH_A_THUMB, THUMB])]
            found += [f"at {width}: {one}" for one in out if one]
        return found

    places = [*visitors_places(), *members_places()]
    found = look(places, find, locale="en") + [f"in Hebrew, {one}" for one in look(places, find, locale="he")]
    assert not found, "\n".join(found)


def test_nothing_jumps_while_a_page_arrives(open_window, kaffa):
    for width in (360, 1280):
        page = open_window(width=width)
        page.add_init_script(WATCH_SHIFTS)
        for address in ("/ideas/", "/", "/gallery/", an_idea(Stage.OPEN).get_absolute_url()):
            page.goto(address, wait_until="networkidle")
            assert page.evaluate("window.shifted") < 0.01, (width, address)


def test_a_page_is_light(open_window, kaffa):
    """As the server sends it: text is compressed, pictures are as they are. A first visit, so nothing is there yet. Of
    our own scripts each page asks for those that it needs."""
    heavy = {}
    idea = an_idea(Stage.LAUNCHED).get_absolute_url()
    for address in ("/", "/ideas/", "/ideas/roadmap/", "/ideas/new/", "/gallery/", idea):
        page = open_window()
        arrived: list[Response] = []
        page.on("response", lambda response, arrived=arrived: arrived.append(response))
        page.goto(address, wait_until="networkidle")
        weights = {response.url: _sent(response) for response in arrived if response.ok}
        assert any(url.endswith("htmx-2.min.js") for url in weights)
        ours = [size for url, size in weights.items() if OURS in url]
        assert ours
        if sum(weights.values()) > 150_000 or sum(ours) > 20_000:
            heavy[address] = weights
        page.context.close()
    assert not heavy


def _sent(response: Response) -> int:
    kind = response.headers.get("content-type", "")
    return len(gzip.compress(response.body())) if any(part in kind for part in TEXT) else len(response.body())


def test_our_own_styles_are_small():
    assert len(gzip.compress(flattened(Path(settings.BASE_DIR) / "core" / "static" / ENTRY))) <= 40_000
