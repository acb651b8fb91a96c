"""What is shown of a picture: in which sizes and formats, and the files themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from gallery.processing.outcome import Rendered, Tell
from gallery.processing.qualities import WAYS
from gallery.purposes import Purpose

WIDTHS = (320, 640, 1280, 2048)
TALLEST = 2  # times its width that a rendition may be high: a strip of paper becomes narrower instead
SQUARES = (96, 256)
CARD = (1200, 1200)  # networks cut a share card to shapes of their own


@dataclass(frozen=True, slots=True)
class Wanted:
    """One size to be made. Its role is the place it fills; the size may be smaller."""

    role: str
    size: tuple[int, int]
    formats: tuple[str, ...]


def wanted_of(width: int, height: int, purpose: Purpose) -> list[Wanted]:
    """The renditions of an upright picture, the largest first. Never larger than the picture: where it is smaller than
    a step of the ladder, that step holds it in its own size and is the last. Portraits are squares, as WebP and, for
    letters, JPEG; all else comes as AVIF and WebP, and once as JPEG for share cards."""
    if purpose.is_square:
        return list(_squares(min(width, height)))[::-1]
    card = Wanted("card", fitted(width, height, CARD), ("jpeg",))
    return [*list(_ladder(width, height))[::-1], card]


def _ladder(width: int, height: int) -> Iterator[Wanted]:
    for step in WIDTHS:
        size = fitted(width, height, (step, step * TALLEST))
        yield Wanted(f"w{step}", size, ("avif", "webp"))
        if size == (width, height):
            return


def _squares(side: int) -> Iterator[Wanted]:
    for step in SQUARES:
        size = min(step, side)
        yield Wanted(f"w{step}", (size, size), ("webp", "jpeg"))
        if size == side:
            return


def fitted(width: int, height: int, box: tuple[int, int]) -> tuple[int, int]:
    """The largest size of the same shape within the box, and not beyond the picture's own."""
    scale = min(1.0, box[0] / width, box[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def square(image: Image.Image) -> Image.Image:
    """Its middle."""
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return image.crop((left, top, left + side, top + side))


def rebuilt(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The same pixels and nothing else: whatever the file said besides, comments, place, thumbnails, stays behind."""
    if image.size != size:
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    clean = Image.new("RGB", size)
    clean.paste(image)
    return clean


def write_renditions(image: Image.Image, wanted: list[Wanted], out: Path, *, tell: Tell) -> list[Rendered]:
    """Files in the folder, from one RGB picture that is as large as the largest of them."""
    made: list[Rendered] = []
    whole = sum(one.size[0] * one.size[1] * len(one.formats) for one in wanted)
    done = 0
    for one in wanted:
        clean = rebuilt(image, one.size)
        for format_ in one.formats:
            made.append(_written(clean, one.role, format_, out))
            done += clean.width * clean.height
            tell("converting", done * 100 // whole)
    return made


def _written(clean: Image.Image, role: str, format_: str, out: Path) -> Rendered:
    file = out / f"{role}.{format_}"
    clean.save(file, format=format_, **WAYS[format_])
    return Rendered(role, format_, file.name, clean.width, clean.height, file.stat().st_size)
