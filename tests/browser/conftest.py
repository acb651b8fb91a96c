"""A real Chromium in front of the live server: each test here needs it, and is skipped by name where it is missing."""

import os
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from core.brand.finders import ENTRY, flattened
from core.members.models import User
from ideas.models import Idea
from tests import reachable
from tests.browser.places import Place
from tests.browser.queue import QUEUE, three_waiting
from tests.restoring import keep

HERE = Path(__file__).parent
PATIENCE = 20_000  # milliseconds: on a machine that does other things besides, a page takes its time
ON_BOTH = ("test_voting.py",)  # what members do most is seen with either database
AXE = Path(axe_core_python.__file__).with_name("axe.min.js")
DESIGNED = tuple(f"status of {code}" for code in (400, 403, 404, 409, 422, 429))  # these answers are pages of ours
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


expect.set_options(timeout=PATIENCE)


@pytest.hookimpl(tryfirst=True)  # before `tests/conftest.py` asks what runs once
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
            if item.path.name not in ON_BOTH:
                item.add_marker(pytest.mark.once)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Callable[[], Browser]]:
    """The one browser of all these tests; a new one after it has died, so that its end fails one test and no more."""
    # Playwright keeps an event loop on this thread; Django would refuse to touch the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    browsers: list[Browser] = []
    with sync_playwright() as playwright:

        def running() -> Browser:
            if not browsers or not browsers[-1].is_connected():
                browsers.append(playwright.chromium.launch(executable_path=reachable.chromium(), args=sandbox))
            return browsers[-1]

        yield running
        for browser in browsers:
            browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def flat_styles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the one stylesheet that production serves, so that what is measured here is what people get."""
    folder = tmp_path_factory.mktemp("styles")
    (folder / ENTRY).parent.mkdir(parents=True)
    (folder / ENTRY).write_bytes(flattened(site.BASE_DIR / "core" / "static" / ENTRY))
    return folder


@pytest.fixture(scope="session")
def written() -> list[Callable[[], None]]:
    """What puts the demo world back, once a test has written it."""
    return []


@pytest.fixture
def kaffa(live_server, written: list[Callable[[], None]]) -> None:
    """The demo world stands. Putting it back takes a hundredth of the time that writing it takes."""
    if written:
        written[0]()
        return
    call_command("demo", stdout=StringIO())
    written.append(keep())


@pytest.fixture
def open_window(chromium: Callable[[], Browser], live_server, flat_styles, settings) -> Iterator[Callable[..., Page]]:
    """`open_window(by=tom, width=360, java_script_enabled=False, …)`: a page of a browser of its own.

    Whatever a page complains about on its console, a broken policy or a script that failed, fails the test, unless it
    contains one of `expecting`.
    """
    settings.STATICFILES_DIRS = [flat_styles]
    windows: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(
        *,
        by: User | None = None,
        width: int = 1280,
        height: int = 900,
        expecting: tuple[str, ...] = (),
        **options: object,
    ) -> Page:
        size = {"width": width, "height": height}
        windows.append(chromium().new_context(base_url=live_server.url, viewport=size, **options))
        if by:
            windows[-1].add_cookies(_session_of(by, live_server.url))
        page = windows[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complain(f"{page.url}: {error}", expecting))
        page.on(
            "console", lambda said: complain(f"{page.url}: {said.text}", expecting) if said.type == "error" else None
        )
        return page

    def complain(said: str, expecting: tuple[str, ...]) -> None:
        if not any(part in said for part in (*DESIGNED, *expecting)):
            complaints.append(said)

    yield open_one
    for window in windows:
        window.close()
    assert not complaints, "\n".join(complaints)


def _session_of(member: User, url: str) -> list[dict[str, str]]:
    client = Client()
    client.force_login(member)
    return [{"name": name, "value": cookie.value, "url": url} for name, cookie in client.cookies.items()]


@pytest.fixture
def look(open_window: Callable[..., Page], kaffa: None) -> Callable[..., list[str]]:
    """`look(places, find, width=360, …)`: what `find` says about each place of the demo world, the place before it.

    One window for a person: opening one costs more than looking at a page.
    """

    def go(places: list[Place], find: Callable[[Page], list[str]], **options: object) -> list[str]:
        windows: dict[str, Page] = {}
        said = []
        for place in places:
            if place.handle not in windows:
                by = User.objects.get(handle=place.handle) if place.handle else None
                windows[place.handle] = open_window(by=by, **options)
            page = windows[place.handle]
            answer = page.goto(place.address)
            if answer.status != place.status:
                said.append(f"{place.name}: answered {answer.status}")
            if place.act:
                place.act(page)
            said += [f"{place.name}: {one}" for one in find(page)]
        return said

    return go


@pytest.fixture
def page(open_window: Callable[..., Page]) -> Page:
    """A visitor's page on a laptop."""
    return open_window()


@pytest.fixture
def ideas(live_server: Any, tom: User, settings: Any) -> list[Idea]:
    """What waits in the moderators' queue: Bench, Lamp and Tree, by tom."""
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    return three_waiting(tom)


@pytest.fixture
def desk(open_window: Callable[..., Page], mo: User, ideas: list[Idea]) -> Page:
    """The queue as mo has it before any case is opened."""
    page = open_window(by=mo)
    page.goto(QUEUE)
    page.wait_for_load_state("networkidle")
    return page


@pytest.fixture
def barriers() -> Callable[..., list[str]]:
    """What axe finds on a page against WCAG 2.2 AA and good practice: the rule and the first place where it is broken.

    `rules` narrows it to those, where only they can differ from what was looked at before.
    """

    def find(page: Page, rules: list[str] | None = None) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.read_text(encoding="utf-8"))
        only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": RULES}
        found = page.evaluate("only => axe.run({runOnly: only, resultTypes: ['violations']})", only)
        return [f"{rule['id']}: {rule['help']}: {rule['nodes'][0]['html'][:200]}" for rule in found["violations"]]

    return find
