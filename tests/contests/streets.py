"""Walls to hang billboards on."""

from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image

from contests.models import Scene
from core.brand.models import BrandImage

CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
QUARTERS = ((0.25, 0.2), (0.75, 0.2), (0.75, 0.6444), (0.25, 0.6444))  # 800 × 400 of 1600 × 900


def make_picture(colour: str = "white", *, size: tuple[int, int] = (1600, 900)) -> BrandImage:
    held = BytesIO()
    Image.new("RGB", size, colour).save(held, "PNG")
    return BrandImage.objects.create(title="A street", file=ImageFile(held, name="street.png"))


def places(corners: Any = QUARTERS) -> dict[str, float]:
    """The fields of a scene with these corners."""
    return {
        f"{name}_{axis}": share
        for name, point in zip(CORNERS, corners, strict=True)
        for axis, share in zip("xy", point, strict=True)
    }


def make_scene(name: str = "Harbour Street", *, corners: Any = QUARTERS, **fields: Any) -> Scene:
    """A white wall in the middle of a white picture, unless it is said otherwise."""
    picture = fields.pop("picture", None) or make_picture()
    return Scene.objects.create(name=name, picture=picture, **(places(corners) | fields))
