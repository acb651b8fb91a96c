"""An item meets the gatekeeper once it is ready and attached to something: before that there is nothing to judge. Where
it is judged with its thing, the thing does."""

from datetime import datetime

from django.utils import timezone

from core.effects import after_commit
from core.publication import arrived, submit
from gallery import tasks
from gallery.actions.following import is_judged_with_its_things
from gallery.actions.telling import tell_of_failures
from gallery.models import Attachment, MediaItem, Stage
from gallery.registries import bearers


def present(item: MediaItem, *, at: datetime | None = None) -> None:
    """Published or waiting as the gatekeeper decides; again, and of what was judged before, nothing changes.

    In the caller's transaction, with the item locked. Raises Refused for an owner who may publish nothing now.
    """
    at = at or timezone.now()
    if item.stage == Stage.FAILED:
        tell_of_failures([item.pk])  # while it was on its way here
    if item.stage != Stage.READY or item.owner is None or not item.attachments.exists():
        return
    if not item.presented_at and is_judged_with_its_things(item):
        item.presented_at = at
        item.save(update_fields=["presented_at"])
    elif not item.presented_at:
        submit(item, by=item.owner, at=at, is_new=True)
        item.presented_at = at
        item.save(update_fields=["state", "published_at", "presented_at"])
        arrived(item, by=item.owner, at=at)
    after_commit(tasks.settle_media, item.pk)


def tell_its_things(item_id: int, *, at: datetime | None = None) -> None:
    """An item has become ready: what it is judged with is told. Outside of any transaction, because the thing is locked
    before its item; what a killed worker left untold, the thing's own room finds."""
    for kind, subject_id in Attachment.objects.filter(item=item_id).order_by("pk").values_list("kind", "subject_id"):
        if (bearer := bearers.get(kind)) and bearer.when_ready:
            bearer.when_ready(subject_id, at=at)
