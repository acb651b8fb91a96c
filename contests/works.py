"""The picture or film that stands under each of many entries, in few queries."""

from collections.abc import Collection, Iterable
from typing import Any

from contests.models import Entry
from contests.models.entry import KIND
from gallery.models import Attachment, MediaItem


def attach_works(entries: Iterable[Entry], *, to: Any) -> None:
    """Each of these (fetched for `to` through `visible_to`) has a `work`: what this person may see of it, with its
    pictures, or None. Two queries."""
    there = {entry.pk: entry for entry in entries}
    for entry in there.values():
        entry.work = None  # type: ignore[attr-defined]
    rows = Attachment.objects.filter(kind=KIND, subject_id__in=there).order_by("-place", "-pk")
    for row in rows.select_related("item").prefetch_related("item__renditions"):
        entry = there[row.subject_id]
        if _is_seen(row.item, entry, to):
            entry.work = row.item  # type: ignore[attr-defined]


def _is_seen(item: MediaItem, entry: Entry, user: Any) -> bool:
    """Their own always; what is shown while its entry is."""
    if user.is_authenticated and item.owner_id == user.pk:
        return True
    return entry.is_published and item.is_published and item.is_ready


def works_of(entry_ids: Collection[int]) -> dict[int, MediaItem]:
    """By entry its work as others see it, with all that components look at; the caller has asked who may see the
    entries. What is not ready or taken down is missing."""
    there = MediaItem.objects.shown().filter(attachments__kind=KIND, attachments__subject_id__in=entry_ids)
    items = there.with_renditions().prefetch_related("attachments").order_by("pk").distinct()
    works: dict[int, MediaItem] = {}
    for item in items:
        for attachment in item.attachments.all():
            if attachment.kind == KIND and attachment.subject_id in entry_ids:
                works.setdefault(attachment.subject_id, item)
    return works
