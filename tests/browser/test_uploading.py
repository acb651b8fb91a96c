"""Files on their way from a real browser: lost connections, reloads, pauses, and the words beside them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from gallery.actions.uploading import abandon_upload
from gallery.models import MediaItem, Stage, UploadSession, UploadState
from gallery.purposes import MB
from gallery.storages import private
from tests.gallery.buckets import owner_of
from tests.gallery.conftest import bucket_storage, own_storages, s3_server  # noqa: F401
from tests.gallery.sending import PART, begun, content

ADDRESS = "/files-page/"
LOST = ("ERR_FAILED", "ERR_CONNECTION", "status of 507", "status of 503", "status of 408", "ERR_INTERNET_DISCONNECTED")
SIZE = 4 * PART + 1000


@pytest.fixture
def files_page(open_window, tom, settings, own_storages, kept_tasks) -> Callable[..., Page]:  # noqa: F811
    """`files_page()`: tom's window with the page; whatever he is asked about leaving, he leaves."""
    settings.ROOT_URLCONF = "tests.browser.uploads_page"

    def open_it(address: str = ADDRESS, **options: Any) -> Page:
        page = open_window(by=tom, expecting=LOST, **options)
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(address)
        page.wait_for_load_state("networkidle")
        return page

    return open_it


@pytest.fixture
def cup(tmp_path: Path) -> Path:
    return a_file(tmp_path, "cup.jpg", SIZE)


def a_file(folder: Path, name: str, size: int) -> Path:
    path = folder / name
    path.write_bytes(content(size))
    return path


def choose(page: Page, *files: Path) -> None:
    page.set_input_files("input[type=file]", files)


def row(page: Page, name: str = "cup.jpg") -> Any:
    return page.locator(".upload-item", has_text=name)


def press(page: Page, name: str) -> None:
    row(page).get_by_role("button", name=name).click()


def arrived(page: Page) -> MediaItem:
    """Once the file is whole."""
    expect(row(page)).to_have_attribute("data-state", "checking", timeout=20_000)
    item = MediaItem.objects.get()
    with private().open(item.key) as file:
        assert file.read() == content(SIZE)
    assert page.locator("input[name=uploads]").input_value() == str(item.token)
    return item


def hold_parts(page: Page, after: int) -> tuple[list[Route], list[int]]:
    """Parts are let through until so many have been; the others are held, in the list."""
    held: list[Route] = []
    passed: list[int] = []

    def gate(route: Route) -> None:
        number = int(route.request.url.rstrip("/").rsplit("/", 1)[1])
        if len(passed) < after:
            passed.append(number)
            route.continue_()
        else:
            held.append(route)

    page.route("**/parts/*/", gate)
    return held, passed


def test_a_file_is_sent_checked_and_stands_in_the_form(files_page, cup):
    page = files_page()
    page.fill("#words", "Hello")
    choose(page, cup)
    item = arrived(page)
    expect(row(page)).to_contain_text("Waiting to be checked")
    MediaItem.objects.update(stage=Stage.PROCESSING, step="converting", percent=40)
    expect(row(page)).to_contain_text("Converting, 40 %")
    measured = {"format": "JPEG", "width": 4000, "height": 3000}
    MediaItem.objects.update(stage=Stage.READY, step="", percent=100, measured=measured)
    expect(row(page).locator(".preflight-item[data-result=good]").first).to_contain_text("JPEG, 4.2 MB")
    expect(row(page)).to_contain_text("4000 × 3000 px")
    expect(page.locator("#said")).to_have_text("cup.jpg: Ready")
    page.get_by_role("button", name="Send it").click()
    expect(page.locator("#posted")).to_have_text(f"Hello: {item.token}")


def test_a_refused_file_says_why_and_does_not_go_with_the_form(files_page, cup):
    page = files_page()
    choose(page, cup)
    arrived(page)
    MediaItem.objects.update(stage=Stage.FAILED, reason_code="crashed", measured={})
    reason = "This file could not be read to its end, twice. Please save it anew or choose another."
    expect(row(page).locator(".preflight-item[data-result=fix]")).to_contain_text(reason)
    expect(row(page)).to_contain_text("JPEG, PNG, WebP or HEIC, up to 15 MB")
    expect(page.locator("#said")).to_have_text(f"cup.jpg: {reason}")
    assert page.locator("input[name=uploads]").count() == 0
    expect(row(page).get_by_role("button", name="Replace")).to_be_visible()


def test_a_connection_cut_in_the_middle_is_taken_up_where_it_broke(files_page, cup):
    page = files_page()
    held, passed = hold_parts(page, after=2)
    choose(page, cup)
    expect(row(page)).to_have_attribute("data-state", "sending")
    expect(row(page)).to_contain_text("50%")
    page.context.set_offline(True)
    for route in held:
        route.abort("connectionfailed")
    expect(row(page)).to_contain_text("Waiting for a connection")
    expect(row(page)).to_contain_text("2.1 MB of 4.2 MB are safe with us. It goes on where it stopped.")
    page.unroute("**/parts/*/")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/parts/" in request.url else None)
    page.context.set_offline(False)
    arrived(page)
    assert passed == [1, 2]
    assert {int(url.rstrip("/").rsplit("/", 1)[1]) for url in sent} == {3, 4, 5}


def test_a_storage_that_fails_for_now_is_tried_again(files_page, cup):
    page = files_page()
    failures: list[int] = []

    def full(route: Route) -> None:
        failures.append(1)
        if len(failures) < 4:
            route.fulfill(status=507, json={"errors": {"__all__": ["There is no room."]}}, headers={"Retry-After": "0"})
        else:
            route.continue_()

    page.route("**/parts/*/", full)
    choose(page, cup)
    arrived(page)
    assert len(failures) == 3 + 5


def test_a_part_that_came_too_slowly_is_sent_again_and_the_page_says_why(files_page, cup):
    page = files_page()
    tries: list[int] = []

    def slow(route: Route) -> None:
        tries.append(1)
        if len(tries) == 1:
            route.fulfill(status=408, json={"errors": {"__all__": ["The connection is slow."]}})
        else:
            route.continue_()

    page.route("**/parts/*/", slow, times=2)
    choose(page, cup)
    expect(row(page)).to_contain_text("The connection is slow: a part did not arrive in time and is sent once more.")
    expect(row(page)).to_contain_text("It goes on where it stopped.")
    arrived(page)
    assert len(tries) == 2


def test_after_a_reload_the_same_file_goes_on(files_page, cup):
    page = files_page()
    hold_parts(page, after=3)
    choose(page, cup)
    expect(row(page)).to_contain_text("75%")
    page.reload()
    page.unroute("**/parts/*/")
    expect(row(page)).to_contain_text("Interrupted")
    expect(row(page)).to_contain_text("Choose the same file again, and it goes on where it stopped.")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/parts/" in request.url else None)
    choose(page, cup)
    arrived(page)
    assert page.locator(".upload-item").count() == 1
    assert len(sent) == 2
    assert UploadSession.objects.count() == 1


def test_a_file_that_had_arrived_before_the_reload_is_not_sent_again(files_page, cup):
    page = files_page()
    choose(page, cup)
    item = arrived(page)
    page.reload()
    page.wait_for_load_state("networkidle")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/parts/" in request.url else None)
    choose(page, cup)
    assert arrived(page) == item
    assert sent == []


def test_another_browser_of_the_same_member_goes_on_as_well(files_page, cup):
    first = files_page()
    hold_parts(first, after=3)
    choose(first, cup)
    expect(row(first)).to_contain_text("75%")
    first.close()
    second = files_page()
    expect(row(second)).to_contain_text("Interrupted")
    choose(second, cup)
    arrived(second)
    assert UploadSession.objects.count() == 1


def test_a_pause_stops_the_sending_and_going_on_does_not_begin_anew(files_page, cup):
    page = files_page()
    held, passed = hold_parts(page, after=2)
    choose(page, cup)
    expect(row(page)).to_contain_text("50%")
    press(page, "Pause")
    expect(row(page)).to_contain_text("Paused")
    expect(row(page).get_by_role("button", name="Go on")).to_be_focused()
    assert (len(held), passed) == (1, [1, 2])
    page.unroute("**/parts/*/")
    press(page, "Go on")
    arrived(page)
    assert UploadSession.objects.count() == 1


def test_taking_it_out_leaves_nothing(files_page, cup, own_storages):  # noqa: F811
    page = files_page()
    hold_parts(page, after=2)
    choose(page, cup)
    expect(row(page)).to_contain_text("50%")
    with page.expect_response("**/abandon/"):
        press(page, "Take out")
    expect(row(page)).to_have_count(0)
    assert UploadSession.objects.get().state == UploadState.ABANDONED
    assert not list(own_storages.rglob("[0-9]"))
    expect(page.locator("input[type=file]")).to_be_focused()


def test_several_files_go_one_after_the_other_and_a_fourth_is_refused(files_page, tmp_path):
    page = files_page()
    choose(page, *(a_file(tmp_path, f"{name}.jpg", PART + 5) for name in ("one", "two", "three", "four")))
    expect(page.locator(".upload-item[data-state=checking]")).to_have_count(3)
    expect(page.locator("[data-note]")).to_have_text("Files at once, at most: 3. Take one out to add another.")
    assert sorted(MediaItem.objects.values_list("name", flat=True)) == ["one.jpg", "three.jpg", "two.jpg"]


def test_a_file_that_is_too_heavy_is_not_even_begun(files_page, tmp_path):
    page = files_page()
    choose(page, a_file(tmp_path, "cup.jpg", 15 * MB + 100_000))
    expect(row(page)).to_contain_text("The file has 15.1 MB; at most 15 MB are allowed.")
    expect(row(page).get_by_role("button")).to_have_text(["Replace", "Take out"])
    assert not UploadSession.objects.exists()


def test_what_the_server_refuses_is_said_in_its_words(files_page, tmp_path):
    page = files_page()
    choose(page, a_file(tmp_path, "cup.jpg", 0))
    expect(row(page)).to_contain_text("The file is empty.")
    expect(page.locator("#said")).to_have_text("The file is empty.")


def test_a_refusal_that_may_pass_can_be_tried_again(files_page, cup, tom):
    others = [begun(by=tom) for _n in range(3)]
    page = files_page()
    choose(page, cup)
    refused = page.locator(".upload-item[data-state=refused]")
    expect(refused).to_contain_text("At most 3 uploads may be open at once. Let one finish, or abandon it.")
    abandon_upload(others[0], by=tom)
    refused.get_by_role("button", name="Try now").click()
    expect(page.locator(".upload-item[data-state=checking]")).to_have_count(1, timeout=20_000)


def test_the_form_waits_for_a_file_that_has_not_arrived(files_page, cup):
    page = files_page()
    hold_parts(page, after=1)
    page.fill("#words", "Kept")
    choose(page, cup)
    expect(row(page)).to_contain_text("25%")
    page.get_by_role("button", name="Send it").click()
    expect(page.locator("[data-note]")).to_have_text("Not every file has arrived yet. Wait for it, or take it out.")
    expect(page.locator("#words")).to_have_value("Kept")
    page.unroute("**/parts/*/")  # lets those through that were held
    item = arrived(page)
    page.get_by_role("button", name="Send it").click()
    expect(page.locator("#posted")).to_have_text(f"Kept: {item.token}")


def test_without_javascript_the_form_brings_the_file(files_page, tmp_path):
    page = files_page(java_script_enabled=False, width=360)
    zone, field = (page.locator(place).bounding_box() for place in (".drop-zone", "input[type=file]"))
    assert zone["x"] < field["x"] and field["x"] + field["width"] < zone["x"] + zone["width"]
    page.fill("#words", "Plain")
    choose(page, a_file(tmp_path, "cup.jpg", 500))
    page.get_by_role("button", name="Send it").click()
    expect(page.locator("#posted")).to_have_text("Plain: cup.jpg")


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_stands_in_the_way_of_anybody(files_page, cup, barriers, width):
    page = files_page(width=width)
    assert barriers(page) == []
    choose(page, cup)
    arrived(page)
    MediaItem.objects.update(stage=Stage.FAILED, reason_code="crashed")
    expect(row(page).locator(".preflight-item").first).to_be_visible()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture
def direct(bucket_storage, settings, live_server) -> str:  # noqa: F811
    """The private storage is a bucket, into which browsers of this site may send."""
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**policy, "connect-src": ["'self'", bucket_storage]}}
    rule = {"AllowedOrigins": [live_server.url], "AllowedMethods": ["PUT"], "AllowedHeaders": ["*"]}
    owner = owner_of(bucket_storage)
    owner.put_bucket_cors(Bucket=private().bucket_name, CORSConfiguration={"CORSRules": [rule]})
    return bucket_storage


@pytest.mark.s3
def test_parts_go_from_the_browser_straight_into_the_bucket(files_page, direct, tmp_path):
    size = 8 * PART + 1000
    page = files_page()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "PUT" else None)
    choose(page, a_file(tmp_path, "cup.jpg", size))
    expect(row(page)).to_have_attribute("data-state", "checking", timeout=30_000)
    item = MediaItem.objects.get()
    with private().open(item.key) as file:
        assert file.read() == content(size)
    assert len(sent) == 2
    assert all(url.startswith(f"{direct}/") for url in sent)


@pytest.mark.s3
def test_a_bucket_that_breaks_off_is_tried_again_at_a_new_address(files_page, direct, tmp_path):
    page = files_page()
    tries: list[str] = []

    def break_off(route: Route) -> None:
        tries.append(route.request.url)
        if len(tries) == 1:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(f"{direct}/**", break_off)
    choose(page, a_file(tmp_path, "cup.jpg", 1000))
    expect(row(page)).to_have_attribute("data-state", "checking", timeout=30_000)
    assert len(tries) == 2
