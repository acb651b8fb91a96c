"""How large a billboard prints: said before it is entered, and to staff, without a verdict."""

import pytest
from django.utils import translation

from gallery.models import Stage
from gallery.preflight import findings
from gallery.printing import SAFE_SHARE, print_size, print_words
from gallery.purposes import PURPOSES, limits_of
from tests.gallery.things import make_media


@pytest.mark.parametrize(
    ("width", "height", "is_ready", "wanted"),
    [
        (7200, 3600, True, (7200, 3600)),
        (7200, 3582, True, (7200, 3600)),  # within half a per cent of 2:1
        (7199, 3600, False, (7200, 3600)),
        (7200, 3581, False, (7200, 3600)),
        (10000, 5000, True, (7200, 3600)),
        (14400, 3600, True, (14400, 3600)),
        (14399, 3600, False, (14400, 3600)),
        (3000, 750, False, (14400, 3600)),
    ],
)
def test_print_ready_is_what_has_the_pixels(width, height, is_ready, wanted):
    found = print_size(width, height)
    assert found is not None
    assert (found.is_ready, found.wanted) == (is_ready, wanted)


def test_else_it_is_the_largest_size_at_300_dots_an_inch():
    found = print_size(3600, 1800)
    assert found is not None
    assert found.metres == pytest.approx((0.3048, 0.1524))


def test_nothing_is_known_of_other_shapes_and_of_nothing():
    assert print_size(3000, 1000, aspects=((3, 1),)) is None
    assert print_size(0, 0) is None


def said_of(purpose: str, **measured: int) -> list[tuple[str, str]]:
    item = make_media(purpose=purpose, widths=(), measured={"format": "PNG", **measured})
    return [(one["result"], one["what"]) for one in findings(item)]


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", ["billboard", "billboard:2x1"])
def test_the_card_of_a_billboard_says_it(purpose):
    said = said_of(purpose, width=7200, height=3600)
    assert ("good", "Print-ready: at least 7200 × 3600 px") in said
    assert ("note", "Keep words and faces 5% of the size away from each edge") in said
    assert ("note", "At 300 dpi it prints at 0.25 × 0.12 m at most") in said_of(purpose, width=3000, height=1500)


@pytest.mark.django_db
def test_it_has_words_and_no_verdict():
    item = make_media(purpose="billboard", widths=(), measured={"width": 3000, "height": 750})
    note = next(one for one in findings(item) if one["what"].startswith("At 300"))
    assert note["why"] == "From 14400 × 3600 px on it is print-ready. You can enter it as it is."
    assert "fix" not in {one["result"] for one in findings(item)}


@pytest.mark.django_db
def test_nothing_else_is_printed_and_what_cannot_be_used_is_not_either():
    assert not any("print" in what or "edge" in what for _result, what in said_of("photo", width=7200, height=3600))
    failed = make_media(
        purpose="billboard",
        widths=(),
        stage=Stage.FAILED,
        measured={"width": 9, "height": 9},
        reason_code="wrong-shape",
        reason_values={"width": 9, "height": 9, "found": "1:1", "allowed": "2:1"},
    )
    assert not any("print" in one["what"] for one in findings(failed))


def test_figures_are_written_as_the_language_writes_them():
    with translation.override("hr"):
        said = print_words(limits_of("billboard"), {"width": 3000, "height": 1500})
    assert said is not None
    assert "0,25" in said[1]


def test_what_was_not_measured_is_not_said():
    assert print_words(PURPOSES["billboard"], {}) is None


def test_the_outline_that_is_drawn_is_the_safe_area_that_is_said(settings):
    styles = (settings.BASE_DIR / "core/static/core/css/components/billboard-views.css").read_text()
    assert f"inset: {SAFE_SHARE:.0%};" in styles
