"""Where the files of an item lie: in the public storage exactly while everybody may see it."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import Q

from core.effects import after_commit
from core.members.models import User
from core.publication import State
from gallery import tasks
from gallery.actions.following import follow
from gallery.addresses import url_of
from gallery.models import Attachment, MediaItem, Stage
from gallery.models.media import MediaQuerySet
from gallery.storages import copy, private, public

log = logging.getLogger(__name__)
BATCH = 500
PORTRAIT = "member"  # the kind of subject under which a portrait stands


def place_media(item: MediaItem, state: str, *, at: datetime) -> MediaItem:
    """The item is in this state, its files on their way to where they then belong. Again changes nothing.

    The caller has locked it in this transaction, and permission is theirs.
    """
    place_many([item.pk], state, at=at)
    item.refresh_from_db(fields=["state", "published_at"])
    return item


def place_many(ids: Sequence[int], state: str, *, at: datetime) -> dict[int, str]:
    """The same for many; by id an empty text for each that is there."""
    there = list(MediaItem.objects.select_for_update(of=("self",)).filter(pk__in=ids).values_list("pk", flat=True))
    MediaItem.objects.filter(pk__in=there).exclude(state=state).update(state=state)
    if state == State.PUBLISHED:
        MediaItem.objects.filter(pk__in=there, published_at=None).update(published_at=at)
    for pk in there:
        after_commit(tasks.settle_media, pk)
    return dict.fromkeys(there, "")


def settle_under(kind: str, ids: Iterable[int], *, at: datetime | None = None) -> None:
    """These things were published, hidden or taken back: what is judged with them follows, and once that is stored,
    what stands under them is on its way to where it belongs now. Called by the verbs that do so; whatever else closes
    or opens a thing, the sweep finds."""
    ids = list(ids)
    follow(kind, ids, at=at)
    for pk in Attachment.objects.items_under(kind, ids):
        after_commit(tasks.settle_media, pk)


def settle(ids: Iterable[int]) -> int:
    """The files of these items lie where they belong now; how many moved. Safe to repeat, and twice at once.

    What becomes public is copied first and then named; what is no longer is unnamed first and then deleted: nobody is
    ever sent to a file that is not there.
    """
    return sum(_settle(pk) for pk in ids)


def _settle(pk: int) -> bool:
    item = MediaItem.objects.filter(pk=pk).first()
    if item is None or (wanted := _is_open_to_all(pk)) == item.is_public:
        return False
    keys = list(item.renditions.values_list("key", flat=True))
    if wanted:
        for key in keys:  # before anything is locked: a film takes its time
            copy(key, private(), public())
    with transaction.atomic():
        held = MediaItem.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        moves = held is not None and _is_open_to_all(pk) == wanted
        if held is not None and moves:
            MediaItem.objects.filter(pk=pk).update(is_public=wanted)
            held.is_public = wanted
            show_portrait(held)
        if wanted != moves:  # not public any more; or it was to be, and was judged or deleted meanwhile
            transaction.on_commit(lambda: delete_all(keys, public()))
    return moves


def _is_open_to_all(pk: int) -> bool:
    return open_to_all(MediaItem.objects.filter(pk=pk)).exists()


def show_portrait(item: MediaItem) -> None:
    """Whoever's portrait this is, has it beside their name exactly while everybody may see it."""
    for member_id in item.attachments.filter(kind=PORTRAIT).values_list("subject_id", flat=True):
        made = item.renditions.filter(role="w256", format="webp").first() if item.is_public else None
        User.objects.filter(pk=member_id).update(portrait=url_of(item, made) if made else "")


def open_to_all(items: MediaQuerySet) -> MediaQuerySet:
    """Those of them that a visitor may see."""
    return items.visible_to(AnonymousUser())


def settle_all() -> int:
    """For the sweep: whatever lies elsewhere than it belongs is moved, as when a page was closed or opened; first what
    must not be public any more. How many moved. One that cannot be moved keeps no other waiting."""
    ready = MediaItem.objects.filter(stage=Stage.READY)
    seen = open_to_all(MediaItem.objects.all()).values("pk")
    strayed = ready.filter(Q(is_public=True) & ~Q(pk__in=seen) | Q(is_public=False, pk__in=seen))
    moved = 0
    for pk in strayed.order_by("-is_public", "pk").values_list("pk", flat=True)[:BATCH]:
        try:
            moved += _settle(pk)
        except Exception:  # its files are lost, or the storage is away
            log.exception("The files of media item %s could not be moved.", pk)
    return moved


def delete_all(keys: Iterable[str], storage: Storage) -> None:
    for key in keys:
        storage.delete(key)
