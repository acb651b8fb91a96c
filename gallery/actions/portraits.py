from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.members.models import User
from gallery.actions.attaching import arrange, detach, items_of
from gallery.actions.placing import PORTRAIT
from gallery.models import Attachment, MediaItem


def set_portrait(*, by: Any, token: str, at: datetime | None = None) -> MediaItem:
    """This picture stands beside their name once a moderator or their standing allows it; the former one is gone.

    Raises RuleBroken, in words for the field `uploads`.
    """
    items = items_of([token], by=by, purpose="avatar", most=1)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        _forget_shown(by, but=items)
        return arrange(items, under=by, kind=PORTRAIT, at=at)[0]


def remove_portrait(*, by: Any, at: datetime | None = None) -> None:
    """Nothing stands beside their name but its letters. Again changes nothing."""
    with transaction.atomic():
        _forget_shown(by, but=[])
        for attachment in Attachment.objects.filter(kind=PORTRAIT, subject_id=by.pk).select_related("item"):
            detach(attachment, at=at or timezone.now())


def portrait_of(member: Any) -> MediaItem | None:
    """Also the one that waits to be checked or read."""
    return MediaItem.objects.of(member, kind=PORTRAIT).prefetch_related("renditions").first()


def _forget_shown(member: Any, *, but: list[MediaItem]) -> None:
    stays = MediaItem.objects.of(member, kind=PORTRAIT).filter(pk__in=[item.pk for item in but]).exists()
    if not stays:
        User.objects.filter(pk=member.pk).update(portrait="")
