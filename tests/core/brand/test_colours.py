"""Accents are accepted when words can be read on them."""

import pytest
from django.core.exceptions import ValidationError

from core.brand.colours import Oklab, can_carry_text, contrast, nearest_that_carries_text, text_contrast
from core.brand.models.settings import HOUSE_ACCENT
from core.brand.validators import validate_accent

BLACK, WHITE = Oklab.from_hex("#000000"), Oklab.from_hex("#ffffff")


def test_contrast_is_that_of_wcag():
    assert contrast(BLACK, WHITE) == pytest.approx(21, abs=0.01)
    assert contrast(WHITE, WHITE) == pytest.approx(1)
    assert contrast(Oklab.from_hex("#777777"), WHITE) == pytest.approx(4.48, abs=0.01)
    assert contrast(Oklab.from_hex("#0000ff"), WHITE) == pytest.approx(8.59, abs=0.02)


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#c8153d", "#2255ff", "#16b013", "#ffcc00", "#808080"])
def test_a_colour_survives_the_way_through_oklab(colour):
    assert Oklab.from_hex(colour).hex == colour


@pytest.mark.parametrize("colour", [HOUSE_ACCENT, "#000000", "#ffcc00", "#2255ff", "#ffffff", "#C8153D"])
def test_a_colour_that_carries_text_is_accepted(colour):
    validate_accent(colour)


@pytest.mark.parametrize("colour", ["#808080", "#ff0000", "#00aa00", "#e8590c", "#0099cc"])
def test_one_that_does_not_is_refused_with_the_nearest_that_does(colour):
    near = nearest_that_carries_text(colour)
    assert can_carry_text(near)
    with pytest.raises(ValidationError, match=f"4.5.*{near}"):
        validate_accent(colour)


def test_the_pressed_button_counts_too():
    """Dark text on a light colour loses contrast when the button darkens under the pointer."""
    light = Oklab.from_hex("#e8590c")
    at_rest = contrast(light, Oklab(0.12, 0, 0))
    assert at_rest > 4.5 > text_contrast("#e8590c")


@pytest.mark.parametrize("text", ["", "red", "#fff", "#12345g", "#1234567", "oklch(0.5 0.2 18)", "#c8153d;}"])
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(ValidationError, match="six digits"):
        validate_accent(text)


def test_every_colour_has_a_near_one_that_carries_text():
    for red in range(0, 256, 51):
        for green in range(0, 256, 51):
            for blue in range(0, 256, 51):
                assert can_carry_text(nearest_that_carries_text(f"#{red:02x}{green:02x}{blue:02x}"))
