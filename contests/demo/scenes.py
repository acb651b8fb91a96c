"""Three streets with a wall, painted by our own code."""

from collections.abc import Callable
from io import BytesIO

from django.core.files.images import ImageFile

from contests.demo.streets.blank import Painted
from contests.demo.streets.dusk import dusk_street
from contests.demo.streets.metro import metro_wall
from contests.demo.streets.noon import rooftop_at_noon
from contests.models import Scene
from core.brand.models import BrandImage

SCENES: dict[str, Callable[[], Painted]] = {
    "Harbour Street at dusk": dusk_street,
    "Town Hall station": metro_wall,
    "A rooftop at noon": rooftop_at_noon,
}
CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")


def write() -> None:
    """Run again, it paints only what is missing."""
    for name, paint in SCENES.items():
        if not Scene.objects.filter(name=name).exists():
            _hang(name, paint())


def erase() -> None:
    for scene in Scene.objects.filter(name__in=SCENES).select_related("picture"):
        scene.picture.delete()  # and with it the scene


def _hang(name: str, painted: Painted) -> None:
    held = BytesIO()
    painted.picture.save(held, "JPEG", quality=92, subsampling=0, optimize=True)
    picture = BrandImage.objects.create(title=name, file=ImageFile(held, name="scene.jpg"))
    places = {
        f"{corner}_{axis}": round(share, 4)
        for corner, point in zip(CORNERS, painted.corners, strict=True)
        for axis, share in zip("xy", point, strict=True)
    }
    Scene.objects.create(name=name, picture=picture, aspect="2x1", **places)
