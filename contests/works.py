"""The pictures and films of many entries at once."""

from collections.abc import Collection

from contests.models.entry import KIND
from gallery.models import MediaItem


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
