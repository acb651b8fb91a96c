"""Whether a picture keeps within what its purpose allows. Everything here is known before a pixel is decoded."""

from gallery.processing.outcome import Unfit
from gallery.purposes import ASPECT_TOLERANCE, MEGAPIXEL, Purpose

MOST_STRETCHED = 10  # times the shorter side goes into the longer one; panoramas of telephones stay below


def judge_format(found: str | None, purpose: Purpose) -> str:
    """The format, if it is accepted."""
    accepted = ", ".join(purpose.formats)
    if found is None:
        raise Unfit("no-picture", accepted=accepted)
    if found not in purpose.formats:
        raise Unfit("wrong-format", found=found, accepted=accepted)
    return found


def judge_pixels(width: int, height: int, purpose: Purpose) -> None:
    """Upright or not: what holds for a picture and its turned self."""
    if purpose.max_pixels and width * height > purpose.max_pixels:
        found, most = megapixels(width, height), round(purpose.max_pixels / MEGAPIXEL)
        raise Unfit("too-many-pixels", width=width, height=height, megapixels=found, most=most)
    if max(width, height) < purpose.min_long_side:
        raise Unfit("too-small", width=width, height=height, least=purpose.min_long_side)
    if max(width, height) > MOST_STRETCHED * min(width, height):
        raise Unfit("too-stretched", width=width, height=height, most=MOST_STRETCHED)


def judge_frames(frames: int) -> None:
    if frames > 1:
        raise Unfit("moving", frames=frames)


def judge_shape(width: int, height: int, purpose: Purpose) -> None:
    """Of the upright picture."""
    if width < purpose.min_width:
        raise Unfit("too-narrow", width=width, height=height, least=purpose.min_width)
    if purpose.aspects and not any(_is_shaped(width, height, aspect) for aspect in purpose.aspects):
        allowed = ", ".join(f"{across}:{up}" for across, up in purpose.aspects)
        raise Unfit("wrong-shape", width=width, height=height, found=f"{width / height:.2f}:1", allowed=allowed)


def _is_shaped(width: int, height: int, aspect: tuple[int, int]) -> bool:
    across, up = aspect
    return abs(width * up / (height * across) - 1) <= ASPECT_TOLERANCE


def megapixels(width: int, height: int) -> float:
    return round(width * height / MEGAPIXEL, 1)
