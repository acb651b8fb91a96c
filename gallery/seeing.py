"""Whose eyes may see which files."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from core.publication import State
from core.subjects import subjects
from gallery.models import Attachment, MediaItem, Stage
from gallery.models.media import MediaQuerySet, is_published_kind
from gallery.registries import bearers
from moderation.policies import may_moderate
from moderation.registries import moderated


def seen_by(user: Any) -> MediaQuerySet:
    """Items whose files this person may have: what they see on the site, what stands under things that they make with
    others, and for a moderator what they may judge."""
    if not may_moderate(user):
        return MediaItem.objects.visible_to_makers(user).exclude(stage=Stage.REMOVED)
    return MediaItem.objects.exclude(pk__in=behind_doors(user).values("pk")).exclude(stage=Stage.REMOVED)


def behind_doors(user: Any) -> QuerySet[MediaItem]:
    """Those that stand under things which this moderator may not enter; `none()`, which costs nothing, for no such."""
    closed = [Q(kind=kind, subject_id__in=things.values("pk")) for kind, things in _closed_things(user)]
    if not closed:
        return MediaItem.objects.none()
    there = Attachment.objects.filter(closed[0])
    for more in closed[1:]:
        there |= Attachment.objects.filter(more)
    return MediaItem.objects.filter(Exists(there.filter(item=OuterRef("pk"))))


def was_taken_down(items: QuerySet[MediaItem]) -> bool:
    """Whether one of these had been published and is not any more, or stands under a thing that was hidden or
    withdrawn. What stands behind a closed door was never there. One plain query where there are none: the whole
    question is dear, and whoever guesses addresses asks it."""
    if not items.exists():
        return False
    visitor = AnonymousUser()
    closed = behind_doors(visitor).values("pk")
    left = items.filter(published_at__isnull=False).exclude(pk__in=closed)
    left = left.exclude(pk__in=MediaItem.objects.visible_to(visitor).values("pk"))
    return left.filter(~Q(state=State.PUBLISHED) | Exists(under_things_in(State.HIDDEN, State.WITHDRAWN))).exists()


def under_things_in(*states: State) -> QuerySet[Attachment]:
    """For `Exists`: an item's places under things in one of these states."""
    there = Q(pk__in=[])
    for bearer in bearers:
        if is_published_kind(bearer.key):
            things = subjects[bearer.key].model._default_manager.filter(state__in=states)
            there |= Q(kind=bearer.key, subject_id__in=things.values("pk"))
    return Attachment.objects.filter(there, item=OuterRef("pk"))


def _closed_things(user: Any) -> Iterator[tuple[str, QuerySet]]:
    for bearer in bearers:
        things = moderated[bearer.key].out_of_reach(user)
        if not things.query.is_empty():
            yield bearer.key, things.order_by()
