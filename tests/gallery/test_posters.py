"""Posters and the sheet of moderators: what they show of a film."""

import pytest
from PIL import Image, ImageStat

from tests.gallery.films import film, made, moving, plain, processed

pytestmark = pytest.mark.once  # no database is asked


@pytest.fixture
def path(tmp_path):
    return tmp_path / "film.mp4"


def light_of(path):
    return ImageStat.Stat(Image.open(path).convert("L")).mean[0]


def test_posters_are_not_black_where_the_first_third_is_not(path):
    def fading_in(number, size):
        return moving(number, size) if number >= 10 else Image.new("RGB", size)

    processed(film(path, seconds=6, draw=fading_in))
    assert all(light_of(made(path, f"poster-{number}")) > 60 for number in (1, 2))


def test_a_film_that_begins_black_shows_a_later_moment(path):
    def late(number, size):
        return moving(number, size) if number >= 30 else Image.new("RGB", size)

    processed(film(path, seconds=6, draw=late))
    assert light_of(made(path, "poster-1")) > 60
    assert light_of(made(path, "card")) > 60


@pytest.mark.parametrize("colour", [(0, 0, 0), (200, 40, 40)])
def test_a_film_of_one_colour_is_accepted_and_shows_what_it_is(path, colour):
    outcome = processed(film(path, draw=plain(colour)))
    assert outcome.accepted, outcome
    shown = ImageStat.Stat(Image.open(made(path, "poster-1")).convert("RGB")).mean
    assert shown == pytest.approx(colour, abs=16)


def test_the_sheet_shows_twelve_moments_of_the_whole_film(path):
    def lighter(number, size):
        return Image.new("RGB", size, (number * 2, number * 2, number * 2))

    processed(film(path, seconds=12, draw=lighter))
    sheet = Image.open(made(path, "sheet")).convert("L")
    width, height = sheet.width // 4, sheet.height // 3
    tiles = [
        sheet.getpixel((width * column + width // 2, height * row + height // 2))
        for row in range(3)
        for column in range(4)
    ]
    assert tiles == sorted(tiles) and tiles[-1] - tiles[0] > 150
