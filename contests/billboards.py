"""A design on a wall in a street, made from what everybody is shown of it, never from the original."""

from dataclasses import dataclass
from math import log
from typing import Any

from django.urls import reverse
from PIL import Image

from contests.models import Entry, Scene
from contests.models.entry import KIND
from contests.perspective import hung, part_of, scaled, within
from gallery.keeping import as_jpeg, opened, shown_file_of
from gallery.models import MediaItem, Rendition, Stage

SCENE_SIZE = "max-1600x1600|format-jpeg|jpegquality-92"
SMALL = (400, 400)  # in the chooser
MADE = 1  # another number and all are made anew


@dataclass(frozen=True, slots=True)
class StreetView:
    """A design in one scene: where its picture is, large and small."""

    scene: Scene
    url: str
    small_url: str
    width: int
    height: int


def work_of(entry: Entry, *, to: Any) -> MediaItem | None:
    """What was entered, where this person may see it and there is something to show."""
    items = MediaItem.objects.under(entry, kind=KIND, to=to)
    return next((item for item in items if shown_file_of(item)), None)


def own_design(pk: int, *, by: Any) -> MediaItem | None:
    """A billboard that this member has uploaded and that has been made ready, entered or not."""
    if not by.is_authenticated:
        return None
    item = MediaItem.objects.filter(owner=by.pk, stage=Stage.READY).with_renditions().filter(pk=pk).first()
    return item if item is not None and item.limits.is_printed else None


def street_views_of(entry: Entry | None, item: MediaItem) -> list[StreetView]:
    """In all streets whose wall has its proportions; in all there are while there is none. Without an entry they are
    for the member who uploaded it alone. One query."""
    made = shown_file_of(item)
    if made is None:
        return []
    scenes = list(Scene.objects.select_related("picture").order_by("pk"))
    fitting = [scene for scene in scenes if abs(log(scene.ratio * made.height / made.width)) < log(2) / 2]
    name, pk = ("contests:scene", entry.pk) if entry else ("contests:design-scene", item.pk)
    return [_view(reverse(name, args=[pk, scene.pk]), scene) for scene in fitting or scenes]


def _view(url: str, scene: Scene) -> StreetView:
    picture = scene.picture
    scale = min(1.0, 1600 / picture.width, 1600 / picture.height)
    return StreetView(scene, url, f"{url}?small", round(picture.width * scale), round(picture.height * scale))


def parts_of(made: Rendition, scene: Scene, *, is_small: bool) -> tuple[Any, ...]:
    """All on which the picture depends."""
    return "scene", MADE, made.key, scene.pk, scene.picture_id, scene.picture.file.name, *scene.corners, is_small


def in_scene(made: Rendition, scene: Scene, *, is_small: bool = False) -> bytes:
    """A JPEG of the design on this wall, as large as it fits there. Raises OSError where a file is lost."""
    with scene.picture.get_rendition(SCENE_SIZE).file.open() as file, Image.open(file) as image:
        street = image.convert("RGB")
    design = opened(made)
    part = within(scene.ratio, design.width / design.height)
    whole = hung(street, design, scaled(part_of(scene.corners, part), *street.size))
    if is_small:
        whole.thumbnail(SMALL, Image.Resampling.LANCZOS)
    return as_jpeg(whole)
