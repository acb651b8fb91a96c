"""Which pictures look alike."""

import pytest
from PIL import Image

from gallery.hashing import BITS, NEAR, distance, hashes_of, near
from tests.gallery.pictures import jpeg_bytes, scenery

TURNS = list(Image.Transpose)


def test_a_picture_has_eight_hashes_of_256_bits() -> None:
    found = hashes_of(scenery())
    assert [len(one) for one in found] == [BITS // 4] * 8
    assert len(set(found)) == 8
    assert 100 < int(found[0], 16).bit_count() < 156


def test_a_smaller_copy_that_was_saved_badly_looks_alike() -> None:
    image = scenery(1200, 900)
    copy = image.resize((300, 225)).quantize(32).convert("RGB")
    assert distance(hashes_of(image)[0], hashes_of(copy)[0]) <= NEAR
    assert near(hashes_of(image), hashes_of(copy))


@pytest.mark.parametrize("turn", TURNS, ids=lambda turn: turn.name.lower())
def test_a_turned_or_mirrored_copy_looks_alike(turn: Image.Transpose) -> None:
    image = scenery()
    assert near(hashes_of(image), hashes_of(image.transpose(turn)))
    assert near(hashes_of(image.transpose(turn)), hashes_of(image))


@pytest.mark.parametrize("turn", TURNS, ids=lambda turn: turn.name.lower())
def test_the_eight_hashes_are_those_of_the_turned_pictures(turn: Image.Transpose) -> None:
    square = scenery(640, 640)
    closest = min(distance(hashes_of(square.transpose(turn))[0], one) for one in hashes_of(square))
    assert closest <= 4


def test_different_pictures_do_not_look_alike() -> None:
    found = [hashes_of(scenery(seed=seed)) for seed in range(8)]
    pairs = [(a, b) for number, a in enumerate(found) for b in found[:number]]
    assert not [pair for pair in pairs if near(*pair)]


def test_a_picture_without_anything_to_see_looks_like_nothing() -> None:
    flat = hashes_of(Image.new("RGB", (400, 300), "teal"))
    assert flat == []
    assert not near(flat, flat)
    assert not near(flat, hashes_of(scenery())) and not near(hashes_of(scenery()), flat)


def test_the_distance_counts_bits() -> None:
    assert distance("00ff", "00ff") == 0
    assert distance("00ff", "01fe") == 2


def test_the_same_picture_has_the_same_hashes_every_time() -> None:
    assert hashes_of(scenery()) == hashes_of(scenery())
    assert jpeg_bytes(scenery()) == jpeg_bytes(scenery())
