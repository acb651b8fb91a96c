"""What `check_gate` puts behind closed doors here: pictures down to their bytes, and a gallery."""

from io import BytesIO
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from core.commands import Planted, Plot
from core.publication import State
from core.subjects import subject_of
from gallery import storages
from gallery.actions.placing import settle_under
from gallery.models import Attachment, CaptionTrack, GalleryPage, MediaItem, Rendition, Stage

FILMS = "video"


def plant_page(plot: Plot) -> Planted:
    """A gallery of its own; the works come with what they belong to."""
    page = GalleryPage(
        title=f"{plot.editorial('title')} {plot.editorial('more')}",
        slug=plot.editorial("slug"),
        introduction=plot.editorial("introduction"),
        show_in_menus=True,
    )
    plot.close(plot.parent.add_child(instance=page))
    return Planted(page, arguments={"": {"page_id": page.pk}})


def plant_item(plot: Plot, *, under: Any, purpose: str = "picture") -> MediaItem:
    """A picture, or a film with captions, of the author's under this thing, ready and with its files."""
    item = MediaItem.objects.create(
        owner=plot.author,
        purpose=purpose,
        key=storages.random_key(),
        size=1,
        name=f"{plot.word('filename')}.jpg",
        alt=plot.word("alt"),
        state=State.PUBLISHED,
        stage=Stage.READY,
        published_at=timezone.now(),
    )
    storages.private().save(item.key, ContentFile(plot.word("original").encode()))
    poster = "poster-1" if purpose.startswith(FILMS) else "w320"
    _store(item, poster, "webp", _picture() + plot.word("picturebytes").encode(), (32, 24))
    if purpose.startswith(FILMS):
        _store(item, "film-480", "mp4", b"\x00\x00\x00\x18ftypmp42" + plot.word("filmbytes").encode(), (854, 480))
        _caption(item, plot)
    kind = subject_of(under).key
    Attachment.objects.create(item=item, kind=kind, subject_id=under.pk)
    settle_under(kind, [under.pk], at=timezone.now())
    item.refresh_from_db()
    return item


def file_addresses(item: MediaItem) -> tuple[str, ...]:
    """Of its files, by its token and by the keys under which the storage keeps them."""
    made = list(item.renditions.all())
    ours = [reverse("gallery:file", args=[item.token, f"{one.role}.{one.format}"]) for one in made]
    kept = [f"/media/{key}" for key in (item.key, *(one.key for one in made))]
    captions = [reverse("gallery:captions", args=[item.token, track.language]) for track in item.captions.all()]
    return (*ours, *kept, *captions, reverse("gallery:original", args=[item.token]))


def _store(item: MediaItem, role: str, form: str, data: bytes, size: tuple[int, int]) -> None:
    key = storages.random_key(f".{form}")
    storages.private().save(key, ContentFile(data))
    Rendition.objects.create(item=item, role=role, format=form, key=key, width=size[0], height=size[1], size=len(data))


def _caption(item: MediaItem, plot: Plot) -> None:
    text = f"WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n{plot.word('captions')}\n"
    CaptionTrack.objects.create(
        item=item, language="en", state=State.PUBLISHED, text=text, shown=text, shown_version=1, author=item.owner
    )


def _picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (32, 24), (uuid4().int % 256, 90, 60)).save(out, "WEBP")
    return out.getvalue()
