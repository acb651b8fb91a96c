"""The receipt of an entry: once the fingerprint of its file is known, it is written down and sent."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from contests.models import Entry
from contests.models.entry import KIND
from core.notices.actions import notify
from gallery.models import Attachment, MediaItem

RECEIVED = "entry-received"  # the kind of notice
FOR_DAYS = 2  # after entries have closed, files are still looked at so long
BATCH = 500


def issue_receipt(entry: Entry, *, at: datetime | None = None) -> bool:
    """Whether the fingerprint is known by now: then it stands with the entry, and whoever entered it is told of it,
    once for each file. In the caller's transaction."""
    item = MediaItem.objects.of(entry, kind=KIND).exclude(sha256="").first()
    if item is None or entry.author_id is None:
        return False
    if entry.sha256 != item.sha256:
        Entry.objects.filter(pk=entry.pk).update(sha256=item.sha256)
        entry.sha256 = item.sha256
    notify([entry.author_id], kind=RECEIVED, about=(KIND, entry.pk), key=f"{RECEIVED}:{entry.pk}:{item.pk}", at=at)
    return True


def replaced_at(entry: Entry) -> datetime | None:
    """When its file was sent, where it is another one than the entry came with."""
    there = Attachment.objects.filter(kind=KIND, subject_id=entry.pk, at__gt=entry.created_at)
    found: datetime | None = there.order_by("-at").values_list("at", flat=True).first()
    return found


def issue_receipts(*, at: datetime | None = None) -> int:
    """For the sweep: of entries whose file was still being looked at when they were sent. How many have theirs now."""
    at = at or timezone.now()
    lately = Entry.objects.filter(sha256="", contest__entries_until__gt=at - timedelta(days=FOR_DAYS))
    known = Attachment.objects.filter(kind=KIND, subject_id__in=lately.values("pk")).exclude(item__sha256="")
    ids = list(known.order_by("pk").values_list("subject_id", flat=True)[:BATCH])
    issued = 0
    for pk in ids:
        with transaction.atomic():
            issued += issue_receipt(Entry.objects.locked(pk), at=at)
    return issued
