"""Pictures and films stand under a thing. Who may change the thing may change what stands there: the caller asks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.effects import after_commit
from core.errors import RuleBroken
from core.publication import gone
from gallery import tasks
from gallery.actions.captioning import copy_captions, forget_captions
from gallery.actions.placing import delete_all
from gallery.actions.presenting import present
from gallery.actions.queueing import queue_soon
from gallery.actions.telling import forget_failure
from gallery.actions.uploading import receive_plain
from gallery.models import Attachment, MediaItem, Stage
from gallery.registries import judging
from gallery.storages import copy_within, private, public, random_key
from moderation.registries import moderated

ALONE = "closed"  # the audience of what shares its files with nothing


def items_of(tokens: Sequence[str], *, by: Any, purpose: str, most: int) -> list[MediaItem]:
    """The member's own items by these tokens, in this order, each once.

    Raises RuleBroken, in words for the field `uploads`, for too many, for what is nobody's or another's, and for what
    could not be used.
    """
    wanted = list(dict.fromkeys(_as_uuids(tokens)))
    if len(wanted) > most:
        words = ngettext("At most %(n)d picture can stand here.", "At most %(n)d pictures can stand here.", most)
        raise RuleBroken({"uploads": words % {"n": most}})
    mine = MediaItem.objects.filter(token__in=wanted, owner=by.pk, purpose=purpose).exclude(stage=Stage.REMOVED)
    there = {item.token: item for item in mine}
    if len(there) < len(wanted):
        raise RuleBroken({"uploads": _("A picture is missing. Please upload it again.")})
    items = [there[token] for token in wanted]
    for item in items:
        if item.stage == Stage.FAILED:
            raise RuleBroken(
                {"uploads": _("“%(name)s” cannot be used: %(why)s") % {"name": item.name, "why": item.reason}}
            )
    return items


def arrange(items: Sequence[MediaItem], *, under: Any, kind: str, at: datetime | None = None) -> list[MediaItem]:
    """Exactly these stand under the thing now, in this order; what stood there and is not among them has left it.

    What is for everybody may stand under several things of its owner; where others cannot look, and where it is judged
    with its thing, an item has files of its own, so that what is decided there decides nothing elsewhere. Again changes
    nothing.
    """
    at = at or timezone.now()
    with transaction.atomic():
        stood = {row.item_id: row for row in Attachment.objects.filter(kind=kind, subject_id=under.pk)}
        is_alone = kind in judging() or _is_behind_a_door(under, kind=kind)
        placed = [item if item.pk in stood else _for(item, is_alone=is_alone) for item in items]
        for item_id in set(stood) - {item.pk for item in placed}:
            detach(stood[item_id], at=at)
        for place, item in enumerate(placed):
            Attachment.objects.update_or_create(
                kind=kind,
                subject_id=under.pk,
                item=item,
                defaults={"place": place},
                create_defaults={"place": place, "at": at},
            )
            present(MediaItem.objects.select_for_update(of=("self",)).select_related("owner").get(pk=item.pk), at=at)
    return placed


def stand_as_well(items: Sequence[MediaItem], *, under: Any, kind: str, at: datetime) -> None:
    """These stand under this thing as well, last, with the files that they have: it is a copy of a thing under which
    they stand, and whoever may decide about the one may decide about the other. Again changes nothing."""
    there = Attachment.objects.filter(kind=kind, subject_id=under.pk).count()
    rows = [
        Attachment(kind=kind, subject_id=under.pk, item=item, place=there + n, at=at) for n, item in enumerate(items)
    ]
    Attachment.objects.bulk_create(rows, ignore_conflicts=True)
    for item in items:
        after_commit(tasks.settle_media, item.pk)


def item_sent(upload: UploadedFile | None, token: str, *, by: Any, purpose: str, audience: str) -> MediaItem:
    """What a member of the team sent with a form: bytes that came along (`upload`), or what was uploaded in parts
    (`token`). Raises Refused, RuleBroken."""
    if token:
        return items_of([token], by=by, purpose=purpose, most=1)[0]
    if upload is None:
        raise RuleBroken({"file": _("Choose a file.")})
    return receive_plain(upload, by=by, purpose=purpose, audience=audience)


def stand_last(
    item: MediaItem, *, under: Any, kind: str, alt: str, audience: str, at: datetime | None = None
) -> MediaItem:
    """It stands under the thing after what stands there, described. With an `audience` of its own its file is nobody
    else's twin, so what names it keeps it."""
    with transaction.atomic():
        MediaItem.objects.filter(pk=item.pk).update(alt=alt, audience=audience)
        item.refresh_from_db()
        standing = list(MediaItem.objects.of(under, kind=kind))
        return arrange([*standing, item], under=under, kind=kind, at=at)[-1]


def detach(attachment: Attachment, *, at: datetime) -> None:
    """It stands here no more; an item that stands nowhere is deleted with its files."""
    item = attachment.item
    attachment.delete()
    if item.attachments.exists():
        after_commit(tasks.settle_media, item.pk)
    else:
        delete_media(item, at=at)


def delete_media(item: MediaItem, *, at: datetime | None = None) -> None:
    """Nothing is left of it: no row, no file, no open case."""
    with transaction.atomic():
        keys = list(item.renditions.values_list("key", flat=True))
        at = at or timezone.now()
        forget_captions(item.captions.all(), at=at)
        gone(item, at=at)
        forget_failure(item.pk)
        item.delete()
        transaction.on_commit(lambda: delete_all([*keys, item.key], private()))
        transaction.on_commit(lambda: delete_all(keys, public()))


def _is_behind_a_door(thing: Any, *, kind: str) -> bool:
    """On a page that not everybody may enter. What merely waits for a moderator is not."""
    return bool(moderated[kind].out_of_reach(AnonymousUser()).filter(pk=thing.pk).exists())


def _for(item: MediaItem, *, is_alone: bool) -> MediaItem:
    """The item, or one with files of its own where it may not be shared."""
    if not item.attachments.exists():
        if is_alone and not item.audience:
            MediaItem.objects.filter(pk=item.pk).update(audience=ALONE)  # from now on it is nobody's twin
        return item
    if is_alone or item.audience:
        return _with_own_files(item)
    return item


def _with_own_files(item: MediaItem) -> MediaItem:
    own = MediaItem(
        owner_id=item.owner_id, purpose=item.purpose, audience=ALONE, name=item.name, alt=item.alt, size=item.size
    )
    own.key = random_key()
    copy_within(private(), item.key, own.key)
    own.save()
    copy_captions(item, to=own, at=timezone.now())
    queue_soon(own.pk)
    return own


def _as_uuids(tokens: Sequence[str]) -> list[UUID]:
    try:
        return [UUID(token) for token in tokens if token]
    except ValueError:
        raise RuleBroken({"uploads": _("A picture is missing. Please upload it again.")}) from None
