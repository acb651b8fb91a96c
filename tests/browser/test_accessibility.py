"""axe finds nothing on any kind of page: light and dark, English and Hebrew, wide and narrow."""

from playwright.sync_api import Page

from tests.browser.places import members_places, visitors_places


def test_no_barrier_in_light_and_none_of_contrast_in_dark(look, barriers):
    def find(page: Page) -> list[str]:
        page.emulate_media(color_scheme="light")
        light = barriers(page)
        page.emulate_media(color_scheme="dark")
        return light + [f"dark: {one}" for one in barriers(page, ["color-contrast"])]

    found = look([*visitors_places(), *members_places()], find, reduced_motion="reduce")
    assert not found, "\n".join(found)


def test_no_barrier_in_hebrew_on_a_phone(look, barriers):
    chosen = {"home", "board", "new idea, with errors", "open idea", "declined idea", "idea in Hebrew", "join", "inbox"}
    chosen |= {"board, as a member", "roadmap", "settings", "own idea", "what is sent", "not found"}
    chosen |= {"reporting", "reported", "own reports", "notice of illegal content, with errors", "receipt of a notice"}
    chosen |= {"gallery", "one work", "contest, voted on", "entries", "billboard", "results", "entering", "own entries"}
    places = [place for place in [*visitors_places(), *members_places()] if place.name in chosen]
    assert {place.name for place in places} == chosen

    def find(page: Page) -> list[str]:
        direction = [] if page.evaluate("document.dir") == "rtl" else ["does not read from right to left"]
        return direction + barriers(page)

    found = look(places, find, width=360, locale="he", color_scheme="dark", reduced_motion="reduce")
    assert not found, "\n".join(found)


def test_axe_would_say_so(page, barriers):
    page.goto("/accounts/login/")
    page.evaluate("document.querySelector('main h1').innerHTML = '<img src=\"/favicon.ico\">'")
    assert [one for one in barriers(page) if one.startswith("image-alt")]
