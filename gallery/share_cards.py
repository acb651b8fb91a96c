"""What share cards have in common: 1200 × 630, drawn by us from what everybody may see anyway."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageDraw
from wagtail.images.models import SourceImageIOError

from core.brand.colours import TURNING_POINT, Oklab
from gallery import lettering
from gallery.keeping import as_jpeg

SIZE = WIDE, HIGH = 1200, 630
EDGE = 56
RULE = 10
BESIDE = 470, HIGH  # of a headline
PAPER, INK, SOFT = "#fbf8f1", "#1d1613", "#6a5f58"
LIGHT, DARK = "#fefefe", "#1c1816"
DRAWN = 1  # another number and all are drawn anew
LOST = (OSError, SourceImageIOError)
BRAND_PICTURE = "max-1400x1400|format-jpeg|jpegquality-92"


@dataclass(frozen=True, slots=True)
class Brand:
    name: str
    accent: str

    @property
    def on_accent(self) -> str:
        return LIGHT if Oklab.from_hex(self.accent).lightness < TURNING_POINT else DARK


Blank = Callable[[tuple[int, int], Brand], Image.Image]


def brand_picture(picture: Any) -> Image.Image | None:
    """A picture of the brand's; None where there is none, or its file is lost."""
    if picture is None:
        return None
    try:
        with picture.get_rendition(BRAND_PICTURE).file.open() as file, Image.open(file) as image:
            return image.convert("RGB")
    except LOST:
        return None


def headline_card(picture: Image.Image | None, *, title: str, said: str, brand: Brand, blank: Blank) -> bytes:
    """The title and what is said of it on the brand's colour, beside the picture, or what `blank` draws where there is
    none. Where the title cannot be drawn the picture takes its place."""
    title, said = lettering.drawable(title), lettering.drawable(said)
    card = Image.new("RGB", SIZE, brand.accent)
    turned = lettering.runs_left(title)
    if not title and picture is not None:
        card.paste(covering(picture, (WIDE, HIGH - RULE)), (0, 0))
        return as_jpeg(card)
    at = 0 if turned else WIDE - BESIDE[0]
    card.paste(covering(picture, BESIDE) if picture else blank(BESIDE, brand), (at, 0))
    left, right = (BESIDE[0] + EDGE, WIDE - EDGE) if turned else (EDGE, WIDE - BESIDE[0] - EDGE)
    if title:
        _headline(card, title, said, brand, left=left, right=right)
    return as_jpeg(card)


def covering(image: Image.Image, room: tuple[int, int]) -> Image.Image:
    """All of this room, cut where it is longer."""
    scale = max(room[0] / image.width, room[1] / image.height)
    size = max(room[0], round(image.width * scale)), max(room[1], round(image.height * scale))
    left, top = (size[0] - room[0]) // 2, (size[1] - room[1]) // 2
    large = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return large.crop((left, top, left + room[0], top + room[1]))


def write_beside(
    card: Image.Image, line: str, *, size: int, colour: str, top: int, between: tuple[int, int], at_right: bool
) -> None:
    """At this side whichever way it runs, because what it belongs to is there."""
    width, (left, right) = round(lettering.length(line, size)), between
    place = (right - width, right) if at_right else (left, left + width)
    lettering.write(card, [line], size=size, colour=colour, top=top, between=place)


def _headline(card: Image.Image, title: str, said: str, brand: Brand, *, left: int, right: int) -> None:
    size = next((size for size in (84, 72, 60) if _fits(title, size, right - left)), 50)
    lines = lettering.lines_of(title, size=size, width=right - left, most=3)
    colour, room, turned = brand.on_accent, (left, right), lettering.runs_left(title)
    end = lettering.write(card, lines, size=size, colour=colour, between=room, top=64, leading=1.1) + 24
    most = max(1, (500 - end) // 44)
    for n, line in enumerate(lettering.lines_of(said, size=34, width=right - left, most=most)):
        write_beside(card, line, size=34, colour=colour, top=end + n * 44, between=room, at_right=turned)
    if name := lettering.drawable(brand.name):
        start = right - 64 if turned else left
        ImageDraw.Draw(card).rectangle((start, HIGH - 104, start + 64, HIGH - 98), fill=colour)
        name = lettering.shortened(name, size=30, width=right - left)
        write_beside(card, name, size=30, colour=colour, top=HIGH - 86, between=room, at_right=turned)


def _fits(title: str, size: int, width: int) -> bool:
    """In two lines at most, none of them shortened."""
    lines = lettering.lines_of(title, size=size, width=width, most=3)
    return len(lines) < 3 and not any(line.endswith(lettering.ellipsis()) for line in lines)
