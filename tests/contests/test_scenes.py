"""Street scenes in the admin and in the demo world."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from contests.demo import scenes
from contests.models import Scene
from contests.perspective import is_wall
from core.brand.models import BrandImage
from tests.contests.streets import QUARTERS, make_picture, make_scene, places
from tests.gallery.conftest import own_storages  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
CROSSED = ((0.1, 0.1), (0.9, 0.9), (0.9, 0.1), (0.1, 0.9))


@pytest.fixture
def editor(client, settings, bea) -> Any:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(bea)
    return client


def sent(corners: Any = QUARTERS, **fields: Any) -> dict[str, Any]:
    return places(corners) | {"name": "Harbour Street", "aspect": "2x1"} | fields


def test_a_brand_editor_adds_a_scene(editor):
    picture = make_picture()
    response = editor.post(reverse("wagtailsnippets_contests_scene:add"), sent(picture=picture.pk))
    assert response.status_code == 302
    scene = Scene.objects.get()
    assert (scene.name, scene.picture, scene.corners, scene.ratio) == ("Harbour Street", picture, QUARTERS, 2.0)


@pytest.mark.parametrize(
    "corners", [CROSSED, ((0.1, 0.1), (0.9, 0.1), (0.4, 0.4), (0.1, 0.9)), tuple(reversed(QUARTERS))]
)
def test_corners_that_are_no_wall_are_refused_in_words_and_stay_as_they_were_typed(editor, corners):
    response = editor.post(reverse("wagtailsnippets_contests_scene:add"), sent(corners, picture=make_picture().pk))
    assert response.status_code == 200
    assert "These corners are not those of a wall." in response.text
    assert f'value="{corners[1][0]}"' in response.text
    assert not Scene.objects.exists()


@pytest.mark.parametrize("wrong", ["1.2", "-0.1", "half", "", "nan", "inf"])
def test_a_corner_outside_the_picture_is_refused_beside_it(editor, wrong):
    data = sent(picture=make_picture().pk) | {"top_right_x": wrong}
    response = editor.post(reverse("wagtailsnippets_contests_scene:add"), data)
    assert response.status_code == 200
    assert not Scene.objects.exists()


def test_proportions_that_nobody_prints_are_refused(editor):
    response = editor.post(reverse("wagtailsnippets_contests_scene:add"), sent(picture=make_picture().pk, aspect="3x1"))
    assert response.status_code == 200
    assert not Scene.objects.exists()


def test_the_form_shows_the_wall_on_the_picture(editor):
    scene = make_scene()
    page = editor.get(reverse("wagtailsnippets_contests_scene:edit", args=[scene.pk])).text
    assert 'points="200.0,90.0 600.0,90.0 600.0,290.0 200.0,290.0"' in page
    assert "core/css/admin-scenes.css" in page
    scene.picture.file.storage.delete(scene.picture.file.name)
    BrandImage.objects.get().renditions.all().delete()
    assert (
        "There is no picture to show."
        in editor.get(reverse("wagtailsnippets_contests_scene:edit", args=[scene.pk])).text
    )


def test_the_list_of_scenes_opens(editor):
    make_scene()
    assert "Harbour Street" in editor.get(reverse("wagtailsnippets_contests_scene:list")).text


def test_others_do_not_edit_scenes(client, settings, mo, tom):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    for person in (mo, tom):
        client.force_login(person)
        assert client.get(reverse("wagtailsnippets_contests_scene:list")).status_code == 403


def test_a_scene_made_in_code_is_held_to_the_same():
    with pytest.raises(ValidationError, match="not those of a wall"):
        Scene(name="Crossed", picture=make_picture(), **places(CROSSED)).full_clean()


@pytest.mark.slow
@pytest.mark.once
def test_the_demo_has_three_streets_once_and_can_take_them_away():
    for _time in range(2):
        scenes.write()
        assert Scene.objects.count() == BrandImage.objects.count() == 3
    for scene in Scene.objects.all():
        scene.full_clean()
        assert (scene.picture.width, scene.picture.height) == (1600, 900)
    scenes.erase()
    assert Scene.objects.count() == BrandImage.objects.count() == 0


@pytest.mark.slow
@pytest.mark.once
def test_the_same_strokes_give_the_same_street():
    paint = scenes.SCENES["A rooftop at noon"]
    one, other = paint(), paint()
    assert one.picture.tobytes() == other.picture.tobytes()
    assert is_wall(one.corners)
