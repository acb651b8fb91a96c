"""Words in pictures that we draw: of any language that the font has, in either direction."""

import pytest
from PIL import Image

from gallery import lettering
from gallery.share_cards import INK, PAPER

UNWRITTEN = "\U00016800\U00014400"  # letters of Bamum and of Luwian, which no font for text has


def is_near(image: Image.Image, place: tuple[int, int], colour: str, *, by: int = 12) -> bool:
    wanted = Image.new("RGB", (1, 1), colour).getpixel((0, 0))
    return all(abs(one - other) <= by for one, other in zip(image.getpixel(place), wanted, strict=True))


def darkness(image: Image.Image, box: tuple[int, int, int, int]) -> float:
    """The share of points that are dark."""
    part = image.crop(box).convert("L").point(lambda value: 255 if value < 110 else 0)
    return part.histogram()[255] / (part.width * part.height)


@pytest.mark.parametrize(
    ("said", "drawn"),
    [
        ("Kaffa 🪇 2026 🪿", "Kaffa 2026"),
        ("a\u202eb\u200bc", "abc"),
        ("two\nlines\tand more", "two lines and more"),
        (f"Coffee {UNWRITTEN}", ""),
        ("🪇🪿", ""),
        ("", ""),
    ],
)
def test_what_can_be_drawn_in_any_font(said, drawn):
    assert lettering.drawable(said) == drawn


@pytest.mark.font
@pytest.mark.parametrize(
    "said",
    [
        "Six o’clock – “half past”…",
        "Å være på øya, æ",
        "Čašica džempera šuška đ",
        "Ο πρωινός μου καφές",
        "Утренний кофе",
        pytest.param("הקפה של הבוקר", marks=pytest.mark.fribidi),
    ],
)
def test_words_of_many_languages_can_be_drawn(said):
    assert lettering.drawable(said) == said


@pytest.mark.font
def test_a_letter_and_its_accent_are_drawn_as_one():
    assert lettering.drawable("e\u0301t\u00e9") == "été"


@pytest.mark.font
def test_a_box_is_not_taken_for_a_letter():
    assert [lettering.has(sign) for sign in f"aåčΩжש{UNWRITTEN}"] == [True] * 6 + [False] * len(UNWRITTEN)


def test_long_words_are_broken_between_words_and_end_in_an_ellipsis():
    lines = lettering.lines_of("one wall one week your design above the harbour", size=40, width=300, most=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(lettering.length(line, 40) <= 300 for line in lines)
    [long] = lettering.lines_of("Donaudampfschifffahrtsgesellschaft" * 3, size=40, width=300, most=3)
    assert long.endswith("…")
    assert lettering.length(long, 40) <= 300
    assert lettering.lines_of("", size=40, width=300, most=2) == []


@pytest.mark.font
@pytest.mark.fribidi
def test_a_line_stands_where_its_script_begins():
    for words, is_dark_at_left in (("Kaffa", True), ("קפה", False)):
        sheet = Image.new("RGB", (600, 80), PAPER)
        lettering.write(sheet, [words], size=50, colour=INK, between=(0, 600), top=10)
        assert (darkness(sheet, (0, 0, 200, 80)) > 0) is is_dark_at_left
        assert (darkness(sheet, (400, 0, 600, 80)) > 0) is not is_dark_at_left
