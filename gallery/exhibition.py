"""Published work as a gallery hangs it: with what it belongs to, in one order, each with its neighbours."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from core.pagination import Page, keyset
from core.subjects import Shown, subjects
from gallery.filters import GalleryFilter
from gallery.models import MediaItem
from gallery.models.media import Attachment, MediaQuerySet, things_shown_to
from gallery.registries import bearers
from gallery.showing import picture_of

ORDER: tuple[str, str] = ("published_at", "pk")  # the newest first
PAGE_SIZE = 24
WINNERS = 6  # that stand before the rest


@dataclass(frozen=True, slots=True)
class Work:
    """One item in one list. `thing` is what it belongs to, of all such things the first that this person may see."""

    item: MediaItem
    thing: Shown | None
    url: str

    @property
    def name(self) -> str:
        """That of what it belongs to."""
        return self.thing.title if self.thing else gettext("Without a title")

    @property
    def title(self) -> str:
        """Its name and its author, as the window is called."""
        if self.item.owner is None:
            return self.name
        return gettext("%(work)s, by %(name)s") % {"work": self.name, "name": self.item.owner.shown_name}

    @property
    def shape(self) -> str:
        """The frame that it is put into among others."""
        picture = picture_of(self.item)
        return picture.shape if picture else "square"


def on_show(user: Any, wanted: GalleryFilter) -> MediaQuerySet:
    """What this person may see of what is wanted, in no order."""
    found = MediaItem.objects.exhibited_to(user, under=wanted.of).uploaded_for(wanted.purposes)
    return found.filter(_has_won(user, wanted)) if wanted.won else found


def winners_first(user: Any, wanted: GalleryFilter) -> list[Work]:
    """What has won lately, to stand before the rest of a whole gallery; nothing before a part of one."""
    if wanted.is_narrowed or wanted.after:
        return []
    won = replace(wanted, won=True)
    items = on_show(user, won).with_renditions().prefetch_related("attachments").select_related("owner")
    return as_works(items.order_by("-published_at", "-pk")[:WINNERS], to=user, wanted=won)


def _has_won(user: Any, wanted: GalleryFilter) -> Exists:
    """It stands under something that has won."""
    kinds = (bearer for bearer in bearers if bearer.winning and wanted.of in ("", bearer.key))
    there = (Q(kind=one.key, subject_id__in=one.winning(user).order_by().values("pk")) for one in kinds if one.winning)
    return Exists(Attachment.objects.filter(reduce(or_, there, Q(pk__in=[])), item=OuterRef("pk")))


def page_of(user: Any, wanted: GalleryFilter) -> Page[Any]:
    """One page of Work, the newest first. Raises RuleBroken for a cursor that is not ours."""
    items = on_show(user, wanted).with_renditions().prefetch_related("attachments").select_related("owner")
    found = keyset(items, by=ORDER, kinds=(datetime, int), after=wanted.after, size=PAGE_SIZE)
    page: Page[Any] = Page(as_works(found, to=user, wanted=wanted))
    page.next = found.next
    return page


def as_works(items: Iterable[MediaItem], *, to: Any, wanted: GalleryFilter) -> list[Work]:
    """The items with what they belong to: one query for each kind of thing."""
    items = list(items)
    ids: dict[str, set[int]] = defaultdict(set)
    for item in items:
        for there in item.attachments.all():
            if wanted.of in ("", there.kind):
                ids[there.kind].add(there.subject_id)
    seen = {(kind, thing.id): thing for kind in ids for thing in _shown(kind, ids[kind], to=to)}
    return [Work(item, _first(item, seen), address_of(item.pk, wanted)) for item in items]


def address_of(pk: int, wanted: GalleryFilter) -> str:
    """The work's own address, with the list in which its neighbours are looked for."""
    return reverse("gallery:work", args=[pk]) + wanted.query().removesuffix("?")


def neighbours(item: MediaItem, items: QuerySet[MediaItem]) -> tuple[int | None, int | None]:
    """Keys of the next newer and the next older of these items."""
    at, pk = item.published_at, item.pk
    newer = items.filter(Q(published_at__gte=at) & (Q(published_at__gt=at) | Q(pk__gt=pk)))
    older = items.filter(Q(published_at__lte=at) & (Q(published_at__lt=at) | Q(pk__lt=pk)))
    keys = newer.order_by(*ORDER), older.order_by(*(f"-{field}" for field in ORDER))
    before, after = (found.values_list("pk", flat=True).first() for found in keys)
    return before, after


def _shown(kind: str, ids: Iterable[int], *, to: Any) -> Iterator[Shown]:
    """Without what has a page but left all lists, as an idea that its author withdrew."""
    subject = subjects[kind]
    for thing in things_shown_to(to, kind).filter(pk__in=list(ids)):
        yield Shown(kind, thing.pk, subject.title(thing), subject.url(thing))


def _first(item: MediaItem, seen: dict[tuple[str, int], Shown]) -> Shown | None:
    order = sorted(item.attachments.all(), key=lambda there: (there.at, there.pk))
    return next((seen[there.kind, there.subject_id] for there in order if (there.kind, there.subject_id) in seen), None)
