"""One picture from its bytes to its renditions."""

import hashlib
from pathlib import Path
from typing import Any

from PIL import Image, ImageFile

from gallery.hashing import hashes_of
from gallery.processing.outcome import Outcome, Tell, Unfit
from gallery.processing.pictures.colour import name_of, ramp_place, to_srgb
from gallery.processing.pictures.decoding import frames_of, load, opened, orientation_of
from gallery.processing.pictures.limits import judge_format, judge_frames, judge_pixels, judge_shape, megapixels
from gallery.processing.pictures.renditions import Wanted, square, wanted_of, write_renditions
from gallery.processing.pictures.shrinking import across, shrunk, upright
from gallery.processing.pictures.sniffing import JPEG, WEBP, sniff
from gallery.processing.pictures.structure import check_structure, size_of_webp
from gallery.purposes import Purpose


def process_picture(path: Path, purpose: Purpose, out: Path, *, tell: Tell, measured: dict[str, Any]) -> Outcome:
    """Renditions of it lie in the folder `out`; `measured` says what was found, as far as the check came. Raises
    Unfit."""
    tell("checking", 0)
    name = judge_format(sniff(path), purpose)
    measured["format"] = name
    image = checked_head(path, name, purpose, measured)
    sha256 = _sha256(path)
    tell("checking", 50)
    shown, wanted = decoded(image, name, purpose, measured)
    tell("converting", 0)
    made = write_renditions(shown, wanted, out, tell=tell)
    return Outcome(
        True, measured=measured, renditions=made, sha256=sha256, hashes=hashes_of(shown), colour=ramp_place(shown)
    )


def checked_head(path: Path, name: str, purpose: Purpose, measured: dict[str, Any]) -> ImageFile.ImageFile:
    """The picture, not decoded: what its head says is within the limits, and its end is there."""
    if name == WEBP:  # its reader takes memory for all pixels at once
        _note(measured, *size_of_webp(path))
        check_structure(path, name)
        judge_pixels(measured["width"], measured["height"], purpose)
    try:
        image = opened(path, name)
    except Unfit:
        check_structure(path, name)  # a missing end is the better reason
        raise
    _note(measured, *image.size)
    measured["frames"] = frames_of(image, name)
    judge_pixels(*image.size, purpose)
    judge_frames(measured["frames"])
    check_structure(path, name)
    return image


def decoded(
    image: ImageFile.ImageFile, name: str, purpose: Purpose, measured: dict[str, Any]
) -> tuple[Image.Image, list[Wanted]]:
    """The picture as it is shown, upright and in sRGB, at the largest size that is wanted; and what is wanted."""
    size = image.size
    load(image, name, _base(*size, purpose))
    orientation = orientation_of(image)
    width, height = across(size if name == JPEG else image.size, orientation)
    _note(measured, width, height)
    measured["profile"] = name_of(profile := image.info.get("icc_profile"))
    judge_shape(width, height, purpose)
    small = shrunk(image, across(_base(width, height, purpose), orientation))
    if small is not image:
        image.close()
    shown = upright(to_srgb(small, profile), orientation)
    return (square(shown) if purpose.is_square else shown), wanted_of(width, height, purpose)


def _base(width: int, height: int, purpose: Purpose) -> tuple[int, int]:
    """The size of the whole picture from which everything that is wanted can be made."""
    size = wanted_of(width, height, purpose)[0].size
    if not purpose.is_square:
        return size
    scale = size[0] / min(width, height)
    return max(size[0], round(width * scale)), max(size[1], round(height * scale))


def _note(measured: dict[str, Any], width: int, height: int) -> None:
    measured.update(width=width, height=height, megapixels=megapixels(width, height))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
