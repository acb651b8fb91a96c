"""Members' work with real files in the storages, made from code."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from core.publication import State
from core.subjects import subject_of
from gallery import storages
from gallery.keeping import FOLDER
from gallery.models import Attachment, CaptionTrack, MediaItem, Rendition, Stage
from gallery.models.page import GalleryPage
from tests.factories import home_page, make_idea, somebody

WIDTHS = (320, 640)
FORMATS = ("avif", "webp", "jpeg")
PIXEL_FILM = b"\x00\x00\x00\x18ftypmp42"  # what a film begins with: for tests that look at addresses, not at pictures


def drawn(width: int, height: int, colour: tuple[int, int, int]) -> Image.Image:
    """A ground with a disc and a line, so that a squeezed or cropped picture shows."""
    picture = Image.new("RGB", (width, height), colour)
    draw = ImageDraw.Draw(picture)
    r, (x, y) = min(width, height) // 3, (width // 2, height // 2)
    draw.ellipse((x - r, y - r, x + r, y + r), fill=tuple(255 - part for part in colour))
    draw.line((0, 0, width, height), fill=(255, 255, 255), width=max(1, height // 60))
    return picture


def encoded(picture: Image.Image, form: str) -> bytes:
    out = BytesIO()
    options = {"speed": 10} if form == "avif" else {}
    picture.save(out, form.upper(), quality=60, **options)
    return out.getvalue()


def make_media(
    *,
    by: Any = None,
    under: Any = None,
    purpose: str = "picture",
    size: tuple[int, int] = (960, 640),
    colour: tuple[int, int, int] = (160, 60, 40),
    widths: Iterable[int] = WIDTHS,
    formats: Iterable[str] = FORMATS,
    is_public: bool = True,
    at: datetime | None = None,
    **fields: Any,
) -> MediaItem:
    """A published item with its renditions in the storages that `is_public` says, attached to `under` if it is given.

    `size` is that of the original; renditions are as wide as `widths` say. `fields` are set as they are.
    """
    owner = by or somebody()
    at = at or timezone.now()
    tone = sum(weight * (part // 64) for weight, part in zip((16, 4, 1), colour, strict=True))
    kept = {"state": State.PUBLISHED, "stage": Stage.READY, "published_at": at, "colour": tone, "name": "IMG_1.jpg"}
    item = MediaItem.objects.create(
        owner=owner, purpose=purpose, key=storages.random_key(), size=1, is_public=is_public, **(kept | fields)
    )
    for width in widths:
        picture = drawn(width, round(width * size[1] / size[0]), colour)
        for form in formats:
            store(
                item,
                f"w{width}" if purpose.partition(":")[0] != "video" else "poster-1",
                form,
                encoded(picture, form),
                picture.size,
            )
    if under is not None:
        Attachment.objects.create(item=item, kind=subject_of(under).key, subject_id=under.pk)
    return item


def make_film(*, data: bytes = PIXEL_FILM, **fields: Any) -> MediaItem:
    """A film in two sizes with a poster. Without `data` it has the beginnings of one."""
    item = make_media(
        **{"purpose": "video", "size": (640, 360), "widths": (640,), "formats": ("webp", "jpeg"), **fields}
    )
    for role, size in (("film-1080", (1920, 1080)), ("film-480", (854, 480))):
        store(item, role, "mp4", data, size)
    return item


def store(item: MediaItem, role: str, form: str, data: bytes, size: tuple[int, int]) -> Rendition:
    """The file lies in the private storage under a key of its own, and for a public item in the other, too."""
    key = storages.random_key(".jpg" if form == "jpeg" else f".{form}")
    for storage in (storages.private(), storages.public())[: 1 + item.is_public]:
        storage.save(key, ContentFile(data))
    return Rendition.objects.create(
        item=item, role=role, format=form, key=key, width=size[0], height=size[1], size=len(data)
    )


def make_captions(item: MediaItem, language: str = "en", said: str = "Good morning!", **fields: Any) -> CaptionTrack:
    """Captions that viewers are shown, by the film's owner; with `state=` others they have not been shown yet."""
    text = f"WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n{said}\n"
    kept: dict[str, Any] = {"state": State.PUBLISHED, "text": text, "author": item.owner}
    kept |= {"shown": text, "shown_version": 1} if "state" not in fields else {}
    return CaptionTrack.objects.create(item=item, language=language, **(kept | fields))


def make_gallery(*, slug: str = "gallery", **fields: Any) -> GalleryPage:
    """A gallery below the site's root page."""
    return home_page().add_child(instance=GalleryPage(slug=slug, **{"title": "Gallery", **fields}))


def make_work(title: str = "A bench at the tram stop", *, by: Any = None, **fields: Any) -> MediaItem:
    """A picture that is attached to an idea of that title."""
    by = by or somebody()
    return make_media(by=by, under=make_idea(title=title, by=by), **fields)


def files_kept() -> list[Path]:
    """Pictures that were made because somebody asked for them."""
    return sorted(path for path in Path(storages.private().path(FOLDER)).rglob("*.jpg"))
