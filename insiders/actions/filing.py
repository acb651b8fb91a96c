"""Private files are added to a page, described, brought along by its copies, and deleted."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import RuleBroken
from core.policies import ensure
from gallery.actions.attaching import detach, item_sent, stand_as_well, stand_last
from gallery.actions.uploading import MOST_PLAIN
from gallery.models import Attachment, MediaItem
from gallery.purposes import MB
from gallery.storages import private, random_key
from insiders.actions.early import early_access_of
from insiders.models import KIND, EarlyAccess, EarlyAccessPage, PrivateFile
from insiders.models.files import FileKind
from insiders.policies.early_access import may_look_after

AUDIENCE = "insiders"  # of an upload: its file is nobody else's twin
PURPOSES = {FileKind.PICTURE: "picture", FileKind.FILM: "video"}
PAPERS = "papers/"  # apart from what the gallery makes, which knows its own files by name
PDF, PDF_KIND = b"%PDF-", "application/pdf"


def add_file(
    early: EarlyAccess,
    *,
    by: Any,
    kind: str,
    title: str,
    alt: str = "",
    upload: UploadedFile | None = None,
    token: str = "",
    at: datetime | None = None,
) -> PrivateFile:
    """The page has this file: bytes that came with a form (`upload`), or what was uploaded in parts (`token`). Pictures
    and films are shown once they were checked. Raises Refused, RuleBroken."""
    ensure(may_look_after(by, early.page))
    at = at or timezone.now()
    file = PrivateFile(early=early, kind=kind, title=title, by=by, at=at)
    if kind == FileKind.DOCUMENT:
        return _add_document(file, upload)
    item = item_sent(upload, token, by=by, purpose=PURPOSES[FileKind(kind)], audience=AUDIENCE)
    with transaction.atomic():
        file.item = stand_last(item, under=early, kind=KIND, alt=alt, audience=AUDIENCE, at=at)
        file.size = item.size
        file.save()
    return file


def _add_document(file: PrivateFile, upload: UploadedFile | None) -> PrivateFile:
    """Nobody opens it here: it begins as a PDF does, and is given out as one, in a sandbox."""
    if upload is None or not upload.size:
        raise RuleBroken({"file": _("Choose a file.")})
    if upload.size > MOST_PLAIN:
        raise RuleBroken({"file": _("A document has at most %(most)s MB.") % {"most": MOST_PLAIN // MB}})
    upload.seek(0)
    if upload.read(len(PDF)) != PDF:
        raise RuleBroken({"file": _("This is no PDF. Other documents are not taken.")})
    upload.seek(0)
    file.key, file.size = private().save(f"{PAPERS}{random_key('.pdf')}", File(upload)), upload.size
    try:
        file.save()
    except BaseException:
        private().delete(file.key)
        raise
    return file


def describe_file(file: PrivateFile, *, by: Any, title: str, alt: str) -> PrivateFile:
    """It is called so, and is described so to those who do not see it. Raises Refused."""
    ensure(may_look_after(by, file.early.page))  # type: ignore[union-attr]
    with transaction.atomic():
        file.title = title
        file.save(update_fields=["title"])
        if file.item_id:
            MediaItem.objects.filter(pk=file.item_id).update(alt=alt)
    return file


def remove_file(file: PrivateFile, *, by: Any, at: datetime | None = None) -> None:
    """It is gone, with its bytes if no copy of the page has them; where the page names it, nothing stands any more.
    Raises Refused."""
    ensure(may_look_after(by, file.early.page))  # type: ignore[union-attr]
    _remove(file, at=at or timezone.now())


def clean_files(*, at: datetime | None = None) -> int:
    """For the sweep: files of pages that are gone are gone. How many these were."""
    left = list(PrivateFile.objects.filter(early=None).order_by("pk"))
    for file in left:
        _remove(file, at=at or timezone.now())
    return len(left)


def bring_files(source: EarlyAccessPage, copy: EarlyAccessPage, *, at: datetime | None = None) -> None:
    """The copy of a page has the same files: rows of its own for the same bytes, which stay while one of them needs
    them. Blocks know them by the same names. Again changes nothing."""
    at, early = at or timezone.now(), early_access_of(copy)
    with transaction.atomic():
        there = {file.name for file in early.files.all()}
        held = PrivateFile.objects.select_for_update(of=("self",)).filter(early__page=source.pk).select_related("item")
        found = [file for file in held if file.name not in there]
        for file in found:
            file.origin = int(file.name)
            file.pk, file.early, file.token, file.at = None, early, uuid4(), at
            file._state.adding = True
            file.save()
        stand_as_well([file.item for file in found if file.item], under=early, kind=KIND, at=at)


def _remove(file: PrivateFile, *, at: datetime) -> None:
    """Bytes that the file of another page needs stay, where they are."""
    with transaction.atomic():
        item, key = file.item_id, file.key
        file.delete()
        if key:
            transaction.on_commit(partial(_delete_unneeded, key))
        needed = PrivateFile.objects.filter(item=item, early__isnull=False).values("early")
        places = Attachment.objects.filter(item=item, kind=KIND).exclude(subject_id__in=needed) if item else ()
        for place in list(places):
            detach(place, at=at)


def _delete_unneeded(key: str) -> None:
    if not PrivateFile.objects.filter(key=key).exists():
        private().delete(key)


def used_in(body: Any) -> Iterator[str]:
    """Names of the files that this body names."""
    for block in body or ():
        if block.block_type.startswith("private_") and block.value.get("file"):
            yield str(block.value["file"])
