"""Words in pictures that we draw: in a font of the system's, in either direction. What it does not have is not drawn
at all, rather than as boxes."""

import unicodedata
from functools import cache, lru_cache
from typing import cast

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont, features

NOWHERE = "\U0010ffff"  # which no font has
TO_THE_LEFT = {"R", "AL"}
OUT = {"So", "Cs", "Co", "Cn", "Sk"}  # signs without a sound, as emoji: left out where they cannot be drawn
UNSEEN = {"Cc", "Cf", "Mn", "Me"}


def face() -> str:
    """The file of the font in use: CARD_FONT, else the first of SYSTEM_FONTS that can be opened. Empty where there is
    none: Pillow's own is taken then, which has little beyond ASCII."""
    return next(filter(None, map(file_of, (settings.CARD_FONT, *settings.SYSTEM_FONTS))), "")


@cache
def file_of(name: str) -> str:
    """Where a font lies that is named by its path, or by the name of its file in one of the system's folders of fonts.
    Empty if it cannot be opened."""
    try:
        return str(ImageFont.truetype(name).path) if name else ""
    except OSError:
        return ""


def font(size: int) -> ImageFont.FreeTypeFont:
    return _sized(face(), size)


@lru_cache(maxsize=16)
def _sized(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size) if file else cast("ImageFont.FreeTypeFont", ImageFont.load_default(size))


def has(sign: str) -> bool:
    """Whether the font in use has a shape of its own for it."""
    return _has(face(), sign)


@lru_cache(maxsize=4096)
def _has(file: str, sign: str) -> bool:
    one, other = _sized(file, 40).getmask(sign), _sized(file, 40).getmask(NOWHERE)
    return one.size != other.size or bytes(one) != bytes(other)


def drawable(text: str) -> str:
    """The text as it can be drawn, on one line: without signs such as emoji that the font lacks. Empty if it lacks a
    letter, or if this machine cannot set what runs from right to left (it has no FriBiDi)."""
    kept = "".join(sign for sign in unicodedata.normalize("NFC", text) if not _is_left_out(sign))
    line = " ".join(kept.split())
    if runs_left(line, anywhere=True) and not features.check("fribidi"):
        return ""
    return line if all(has(sign) for sign in line if sign != " ") else ""


def _is_left_out(sign: str) -> bool:
    kind = unicodedata.category(sign)
    if kind in UNSEEN:
        return not sign.isspace() and not (kind == "Mn" and has(sign))
    return kind in OUT and not has(sign)


def runs_left(text: str, *, anywhere: bool = False) -> bool:
    """Whether its first letter, or any, is of a script that runs from right to left."""
    strong = [kind for kind in map(unicodedata.bidirectional, text) if kind in TO_THE_LEFT or kind == "L"]
    return any(kind in TO_THE_LEFT for kind in (strong if anywhere else strong[:1]))


def lines_of(text: str, *, size: int, width: int, most: int) -> list[str]:
    """Broken between words to this width; what goes beyond the last line ends in an ellipsis."""
    words, lines = text.split(), [""]
    while words:
        longer = f"{lines[-1]} {words[0]}".strip()
        if length(longer, size) <= width or not lines[-1]:
            lines[-1], words = longer, words[1:]
        elif len(lines) < most:
            lines.append("")
        else:
            lines[-1] += f" {ellipsis()}"
            break
    return [shortened(line, size=size, width=width) for line in lines if line]


def shortened(line: str, *, size: int, width: int) -> str:
    if length(line, size) <= width:
        return line
    end = ellipsis()
    bare = line.removesuffix(f" {end}")
    while bare and length(f"{bare}{end}", size) > width:
        bare = bare[:-1]
    return f"{bare.rstrip()}{end}"


def ellipsis() -> str:
    """What a shortened line ends in."""
    return "…" if has("…") else "..."


def length(text: str, size: int) -> float:
    return font(size).getlength(text)


def write(
    image: Image.Image,
    lines: list[str],
    *,
    size: int,
    colour: str,
    between: tuple[int, int],
    top: int,
    leading: float = 1.2,
) -> int:
    """Put the lines between left and right, at the side where their script begins. Returns where they end."""
    pen, begins_right = ImageDraw.Draw(image), runs_left(" ".join(lines))
    for line in lines:
        place = (between[1], top) if begins_right else (between[0], top)
        pen.text(place, line, fill=colour, font=font(size), anchor="ra" if begins_right else "la")
        top += round(size * leading)
    return top
