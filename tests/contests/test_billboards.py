"""Billboards in the street: made from what is shown, once, for whoever may see the entry, and not after it is gone."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from PIL import Image

from contests.billboards import in_scene, street_views_of
from contests.models import Entry, Scene
from contests.phases import Phase
from core.audience.groups import INSIDERS
from core.publication import State
from gallery.keeping import name_of, shown_file_of
from gallery.models import MediaItem, Rendition
from gallery.storages import private
from tests.contests.streets import make_picture, make_scene
from tests.contests.things import make_contest, make_entry
from tests.core.audience.trees import close
from tests.gallery.conftest import own_storages  # noqa: F401 - a fixture
from tests.gallery.pictures import corners_of, four_corners
from tests.gallery.things import files_kept, make_media, store
from tests.limits import answers_until_refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def billboard() -> Entry:
    return entered(make_entry(make_contest(Phase.VOTING, kind="billboard"), title="Six o’clock", media=False))


def entered(entry: Entry, design: Image.Image | None = None) -> Entry:
    """With a design in four colours, as it is shown."""
    item = make_media(by=entry.author, under=entry, purpose="billboard", size=(2, 1), widths=())
    held = BytesIO()
    (design or four_corners(1280, 640)).save(held, "WEBP", lossless=True, exif=b"Exif\0\0II*\0\x08\0\0\0\0\0")
    store(item, "w1280", "webp", held.getvalue(), (1280, 640))
    return entry


def work(entry: Entry) -> MediaItem:
    return MediaItem.objects.of(entry, kind="entry").prefetch_related("renditions").get()


def address(entry: Entry, scene: Scene) -> str:
    return reverse("contests:scene", args=[entry.pk, scene.pk])


def picture(response: Any) -> Image.Image:
    assert response.status_code == 200
    return Image.open(BytesIO(response.content))


def test_the_design_hangs_on_the_wall(client, billboard):
    response = client.get(address(billboard, make_scene()))
    seen = picture(response)
    assert (response["Content-Type"], seen.format, seen.size) == ("image/jpeg", "JPEG", (1600, 900))
    assert corners_of(seen.crop((400, 180, 1200, 580))) == corners_of(four_corners())
    assert min(seen.getpixel((200, 700))) > 245


def test_it_carries_pixels_and_nothing_else(client, billboard):
    seen = picture(client.get(address(billboard, make_scene())))
    assert dict(seen.getexif()) == {}
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(seen.info)


def test_the_small_one_is_small(client, billboard):
    seen = picture(client.get(address(billboard, make_scene()) + "?small"))
    assert seen.size == (400, 225)
    assert corners_of(seen.crop((100, 45, 300, 145))) == corners_of(four_corners())


def test_a_long_design_stands_in_the_middle_of_a_wall_for_shorter_ones(billboard):
    entry = make_entry(billboard.contest, media=False)
    entered(entry, Image.new("RGB", (1280, 320), "red"))
    made = shown_file_of(work(entry))
    seen = Image.open(BytesIO(in_scene(made, make_scene())))
    assert seen.getpixel((800, 380))[1] < 40
    assert min(seen.getpixel((800, 230))) > 240


def test_it_is_made_once_and_then_sent_as_it_is(client, billboard):
    scene = make_scene()
    first = client.get(address(billboard, scene))
    [file] = files_kept()
    file.write_bytes(b"as it is kept")
    assert client.get(address(billboard, scene)).content == b"as it is kept"
    assert client.get(address(billboard, scene), headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_visitors_caches_keep_it_for_minutes_and_members_see_to_it_each_time(client, billboard, tom):
    scene = make_scene()
    assert client.get(address(billboard, scene))["Cache-Control"] == "public, max-age=300"
    client.force_login(tom)
    assert client.get(address(billboard, scene))["Cache-Control"] == "private, no-cache"


def test_another_design_wall_or_picture_is_another_version(client, billboard):
    scene = make_scene()
    versions = [client.get(address(billboard, scene))["ETag"]]
    Rendition.objects.filter(item=work(billboard)).delete()
    store(work(billboard), "w640", "jpeg", _jpeg("navy"), (640, 320))
    versions.append(client.get(address(billboard, scene))["ETag"])
    Scene.objects.filter(pk=scene.pk).update(top_left_x=0.2)
    versions.append(client.get(address(billboard, scene))["ETag"])
    Scene.objects.filter(pk=scene.pk).update(picture=make_picture("grey"))
    versions.append(client.get(address(billboard, scene))["ETag"])
    assert len(set(versions)) == 4


def _jpeg(colour: str) -> bytes:
    held = BytesIO()
    Image.new("RGB", (640, 320), colour).save(held, "JPEG")
    return held.getvalue()


@pytest.mark.parametrize("state", [State.HIDDEN, State.WITHDRAWN, State.WAITING, State.REJECTED, State.RETURNED])
def test_an_entry_that_is_not_public_has_no_picture_for_others(client, billboard, tom, state):
    scene = make_scene()
    assert client.get(address(billboard, scene)).status_code == 200
    Entry.objects.filter(pk=billboard.pk).update(state=state)
    assert client.get(address(billboard, scene)).status_code == 404
    client.force_login(tom)
    assert client.get(address(billboard, scene)).status_code == 404


def test_its_author_sees_it_while_it_waits_and_no_cache_does(client, billboard):
    Entry.objects.filter(pk=billboard.pk).update(state=State.WAITING)
    client.force_login(billboard.author)
    response = client.get(address(billboard, make_scene()))
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-cache")


def test_a_design_that_was_hidden_by_itself_has_none(client, billboard):
    scene = make_scene()
    MediaItem.objects.filter(pk=work(billboard).pk).update(state=State.HIDDEN)
    assert client.get(address(billboard, scene)).status_code == 404


def test_behind_a_closed_door_it_is_for_those_inside(client, billboard, tom, ines):
    scene = make_scene()
    close(billboard.contest, INSIDERS)
    assert client.get(address(billboard, scene)).status_code == 404
    client.force_login(tom)
    assert client.get(address(billboard, scene)).status_code == 404
    client.force_login(ines)
    response = client.get(address(billboard, scene))
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-cache, no-store")


def test_photos_unknown_walls_and_lost_files_have_none(client, billboard):
    scene = make_scene()
    photo = make_entry(make_contest(Phase.VOTING), title="Steam")
    assert client.get(address(photo, scene)).status_code == 404
    assert client.get(reverse("contests:scene", args=[billboard.pk, 987654])).status_code == 404
    private().delete(shown_file_of(work(billboard)).key)
    assert client.get(address(billboard, scene)).status_code == 404


def test_a_damaged_rendition_or_a_wall_without_a_picture_is_no_error(client, billboard):
    scene = make_scene()
    private().delete(shown_file_of(work(billboard)).key)
    private().save(shown_file_of(work(billboard)).key, ContentFile(b"no picture"))
    assert client.get(address(billboard, scene)).status_code == 404
    other = make_scene("Gone")
    other.picture.file.storage.delete(other.picture.file.name)
    assert client.get(address(billboard, other)).status_code == 404


def test_it_is_only_ever_fetched(client, billboard):
    assert client.post(address(billboard, make_scene())).status_code == 405


@pytest.mark.usefixtures("rate_limits")
def test_so_many_a_minute(client, billboard):
    url = address(billboard, make_scene())
    answers = answers_until_refused(lambda _n: client.get(url), allowed=120)
    assert {response.status_code for response in answers[:-1]} == {200}


def test_nobody_can_work_out_where_it_is_kept(client, billboard, settings):
    client.get(address(billboard, make_scene()))
    [file] = files_kept()
    assert work(billboard).renditions.get().key not in file.as_posix()
    before = name_of("scene", 1)
    settings.SECRET_KEY = "another"
    assert name_of("scene", 1) != before


def rendered(item: MediaItem, entry: Entry | None = None) -> str:
    words = "{% load contest_pictures %}{% billboard_views item entry %}"
    return Template(words).render(Context({"item": item, "entry": entry}))


def test_the_views_show_every_street_the_far_view_and_the_safe_area(billboard):
    scenes = [make_scene(name) for name in ("Harbour Street", "Town Hall", "A rooftop")]
    MediaItem.objects.filter(pk=work(billboard).pk).update(measured={"width": 3600, "height": 1800})
    shown = rendered(work(billboard), billboard)
    for scene in scenes:
        assert f'src="{address(billboard, scene)}"' in shown
        assert f'src="{address(billboard, scene)}?small"' in shown
    assert shown.count(" checked") == 1
    assert shown.count("60 metres") == 1
    assert 'class="safe-switch" type="checkbox"' in shown
    assert "At 300 dpi it prints at 0.30 × 0.15 m at most" in shown
    assert "You can enter it" not in shown


def test_the_page_of_an_entry_shows_it_in_the_street_and_names_its_card(client, billboard):
    scene = make_scene()
    page = client.get(billboard.get_absolute_url()).text
    assert f'src="{address(billboard, scene)}"' in page
    assert f'content="http://testserver{reverse("contests:card", args=[billboard.pk])}"' in page


def test_the_page_of_a_photo_has_no_street(client):
    make_scene()
    assert "billboard-views" not in client.get(make_entry(title="Steam").get_absolute_url()).text


def test_before_it_is_entered_its_own_street_is_shown_to_whoever_uploaded_it(client, billboard, tom):
    scene, item = make_scene(), work(billboard)
    MediaItem.objects.filter(pk=item.pk).update(measured={"width": 3600, "height": 1800}, state=State.WAITING)
    shown = rendered(work(billboard))
    assert "60 metres" in shown
    assert "You can enter it as it is." in shown
    url = reverse("contests:design-scene", args=[item.pk, scene.pk])
    assert f'src="{url}"' in shown
    assert client.get(url).status_code == 404
    client.force_login(tom)
    assert client.get(url).status_code == 404
    client.force_login(billboard.author)
    response = client.get(url)
    assert response["Cache-Control"] == "private, no-cache"
    assert corners_of(picture(response).crop((400, 180, 1200, 580))) == corners_of(four_corners())
    assert picture(client.get(f"{url}?small")).size == (400, 225)


def test_an_own_photo_hangs_in_no_street(client, tom):
    photo = make_media(by=tom)
    client.force_login(tom)
    assert client.get(reverse("contests:design-scene", args=[photo.pk, make_scene().pk])).status_code == 404
    assert client.get(reverse("contests:design-scene", args=[987654, Scene.objects.get().pk])).status_code == 404


def test_what_is_no_billboard_has_no_views():
    photo = make_media()
    assert "<img" not in rendered(photo)


def test_a_design_is_shown_on_walls_of_its_proportions_if_there_are_any(billboard):
    item = work(billboard)
    long = make_scene("Long", aspect="4x1")
    assert [view.scene for view in street_views_of(billboard, item)] == [long]
    short = make_scene("Short")
    assert [view.scene for view in street_views_of(billboard, item)] == [short]


def test_the_streets_cost_one_query(billboard, max_queries):
    for number in range(5):
        make_scene(f"Street {number}")
    item = work(billboard)
    with max_queries(1):
        rendered(item, billboard)


def test_a_visitor_s_picture_costs_few_queries(billboard, max_queries):
    scene = make_scene()
    Client().get(address(billboard, scene))
    with max_queries(6):
        Client().get(address(billboard, scene))
