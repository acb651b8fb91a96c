"""Files that nothing names any more, as when a process died between two steps. They are told of, never deleted: a
database that was restored from yesterday names less than there is."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.files.storage import Storage
from django.utils import timezone

from gallery.models import MediaItem, Rendition, UploadSession, UploadState
from gallery.models.upload import LIFE
from gallery.storages import is_ours, private, public
from gallery.transports import transport
from gallery.transports.local import QUARANTINE

PAGE = 1000  # keys at a time, which a bucket lists and the database is asked about


@dataclass(frozen=True, slots=True)
class Orphan:
    """`where`: "quarantine" for parts and unfinished uploads, whose size is not known, else the storage."""

    where: str
    key: str
    size: int | None = None
    changed: datetime | None = None


def orphans(*, at: datetime | None = None, page: int = PAGE) -> Iterator[Orphan]:
    """What belongs to no open session, what no item names, and what lies in the public storage though it is not for
    everybody. Files count once they are as old as a session gets: younger ones may be on the way to their rows."""
    before = (at or timezone.now()) - LIFE
    yield from (Orphan("quarantine", key) for key in _unfinished())
    yield from _left_in("private", private(), _names_of_private, before=before, page=page)
    yield from _left_in("public", public(), _names_of_public, before=before, page=page)


def _unfinished() -> list[str]:
    keys = set(transport().quarantined())
    return sorted(keys - set(UploadSession.objects.filter(state=UploadState.OPEN).values_list("key", flat=True)))


def _left_in(
    where: str, storage: Storage, named: Callable[[list[str]], set[str]], *, before: datetime, page: int
) -> Iterator[Orphan]:
    old = (Orphan(where, *found) for found in listed(storage, page=page) if found[2] < before and is_ours(found[0]))
    while some := list(islice(old, page)):
        known = named([one.key for one in some])
        yield from (one for one in some if one.key not in known)


def _names_of_private(keys: list[str]) -> set[str]:
    items, made = MediaItem.objects.filter(key__in=keys), Rendition.objects.filter(key__in=keys)
    open_now = UploadSession.objects.filter(key__in=keys, state=UploadState.OPEN)  # whole, and not yet an item
    return {key for rows in (items, made, open_now) for key in rows.values_list("key", flat=True)}


def _names_of_public(keys: list[str]) -> set[str]:
    return set(Rendition.objects.filter(key__in=keys, item__is_public=True).values_list("key", flat=True))


def listed(storage: Any, *, page: int = PAGE) -> Iterator[tuple[str, int, datetime]]:
    """Key, size in bytes and time of the last change of all that is stored, a page at a time; parts left out."""
    if hasattr(storage, "bucket"):
        pages = storage.connection.meta.client.get_paginator("list_objects_v2")
        for found in pages.paginate(Bucket=storage.bucket_name, PaginationConfig={"PageSize": page}):
            yield from ((one["Key"], one["Size"], one["LastModified"]) for one in found.get("Contents", []))
    else:
        yield from _on_disk(Path(storage.path("")))


def _on_disk(root: Path) -> Iterator[tuple[str, int, datetime]]:
    for folder, below, names in os.walk(root):
        if Path(folder) == root and QUARANTINE in below:
            below.remove(QUARANTINE)
        yield from _files(root, (Path(folder) / name for name in names))


def _files(root: Path, paths: Iterable[Path]) -> Iterator[tuple[str, int, datetime]]:
    for path in paths:
        try:
            found = path.stat()
        except FileNotFoundError:  # gone meanwhile
            continue
        yield path.relative_to(root).as_posix(), found.st_size, datetime.fromtimestamp(found.st_mtime, UTC)
