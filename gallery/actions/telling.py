"""What the owner of a file hears about it."""

from collections.abc import Iterable

from core.notices.actions.telling import News, notify_each, take_back
from gallery.models import MediaItem, Stage
from gallery.news import FAILED


def tell_of_failures(ids: Iterable[int]) -> int:
    """Whoever sent one of these that has failed has a notice of it, once until it is tried again. How many are new.

    Of a file that stands under nothing yet, the form says it in which it waits.
    """
    failed = MediaItem.objects.filter(pk__in=list(ids), stage=Stage.FAILED, owner__isnull=False)
    told = failed.exclude(attachments=None).order_by("pk").values_list("pk", "owner_id")
    return notify_each(News(owner_id, FAILED, ("media", pk), f"media-failed:{pk}") for pk, owner_id in told)


def forget_failure(media_id: int) -> None:
    """It is tried again, or gone: what was said of it is said no more."""
    take_back(FAILED, about=("media", media_id))
