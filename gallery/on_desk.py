"""What moderators look at beside the words of a case: pictures large, films with their newest captions."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Prefetch

from gallery.addresses import small_url
from gallery.alike import look_alikes
from gallery.languages import name_of
from gallery.models import Attachment, MediaItem
from gallery.processing.captions import said_in

TEMPLATE = "gallery/on_desk.html"


def items_by_thing(kind: str, ids: Collection[int]) -> dict[int, list[MediaItem]]:
    """By id of a thing what stands under it, in its order, with files and captions. Three queries for many."""
    whole = MediaItem.objects.prefetch_related("renditions", "captions")
    rows = Attachment.objects.filter(kind=kind, subject_id__in=ids).order_by("place", "item")
    found: dict[int, list[MediaItem]] = {}
    for row in rows.prefetch_related(Prefetch("item", queryset=whole)):
        found.setdefault(row.subject_id, []).append(row.item)
    return found


def kept_of(items: Iterable[MediaItem]) -> dict[str, Any]:
    """For the snapshot of a thing with which these are judged: descriptions, what is said in films, and the files by
    their hashes."""
    shown = list(items)
    return {
        "alt": "\n\n".join(item.alt for item in shown if item.alt),
        "captions": "\n\n".join(filter(None, map(captions_of, shown))),
        "files": [{"name": item.name, "sha256": item.sha256} for item in shown],
    }


def captions_of(item: MediaItem) -> str:
    """The newest in each language."""
    tracks = item.captions.all() if item.is_film else ()
    return "\n\n".join(f"{name_of(track.language)}:\n{said_in(track.text)}" for track in tracks)


def small_url_of(items: Iterable[MediaItem]) -> str | None:
    """Of the first of them that has something to show."""
    return next(filter(None, map(small_url, items)), None)


def things_that_look_like(kind: str, subject_id: int) -> list[int]:
    """Keys of other things of this kind under which something looks like what stands under this one."""
    items = Attachment.objects.items_under(kind, [subject_id])
    alike = [pk for item in items for pk in look_alikes(item)]
    under = dict(Attachment.objects.filter(kind=kind, item__in=alike).values_list("item", "subject_id"))
    found = dict.fromkeys(under[pk] for pk in alike if pk in under)
    return [pk for pk in found if pk != subject_id]
