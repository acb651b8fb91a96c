"""Private files are added to a page, described and deleted."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import RuleBroken
from core.policies import ensure
from gallery.actions.attaching import arrange, detach, items_of
from gallery.actions.uploading import MOST_PLAIN, receive_plain
from gallery.models import Attachment, MediaItem
from gallery.purposes import MB
from gallery.storages import private, random_key
from insiders.models import KIND, EarlyAccess, PrivateFile
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
    purpose = PURPOSES[FileKind(kind)]
    if token:
        item = items_of([token], by=by, purpose=purpose, most=1)[0]
    elif upload is not None:
        item = receive_plain(upload, by=by, purpose=purpose, audience=AUDIENCE)
    else:
        raise RuleBroken({"file": _("Choose a file.")})
    with transaction.atomic():
        MediaItem.objects.filter(pk=item.pk).update(alt=alt, audience=AUDIENCE)
        item.refresh_from_db()
        standing = list(MediaItem.objects.of(early, kind=KIND))
        file.item = arrange([*standing, item], under=early, kind=KIND, at=at)[-1]
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
    """It is gone with its bytes; where a page names it, nothing stands any more. Raises Refused."""
    ensure(may_look_after(by, file.early.page))  # type: ignore[union-attr]
    _remove(file, at=at or timezone.now())


def clean_files(*, at: datetime | None = None) -> int:
    """For the sweep: files of pages that are gone are gone. How many these were."""
    left = list(PrivateFile.objects.filter(early=None).order_by("pk"))
    for file in left:
        _remove(file, at=at or timezone.now())
    return len(left)


def _remove(file: PrivateFile, *, at: datetime) -> None:
    with transaction.atomic():
        places = list(Attachment.objects.filter(item=file.item_id, kind=KIND)) if file.item_id else []
        if file.key:
            transaction.on_commit(partial(private().delete, file.key))
        file.delete()
        for place in places:
            detach(place, at=at)


def used_in(body: Any) -> Iterator[str]:
    """Keys of the files that this body names."""
    for block in body or ():
        if block.block_type.startswith("private_") and block.value.get("file"):
            yield str(block.value["file"])
