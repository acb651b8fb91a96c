"""One colour space for everything that is shown: sRGB, three channels of eight bits."""

import io
from typing import Any

from PIL import Image, ImageCms

SRGB = ImageCms.createProfile("sRGB")
MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}  # ICC.1:2022, 7.2.6, to Pillow's
LONGEST_NAME = 60
LEVELS = 4  # of each channel in the ramp of 64


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """By its profile. One that is broken, or made for another kind of picture, is passed over as browsers do."""
    try:
        source, mode = _source(profile)
        if mode is not None and (mode == "CMYK") == (image.mode == "CMYK"):
            found = ImageCms.profileToProfile(image.convert(mode), source, SRGB, outputMode="RGB")
            return found or image.convert("RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError, AttributeError):
        pass
    return image.convert("RGB")


def _source(profile: bytes | None) -> tuple[Any, str | None]:
    if not profile:
        return None, None
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    return source, MODES.get(source.profile.xcolor_space.strip())


def name_of(profile: bytes | None) -> str:
    """What a profile calls itself; empty without one that can be read."""
    try:
        said = ImageCms.getProfileDescription(io.BytesIO(profile)) if profile else ""
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError, AttributeError):
        return ""
    return "".join(sign for sign in said if sign.isprintable()).strip()[:LONGEST_NAME]


def ramp_place(image: Image.Image) -> int:
    """The mean colour of an RGB picture among 64: four levels a channel, red · 16 + green · 4 + blue."""
    mean = image.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    red, green, blue = (round(value * (LEVELS - 1) / 255) for value in mean)  # type: ignore[union-attr]
    return (red * LEVELS + green) * LEVELS + blue
