"""An item meets the gatekeeper once it is ready and attached to something: before that there is nothing to judge."""

from datetime import datetime

from django.utils import timezone

from core.effects import after_commit
from core.publication import arrived, submit
from gallery import tasks
from gallery.actions.telling import tell_of_failures
from gallery.models import MediaItem, Stage


def present(item: MediaItem, *, at: datetime | None = None) -> None:
    """Published or waiting as the gatekeeper decides; again, and of what was judged before, nothing changes.

    In the caller's transaction, with the item locked. Raises Refused for an owner who may publish nothing now.
    """
    at = at or timezone.now()
    if item.stage == Stage.FAILED:
        tell_of_failures([item.pk])  # while it was on its way here
    if item.stage != Stage.READY or item.owner is None or not item.attachments.exists():
        return
    if not item.presented_at:
        submit(item, by=item.owner, at=at, is_new=True)
        item.presented_at = at
        item.save(update_fields=["state", "published_at", "presented_at"])
        arrived(item, by=item.owner, at=at)
    after_commit(tasks.settle_media, item.pk)
