"""The words of a picture or film, for those who do not see it."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from core.publication import arrived, submit
from gallery.actions.following import is_judged_with_its_things
from gallery.actions.placing import settle_under
from gallery.models import MediaItem


def describe_media(item: MediaItem, alt: str, *, by: Any, at: datetime | None = None) -> MediaItem:
    """It is described like this now; the same words change nothing. What was presented to the gatekeeper is presented
    again; words that are judged with what they stand under are its verb's to present. In the caller's transaction; that
    `by` may change what it stands under, the caller has asked. Raises Refused.
    """
    if item.alt == alt:
        return item
    at = at or timezone.now()
    item.alt, item.version = alt, item.version + 1
    is_judged_here = bool(item.presented_at) and not is_judged_with_its_things(item)
    if is_judged_here:
        submit(item, by=by, at=at)
    item.save(update_fields=["alt", "version", "state", "published_at"])
    if is_judged_here:
        arrived(item, by=by, at=at)
        for kind, subject_id in item.attachments.values_list("kind", "subject_id"):
            settle_under(kind, [subject_id])
    return item


def place_description(item: MediaItem, alt: str) -> None:
    """Words that were judged already, together with those of what it stands under. In the caller's transaction."""
    MediaItem.objects.filter(pk=item.pk).exclude(alt=alt).update(alt=alt, version=F("version") + 1)
