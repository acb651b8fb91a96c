"""Entries as lists show them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from contests.models import Entry
from contests.models.entry import KIND
from core.publication import State
from gallery.models import Attachment, Stage

# By kind of contest the frame of its cards: billboards stand in what is given to them.
SHAPES = {"photo": "photo", "video": "film", "billboard": "billboard"}
FORMER = _("Former member")


def attach_works(entries: Iterable[Entry]) -> None:
    """Gives each its `work`: the item that stands under it and is shown, with its files, or None. Two queries."""
    by_key = {entry.pk: entry for entry in entries}
    for entry in by_key.values():
        entry.work = None  # type: ignore[attr-defined]
    there = Attachment.objects.filter(
        kind=KIND, subject_id__in=list(by_key), item__state=State.PUBLISHED, item__stage=Stage.READY
    )
    for attachment in there.order_by("-place", "-item_id").select_related("item").prefetch_related("item__renditions"):
        by_key[attachment.subject_id].work = attachment.item  # type: ignore[attr-defined]


def shape_of(contest: Any) -> str:
    return SHAPES[contest.kind]
