"""The kinds of notice that this room sends, and what their words need at the moment of showing."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from core.notices.kinds import NoticeKind
from core.notices.models import Notice
from gallery.models import MediaItem, Stage
from gallery.policies import can_be_tried_again
from gallery.preflight import limits_in_words

FAILED = "media-failed"


def failures_behind(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """By notice: the item, what is allowed, and whether another try may help. Nothing of what is in order by now."""
    items = MediaItem.objects.filter(stage=Stage.FAILED).in_bulk({notice.subject_id for notice in notices})
    return {notice.pk: _told(items[notice.subject_id]) for notice in notices if notice.subject_id in items}


def _told(item: MediaItem) -> dict[str, Any]:
    """Words are found where they are read, in the language of whoever reads them."""
    allowed = SimpleLazyObject(partial(limits_in_words, item.limits))
    return {"item": item, "allowed": allowed, "can_be_tried_again": can_be_tried_again(item)}


KINDS = (
    NoticeKind(
        key=FAILED,
        label=_("A picture or film of yours could not be used"),
        reason=_("You sent this file."),
        facts=failures_behind,
        may_wait=False,
    ),
)
