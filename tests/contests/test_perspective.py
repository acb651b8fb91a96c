"""Designs on walls that are seen at an angle: corners where they belong, edges without fringes, nonsense refused."""

import pytest
from PIL import Image, ImageChops

from contests.perspective import Quad, area, coefficients, hung, is_wall, mapped, part_of, scaled, within
from tests.gallery.pictures import corners_of, four_corners

SQUARE: Quad = ((0, 0), (1, 0), (1, 1), (0, 1))
AT_AN_ANGLE: Quad = ((80, 60), (520, 110), (500, 300), (90, 350))
WHITE, GREY = (255, 255, 255), (120, 120, 120)


def test_a_wall_that_is_not_turned_changes_nothing() -> None:
    assert coefficients(SQUARE, SQUARE) == pytest.approx((1, 0, 0, 0, 1, 0, 0, 0))
    design = four_corners(400, 200)
    seen = hung(Image.new("RGB", (400, 200)), design, ((0, 0), (400, 0), (400, 200), (0, 200)), is_lit=False)
    difference = ImageChops.difference(seen, design).convert("L")
    assert sum(difference.histogram()[24:]) < 0.01 * 400 * 200  # but for the seams between the quarters
    assert corners_of(seen) == corners_of(design)


def test_every_corner_is_taken_to_its_own() -> None:
    flat: Quad = ((0, 0), (1200, 0), (1200, 600), (0, 600))
    by = coefficients(AT_AN_ANGLE, flat)
    for seen, there in zip(AT_AN_ANGLE, flat, strict=True):
        assert mapped(seen, by) == pytest.approx(there, abs=1e-6)


def test_the_way_there_and_back_ends_where_it_began() -> None:
    there, back = coefficients(AT_AN_ANGLE, SQUARE), coefficients(SQUARE, AT_AN_ANGLE)
    assert mapped(mapped((300, 200), there), back) == pytest.approx((300, 200))


def test_the_colours_are_at_their_corners_and_the_street_is_as_it_was() -> None:
    street = Image.new("RGB", (600, 400), WHITE)
    seen = hung(street, four_corners(1200, 600), AT_AN_ANGLE)
    for (x, y), colour in (((95, 75), (255, 0, 0)), ((505, 125), (0, 255, 0)), ((490, 285), (255, 255, 0))):
        assert seen.getpixel((x, y)) == colour
    assert seen.getpixel((100, 335)) == (0, 0, 255)
    for outside in ((40, 40), (560, 200), (300, 360), (300, 70)):
        assert seen.getpixel(outside) == WHITE
    assert street.getpixel((95, 75)) == WHITE  # the scene itself is not drawn on


def test_its_edge_is_smooth_and_mixes_with_nothing_but_the_street() -> None:
    seen = hung(Image.new("RGB", (600, 400), WHITE), Image.new("RGB", (400, 200), WHITE), AT_AN_ANGLE)
    assert seen.convert("L").getextrema() == (255, 255)
    dark = hung(Image.new("RGB", (600, 400), WHITE), Image.new("RGB", (400, 200)), AT_AN_ANGLE, is_lit=False)
    levels = {dark.getpixel((x, 87))[0] for x in range(250, 330)}  # along the upper edge, which is crossed slowly
    assert len(levels) > 5


def test_a_wall_that_lies_partly_outside_the_picture_is_drawn_as_far_as_it_is_seen() -> None:
    wide: Quad = ((-100, -50), (700, -50), (700, 450), (-100, 450))
    seen = hung(Image.new("RGB", (600, 400), WHITE), four_corners(800, 500), wide)
    assert (seen.size, corners_of(seen)) == ((600, 400), corners_of(four_corners()))


def test_the_light_on_the_wall_falls_on_the_design_and_keeps_most_of_its_colour() -> None:
    street = Image.new("RGB", (600, 400), WHITE)
    street.paste((60, 60, 60), (300, 0, 600, 400))
    seen = hung(street, Image.new("RGB", (400, 200), (200, 40, 40)), ((50, 50), (550, 50), (550, 350), (50, 350)))
    bright, dim = seen.getpixel((100, 200)), seen.getpixel((500, 200))
    assert bright == pytest.approx((200, 40, 40), abs=4)
    assert 0.65 * 200 < dim[0] < 0.85 * 200
    assert dim[1] / dim[0] == pytest.approx(40 / 200, abs=0.03)
    even = hung(Image.new("RGB", (600, 400), GREY), four_corners(), AT_AN_ANGLE)
    assert even.getpixel((95, 75)) == (255, 0, 0)  # a wall that is evenly dark is not dark beside anything


@pytest.mark.parametrize(
    ("corners", "why"),
    [
        (((0.1, 0.1), (0.9, 0.9), (0.9, 0.1), (0.1, 0.9)), "crossed"),
        (((0.1, 0.1), (0.1, 0.9), (0.9, 0.9), (0.9, 0.1)), "the wrong way round"),
        (((0.1, 0.1), (0.5, 0.1), (0.9, 0.1), (0.5, 0.9)), "three in a line"),
        (((0.1, 0.1), (0.9, 0.1), (0.4, 0.4), (0.1, 0.9)), "dented"),
        (((0.5, 0.5), (0.5, 0.5), (0.5, 0.5), (0.5, 0.5)), "a point"),
        (((0.5, 0.5), (0.52, 0.5), (0.52, 0.52), (0.5, 0.52)), "tiny"),
        (((-0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)), "outside"),
        (((0.1, 0.1), (float("nan"), 0.1), (0.9, 0.9), (0.1, 0.9)), "no number"),
    ],
)
def test_what_is_no_wall_is_known(corners: Quad, why: str) -> None:
    assert not is_wall(corners), why


def test_corners_in_a_line_have_no_answer() -> None:
    with pytest.raises(ValueError, match="in a line"):
        coefficients(((0, 0), (1, 1), (2, 2), (3, 3)), SQUARE)


def test_a_design_stands_in_the_middle_of_a_wall_of_other_proportions() -> None:
    assert within(2, 2) == SQUARE
    assert within(2, 4) == ((0, 0.25), (1, 0.25), (1, 0.75), (0, 0.75))
    assert within(4, 2) == ((0.25, 0), (0.75, 0), (0.75, 1), (0.25, 1))
    shares = scaled(AT_AN_ANGLE, 1 / 600, 1 / 400)
    assert is_wall(shares)
    assert area(part_of(shares, within(2, 4))) < area(shares)
    for point, corner in zip(part_of(shares, SQUARE), shares, strict=True):
        assert point == pytest.approx(corner)
