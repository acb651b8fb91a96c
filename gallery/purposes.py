"""What members upload, what is accepted for each purpose, and its limits. Pure data."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MB = 1_000_000
MEGAPIXEL = 1_000_000
ASPECT_TOLERANCE = 0.005  # of a billboard: half a per cent


class Kind(StrEnum):
    PICTURE = "picture"
    VIDEO = "video"


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """One use of uploaded files. Sizes in bytes and pixels, durations in seconds; None: not limited."""

    key: str
    label: str | Promise
    kind: Kind
    formats: tuple[str, ...]  # as people call them
    max_bytes: int
    max_pixels: int = 0  # of one picture
    min_long_side: int = 0
    min_width: int = 0
    aspects: tuple[tuple[int, int], ...] = ()  # exactly one of these, width to height
    is_square: bool = False  # cropped in the middle
    is_printed: bool = False  # large: the check says how large
    min_seconds: float | None = None
    max_seconds: float | None = None
    max_frame: tuple[int, int] = (0, 0)  # of a film, long side and short side
    rates: tuple[float, float] = (0, 0)  # frames a second


_PHOTO = ("JPEG", "PNG", "WebP", "HEIC")
PURPOSES: dict[str, Purpose] = {
    purpose.key: purpose
    for purpose in (
        Purpose(
            key="picture",
            label=_("picture of an idea"),
            kind=Kind.PICTURE,
            formats=_PHOTO,
            max_bytes=15 * MB,
            max_pixels=50 * MEGAPIXEL,
            min_long_side=320,
        ),
        Purpose(
            key="avatar",
            label=_("portrait"),
            kind=Kind.PICTURE,
            formats=_PHOTO,
            max_bytes=10 * MB,
            max_pixels=50 * MEGAPIXEL,
            min_long_side=128,
            is_square=True,
        ),
        Purpose(
            key="photo",
            label=_("photo"),
            kind=Kind.PICTURE,
            formats=_PHOTO,
            max_bytes=25 * MB,
            max_pixels=50 * MEGAPIXEL,
            min_long_side=1600,
        ),
        Purpose(
            key="billboard",
            label=_("billboard design"),
            kind=Kind.PICTURE,
            formats=("JPEG", "PNG"),
            max_bytes=60 * MB,
            max_pixels=60 * MEGAPIXEL,
            min_width=3000,
            aspects=((2, 1), (4, 1)),
            is_printed=True,
        ),
        Purpose(
            key="video",
            label=_("film"),
            kind=Kind.VIDEO,
            formats=("MP4", "MOV", "WebM"),
            max_bytes=500 * MB,
            max_frame=(3840, 2160),
            rates=(10, 60),
            max_seconds=300,
        ),
    )
}


NARROWED_BY = ":"
NARROWED = re.compile(r"(?P<key>[a-z]+):(?P<least>\d{1,3})[-x](?P<most>\d{1,3})", re.ASCII)


def narrowed(key: str, within: str) -> str:
    """The key of a purpose with closer limits, which stand in it: a film of "60-90" seconds, a billboard of "2x1".
    What was uploaded for it was measured against them, whoever uploaded it."""
    return f"{key}{NARROWED_BY}{within}" if within else key


def purpose_of(key: str) -> Purpose | None:
    """None for a name that nobody knows."""
    return PURPOSES.get(key) or _narrowed(key)


def limits_of(key: str) -> Purpose:
    """Raises KeyError for a name that nobody knows."""
    if (purpose := purpose_of(key)) is None:
        raise KeyError(key)
    return purpose


def _narrowed(key: str) -> Purpose | None:
    said = NARROWED.fullmatch(key)
    base = PURPOSES.get(said["key"]) if said else None
    if said is None or base is None:
        return None
    least, most = int(said["least"]), int(said["most"])
    if base.max_seconds and narrowed(base.key, f"{least}-{most}") == key and least <= most <= base.max_seconds:
        return replace(base, key=key, min_seconds=least, max_seconds=most)
    if (least, most) in base.aspects and narrowed(base.key, f"{least}x{most}") == key:
        return replace(base, key=key, aspects=((least, most),))
    return None


def as_limits(purpose: Purpose) -> dict[str, Any]:
    """The limits as a form or a script shows them."""
    return {"max_bytes": purpose.max_bytes, "formats": list(purpose.formats)}
