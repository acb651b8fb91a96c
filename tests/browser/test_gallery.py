"""The lightbox: by mouse, keys and touch, with the browser's own back, and the same pages without script."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from gallery.addresses import url_of
from gallery.storages import public
from tests.factories import make_idea
from tests.gallery.buckets import owner_of
from tests.gallery.conftest import bucket_storage, own_storages, s3_server  # noqa: F401
from tests.gallery.things import make_film, make_gallery, make_media

TITLES = ("A red bench", "A tall lamp", "A wide wall")  # the newest first
LIGHTBOX = "#lightbox"


@pytest.fixture
def works(live_server, tom):
    """Three pictures of different shapes, each under an idea of its own."""
    make_gallery()
    sizes, now = ((900, 600), (600, 900), (1200, 300)), timezone.now()
    return [
        make_media(
            by=tom,
            under=make_idea(title=title, by=tom),
            size=size,
            alt=f"Drawn: a disc, {n}",
            at=now - timedelta(hours=n),
        )
        for n, (title, size) in enumerate(zip(TITLES, sizes, strict=True))
    ]


def opened(page: Page) -> Page:
    """The gallery, with the first work open in it."""
    page.goto("/gallery/")
    page.evaluate("window.stillHere = true")
    page.get_by_role("link", name=TITLES[0]).click()
    expect_work(page, TITLES[0])
    return page


def expect_work(page: Page, title: str) -> None:
    expect(page.locator(LIGHTBOX)).to_be_visible()
    expect(page.locator(f"{LIGHTBOX} .work-title")).to_have_text(title)
    expect(page.locator(f"{LIGHTBOX} .work-title")).to_be_focused()
    expect(page).to_have_title(f"{title}, by Tom")


def expect_list(page: Page, focus: str) -> None:
    """The list alone, as it was, with the focus on this work."""
    expect(page.locator(LIGHTBOX)).to_be_hidden()
    expect(page).to_have_url("/gallery/")
    expect(page.get_by_role("link", name=focus)).to_be_focused()
    assert page.evaluate("window.stillHere")


def test_a_work_opens_over_the_list_at_its_own_address(page, works):
    opened(page)
    expect(page).to_have_url(f"/work/{works[0].pk}/")
    assert page.evaluate("window.stillHere")
    expect(page.locator(f"{LIGHTBOX} .work-stage img")).to_be_visible()
    assert page.evaluate("document.querySelector('#lightbox .work-stage img').naturalWidth") > 0


def test_its_address_opened_by_itself_is_a_whole_page(page, works):
    opened(page)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLES[0])
    expect(page.locator(".masthead")).to_have_count(1)
    page.go_back()
    expect(page.locator("[data-work]")).to_have_count(3)


def test_arrows_go_through_the_list_and_stop_at_its_ends(page, works):
    opened(page)
    for title in (TITLES[1], TITLES[2]):
        page.keyboard.press("ArrowRight")
        expect_work(page, title)
    expect(page.locator(f"{LIGHTBOX} a[rel=next]")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect_work(page, TITLES[1])
    expect(page).to_have_url(f"/work/{works[1].pk}/")


def test_escape_leads_back_to_the_work_that_was_looked_at_last(page, works):
    opened(page)
    page.keyboard.press("ArrowRight")
    expect_work(page, TITLES[1])
    page.keyboard.press("Escape")
    expect_list(page, TITLES[1])


def test_back_closes_it_and_forward_opens_it_again(page, works):
    opened(page)
    page.go_back()
    expect_list(page, TITLES[0])
    page.go_forward()
    expect_work(page, TITLES[0])
    expect(page).to_have_url(f"/work/{works[0].pk}/")


@pytest.mark.parametrize("name", ["Close", "Gallery"])
def test_it_can_be_closed_with_the_mouse(page, works, name):
    opened(page)
    page.locator(LIGHTBOX).get_by_role("button" if name == "Close" else "link", name=name).click()
    expect_list(page, TITLES[0])


def test_next_and_previous_can_be_clicked(page, works):
    opened(page)
    page.locator(f"{LIGHTBOX} a[rel=next]").click()
    expect_work(page, TITLES[1])
    page.locator(f"{LIGHTBOX} a[rel=prev]").click()
    expect_work(page, TITLES[0])


def swipe(page: Page, along: int) -> None:
    page.evaluate(
        """(along) => {
          const target = document.querySelector("#lightbox .work-stage");
          const touch = (type, clientX) => target.dispatchEvent(
            new PointerEvent(type, {pointerType: "touch", clientX, clientY: 200, bubbles: true}));
          touch("pointerdown", 200);
          touch("pointerup", 200 + along);
        }""",
        along,
    )


def test_a_swipe_turns_the_page_in_the_direction_of_reading(open_window, works):
    page = opened(open_window(has_touch=True, width=360))
    swipe(page, -150)
    expect_work(page, TITLES[1])
    swipe(page, 150)
    expect_work(page, TITLES[0])


def test_in_hebrew_the_arrow_to_the_left_leads_on(open_window, works):
    page = opened(open_window(locale="he"))
    page.keyboard.press("ArrowLeft")
    expect_work(page, TITLES[1])


def test_a_click_with_a_modifier_opens_a_window_of_its_own(page, works):
    page.goto("/gallery/")
    with page.context.expect_page() as new:
        page.get_by_role("link", name=TITLES[0]).click(modifiers=["Control"])
    expect(new.value).to_have_url(f"/work/{works[0].pk}/")
    expect(page.locator(LIGHTBOX)).to_be_hidden()


def test_a_work_that_is_gone_meanwhile_leads_to_the_page_that_says_so(page, works):
    page.goto("/gallery/")
    address = f"/work/{works[0].pk}/"
    works[0].delete()
    page.get_by_role("link", name=TITLES[0]).click()
    expect(page).to_have_url(address)
    expect(page.locator(".error-page")).to_be_visible()


def test_its_link_can_be_shared_from_the_lightbox(page, works):
    opened(page)
    page.locator(f"{LIGHTBOX} details.menu > summary").click()
    copy = page.locator(f"{LIGHTBOX} [data-behavior=copy-link]")
    expect(copy).to_be_visible()
    assert copy.get_attribute("data-url").endswith(f"/work/{works[0].pk}/")


def test_arrows_in_a_film_move_the_film(page, works, tom):
    make_film(by=tom, under=make_idea(title="A short film", by=tom))
    page.goto("/gallery/")
    page.get_by_role("link", name="A short film").click()
    expect_work(page, "A short film")
    page.locator(f"{LIGHTBOX} video").focus()
    page.keyboard.press("ArrowRight")
    page.locator(f"{LIGHTBOX} .work-title").focus()
    page.keyboard.press("ArrowRight")
    expect_work(page, TITLES[0])  # one further, not two


def test_works_that_came_later_open_in_it_too(page, works, tom):
    idea = works[2]
    for n in range(25):
        make_media(
            by=tom,
            under=make_idea(title=f"Older {n}", by=tom),
            widths=(320,),
            formats=("webp",),
            at=idea.published_at - timedelta(hours=n + 1),
        )
    page.goto("/gallery/")
    page.get_by_role("link", name="More work").click()
    page.get_by_role("link", name="Older 24").click()
    expect_work(page, "Older 24")


def test_without_script_every_work_is_a_page(open_window, works):
    page = open_window(java_script_enabled=False)
    page.goto("/gallery/")
    page.get_by_role("link", name=TITLES[0]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLES[0])
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLES[1])
    page.locator("main").get_by_role("link", name="Gallery").click()
    expect(page).to_have_url("/gallery/")
    expect(page.locator("[data-work]")).to_have_count(3)


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_jumps_when_the_pictures_arrive(open_window, works, width):
    page = open_window(width=width)
    page.add_init_script(
        "window.shifted = 0;"
        "new PerformanceObserver((seen) => { for (const one of seen.getEntries()) window.shifted += one.value; })"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    for address in ("/gallery/", f"/work/{works[0].pk}/"):
        page.goto(address, wait_until="networkidle")
        assert page.evaluate("window.shifted") < 0.01


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_barrier_in_the_list_and_in_the_lightbox(open_window, works, barriers, scheme, width):
    page = open_window(width=width, color_scheme=scheme, reduced_motion="reduce")
    page.goto("/gallery/", wait_until="networkidle")
    assert barriers(page) == []
    opened(page)
    assert barriers(page) == []


@pytest.fixture
def buckets(bucket_storage, settings, live_server) -> str:  # noqa: F811
    """Both storages are buckets, one of which everybody may read."""
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**policy, "img-src": ["'self'", bucket_storage]}}
    name = public().bucket_name
    grant = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/*"}
    owner_of(bucket_storage).put_bucket_policy(
        Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [grant]})
    )
    return bucket_storage


@pytest.mark.s3
def test_pictures_come_from_the_buckets(open_window, buckets, tom):
    """What everybody may see from the open one; what waits to its owner alone, at an address that was signed for it."""
    make_gallery()
    make_media(by=tom, under=make_idea(title=TITLES[0], by=tom))
    waiting = make_media(by=tom, is_public=False, state="waiting")
    page = open_window(by=tom)
    page.goto("/gallery/")
    picture = page.get_by_role("main").locator("img").first
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("picture => picture.naturalWidth") > 0
    assert picture.evaluate("picture => picture.currentSrc").startswith(f"{buckets}/{public().bucket_name}/")
    address = url_of(waiting, waiting.renditions.get(role="w320", format="webp"))
    measure = "src => new Promise(done => Object.assign(new Image(), {src, onload() { done(this.naturalWidth); }}))"
    assert page.evaluate(measure, address) == 320
    assert open_window().request.get(address).status == 404
