"""What the picture and the film component promise: a reserved place, the right files, words for those who listen."""

import re

import pytest
from django.conf import settings
from django.template import Context, Template

from gallery.models import MediaItem
from gallery.showing import SHAPES, shape_of, share_card_of
from gallery.storages import public
from tests.gallery.things import drawn, encoded, make_captions, make_film, make_media, store

pytestmark = pytest.mark.django_db


def draw(tag: str, item: MediaItem) -> str:
    return Template(f"{{% load media %}}{{% {tag} %}}").render(Context({"item": item}))


def fetched(item: MediaItem) -> MediaItem:
    return MediaItem.objects.with_renditions().get(pk=item.pk)


def attribute(html: str, element: str, name: str) -> list[str]:
    return [
        found[1]
        for tag in re.findall(rf"<{element}\b[^>]*>", html)
        if (found := re.search(rf'\b{name}="([^"]*)"', tag))
    ]


def test_a_picture_offers_avif_then_webp_in_all_widths() -> None:
    html = draw('picture item sizes="50vw"', make_media())
    assert attribute(html, "source", "type") == ["image/avif", "image/webp"]
    assert attribute(html, "source", "sizes") == ["50vw", "50vw"]
    for srcset in attribute(html, "source", "srcset"):
        assert [part.rsplit(" ", 1)[1] for part in srcset.split(", ")] == ["320w", "640w"]


def test_every_address_of_a_public_picture_leads_to_its_file() -> None:
    item = make_media()
    html = draw("picture item", item)
    addresses = [part.split(" ")[0] for srcset in attribute(html, "source", "srcset") for part in srcset.split(", ")]
    addresses += attribute(html, "img", "src")
    keys = {address.removeprefix(settings.MEDIA_URL) for address in addresses}
    assert len(keys) == 5
    assert keys <= {one.key for one in item.renditions.all()}
    assert all(public().exists(key) for key in keys)


def test_the_fallback_is_the_widest_jpeg_else_the_widest_webp() -> None:
    for formats, wanted in ((("avif", "webp", "jpeg"), "jpeg"), (("avif", "webp"), "webp")):
        item = make_media(formats=formats)
        widest = item.renditions.get(role="w640", format=wanted)
        assert attribute(draw("picture item", item), "img", "src") == [public().url(widest.key)]


def test_the_place_is_reserved_before_the_picture_arrives() -> None:
    html = draw("picture item", make_media(size=(900, 600)))
    assert attribute(html, "img", "width") == ["640"]
    assert attribute(html, "img", "height") == ["427"]


def test_sizes_are_bare_numbers_in_every_language(settings) -> None:
    settings.USE_THOUSAND_SEPARATOR = True
    item = make_media(widths=())
    store(item, "w2048", "webp", b"-", (2048, 1365))
    html = draw("picture item", item)
    assert 'width="2048" height="1365"' in html
    assert attribute(html, "source", "srcset")[0].endswith(" 2048w")


def test_the_words_of_its_owner_are_said_and_escaped() -> None:
    html = draw("picture item", make_media(alt='A "red" bench <b>'))
    assert 'alt="A &quot;red&quot; bench &lt;b&gt;"' in html


def test_without_words_it_is_silent_and_never_says_the_name_of_the_file() -> None:
    html = draw("picture item", make_media(name="IMG_4711.jpg"))
    assert 'alt=""' in html
    assert "4711" not in html


def test_a_picture_waits_until_it_is_near_unless_the_page_is_about_it() -> None:
    item = make_media()
    assert attribute(draw("picture item", item), "img", "loading") == ["lazy"]
    assert attribute(draw("picture item eager=True", item), "img", "loading") == []


@pytest.mark.parametrize("colour", [0, 21, 63])
def test_its_colour_stands_in_for_it(colour: int) -> None:
    styles = (settings.BASE_DIR / "core/static/core/css/components/tone.css").read_text()
    assert f'class="picture-image tone-{colour}"' in draw("picture item", _toned(colour))
    assert f".tone-{colour} {{" in styles


def _toned(colour: int | None) -> MediaItem:
    item = make_media(widths=(320,))
    item.colour = colour
    return item


def test_no_colour_is_no_class() -> None:
    assert "tone-" not in draw("picture item", _toned(None))


def test_the_ramp_has_64_colours() -> None:
    styles = (settings.BASE_DIR / "core/static/core/css/components/tone.css").read_text()
    tones = dict(re.findall(r"\.tone-(\d+) \{ background-color: (#\w{6});", styles))
    assert sorted(map(int, tones)) == list(range(64))
    assert len(set(tones.values())) == 64
    assert (tones["0"], tones["48"], tones["12"], tones["3"]) == ("#202020", "#e02020", "#20e020", "#2020e0")


def test_what_lies_in_the_private_storage_is_asked_for_through_the_gate(client) -> None:
    item = make_media(is_public=False)
    html = draw("picture item", item)
    assert settings.MEDIA_URL not in html
    address = attribute(html, "img", "src")[0]
    assert str(item.token) in address
    assert client.get(address).status_code == 404
    client.force_login(item.owner)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"


def test_what_is_not_prepared_yet_says_so() -> None:
    html = draw("picture item", make_media(widths=()))
    assert "<img" not in html
    assert 'aria-label="The picture is not ready yet"' in html
    assert "The film is not ready yet" in draw("film item", make_media())


def test_a_share_card_alone_is_better_than_nothing() -> None:
    item = make_media(widths=())
    card = store(item, "card", "jpeg", encoded(drawn(400, 210, (10, 10, 10)), "jpeg"), (400, 210))
    assert attribute(draw("picture item", item), "img", "src") == [public().url(card.key)]
    assert share_card_of(item) == public().url(card.key)
    item.is_public = False
    assert share_card_of(item) == ""


def test_a_film_starts_only_when_somebody_wants_it_to() -> None:
    html = draw("film item", make_film())
    video = re.search(r"<video[^>]*>", html)[0]
    assert " controls " in video
    assert 'preload="none"' in video
    assert " playsinline" in video
    assert "autoplay" not in html
    assert 'width="1920" height="1080"' in video


def test_a_film_shows_its_poster_and_offers_the_large_file_to_large_windows() -> None:
    item = make_film()
    html = draw("film item", item)
    files = {one.role + one.format: public().url(one.key) for one in item.renditions.all()}
    assert attribute(html, "video", "poster") == [files["poster-1jpeg"]]
    assert attribute(html, "source", "src") == [files["film-1080mp4"], files["film-480mp4"]]
    assert attribute(html, "source", "type") == ["video/mp4", "video/mp4"]
    assert attribute(html, "source", "media") == ["(min-width: 48rem)"]
    assert attribute(html, "a", "href") == [files["film-1080mp4"]]


def test_a_film_with_one_file_offers_it_to_every_window() -> None:
    item = make_film()
    item.renditions.filter(role="film-1080").delete()
    html = draw("film item", fetched(item))
    assert len(attribute(html, "source", "src")) == 1
    assert attribute(html, "source", "media") == []


def test_captions_are_offered_by_the_name_of_their_language(client) -> None:
    item = make_film()
    make_captions(item, "he", "שלום")
    make_captions(item, "tlh")
    html = draw("film item", fetched(item))
    assert attribute(html, "track", "kind") == ["captions", "captions"]
    assert sorted(attribute(html, "track", "srclang")) == ["he", "tlh"]
    assert sorted(attribute(html, "track", "label")) == ["tlh", "עברית"]
    client.force_login(item.owner)
    answer = client.get(next(src for src in attribute(html, "track", "src") if "-he." in src))
    assert answer.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert "שלום" in answer.content.decode()


def test_captions_that_nobody_published_are_offered_to_nobody_however_the_film_was_fetched() -> None:
    item = make_film()
    make_captions(item, "he", state="waiting")
    for found in (item, fetched(item)):
        assert attribute(draw("film item", found), "track", "src") == []
    assert len(attribute(draw("film item newest=True", MediaItem.objects.get(pk=item.pk)), "track", "src")) == 1


def test_the_poster_stands_for_the_film_among_pictures() -> None:
    html = draw("picture item", make_film())
    assert attribute(html, "source", "type") == ["image/webp"]
    assert attribute(html, "img", "width") == ["640"]


def test_no_component_asks_the_database(max_queries) -> None:
    items = [fetched(make_media()), fetched(make_film())]
    draw("picture item", items[0])
    with max_queries(0):
        for item in items:
            draw("picture item", item)
            draw("film item", item)


@pytest.mark.parametrize(
    ("size", "shape"),
    [((14400, 3600), "banner"), ((7200, 3600), "billboard"), ((1920, 1080), "film"), ((4032, 3024), "landscape"),
     ((1000, 1000), "square"), ((3024, 4032), "portrait"), ((1080, 1920), "tall"), ((1, 60000), "tall")],
)  # fmt: skip
def test_a_piece_is_put_into_the_nearest_frame(size: tuple[int, int], shape: str) -> None:
    assert shape_of(*size) == shape


def test_every_frame_has_a_style() -> None:
    styles = (settings.BASE_DIR / "core/static/core/css/components/work-card.css").read_text()
    assert set(re.findall(r'data-shape="(\w+)"', styles)) == set(SHAPES) - {"square"}
