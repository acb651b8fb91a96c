"""What nobody can reach any more is deleted with its files."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from core.subjects import subjects
from gallery.actions.attaching import delete_media, detach
from gallery.models import Attachment, MediaItem
from gallery.registries import bearers, keepers

LOOSE_FOR = timedelta(hours=24)  # as long as a session: whoever uploads something has a day to send its form
BATCH = 500


def clean_media(*, at: datetime | None = None) -> int:
    """For the sweep: what stands under nothing since a day and is kept for nothing, and what stood under things that
    are gone, is deleted. How many were found."""
    at = at or timezone.now()
    return _let_go(at=at) + _delete_loose(at=at)


def _let_go(*, at: datetime) -> int:
    found = 0
    for bearer in bearers:
        there = subjects[bearer.key].model._default_manager.values("pk")
        gone = Attachment.objects.filter(kind=bearer.key).exclude(subject_id__in=there).select_related("item")
        for attachment in gone.order_by("pk")[:BATCH]:
            detach(attachment, at=at)
            found += 1
    return found


def _delete_loose(*, at: datetime) -> int:
    loose = MediaItem.objects.loose().filter(created_at__lte=at - LOOSE_FOR).exclude(stage="processing")
    deleted = last = 0
    while deleted < BATCH and (some := list(loose.filter(pk__gt=last).order_by("pk")[:BATCH])):
        last, kept = some[-1].pk, _kept({item.token for item in some}, at=at)
        for item in some:
            if item.token not in kept:
                delete_media(item, at=at)
                deleted += 1
    return deleted


def _kept(tokens: Iterable[UUID], *, at: datetime) -> set[UUID]:
    return set().union(*(keeper.kept(tokens, at=at) for keeper in keepers))
