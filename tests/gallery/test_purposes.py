"""Closer limits than a purpose has by itself stand in its key."""

import pytest

from gallery.models import MediaItem
from gallery.purposes import PURPOSES, limits_of, narrowed, purpose_of
from tests.gallery.things import make_film, make_media


def test_a_film_of_a_minute_to_a_minute_and_a_half():
    film = limits_of(narrowed("video", "60-90"))
    assert (film.key, film.min_seconds, film.max_seconds) == ("video:60-90", 60, 90)
    assert film.max_bytes == PURPOSES["video"].max_bytes


def test_a_billboard_of_one_shape():
    assert limits_of(narrowed("billboard", "4x1")).aspects == ((4, 1),)


def test_without_closer_limits_it_is_the_purpose_itself():
    assert narrowed("photo", "") == "photo"
    assert limits_of("photo") is PURPOSES["photo"]


UNKNOWN = (
    *("", "film", "photo:1-2", "photo:2x1", "video:2x1", "video:90-60", "video:0-301", "video:60-", "video:٦٠-90"),
    *("billboard:3x1", "billboard:2-1", "video:060-090", "video:60-90\n", "avatar:1x1", "picture:2x1"),
)


@pytest.mark.parametrize("key", UNKNOWN)
def test_nobody_knows_other_limits(key):
    assert purpose_of(key) is None
    with pytest.raises(KeyError):
        limits_of(key)


def test_work_is_found_whatever_its_limits_were(db):
    film, narrow = make_film(), make_film(purpose="video:60-90")
    make_media(purpose="videotape")
    assert set(MediaItem.objects.uploaded_for(["video"])) == {film, narrow}
    assert narrow.is_film
