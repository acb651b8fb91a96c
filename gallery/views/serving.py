"""Files to those who may have them, in ranges where a player asks for one. What is not theirs does not exist."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from uuid import UUID

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import Storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from core.http import error_answer
from gallery.models import MediaItem
from gallery.policies import may_have_original
from gallery.seeing import seen_by, was_taken_down
from gallery.storages import FOR_EVER, media_type, private, public

CHUNK = 64 * 1024
RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))")
SANDBOX = "default-src 'none'; sandbox"
NUL = "\0"  # which no file has in its name, and PostgreSQL takes in no question
GUARDED = "documents/"  # Wagtail's, which have a view of their own
OURS = re.compile(r"[\w-]{2}/[\w-]{32}\.(?:avif|webp|jpg|mp4)")


@require_safe
def public_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the public storage, where no web server stands before us. What was taken down is gone."""
    storage = public()
    try:
        there = not name.startswith(GUARDED) and NUL not in name and storage.exists(name)
    except (SuspiciousFileOperation, ValueError):
        raise Http404 from None
    if not there:
        if NUL not in name and was_taken_down(MediaItem.objects.filter(renditions__key=name)):
            return error_answer(request, status=410)
        raise Http404
    response = sent(request, storage, name)
    if OURS.fullmatch(name):
        response["Cache-Control"] = FOR_EVER
    return response


@require_safe
def file(request: HttpRequest, token: UUID, name: str) -> HttpResponseBase:
    """One rendition to whoever may see the item; also while it waits, to its owner and to moderators."""
    if NUL in name:
        raise Http404
    role, _dot, form = name.partition(".")
    item = get_object_or_404(seen_by(request.user), token=token)
    made = get_object_or_404(item.renditions, role=role, format=form)
    return private_answer(request, made.key, media_type(made.key))


@require_safe
def original(request: HttpRequest, token: UUID) -> HttpResponseBase:
    """The file as it was uploaded, to be kept and never to be shown: to its owner and to moderators."""
    item = get_object_or_404(seen_by(request.user), token=token)
    if not may_have_original(request.user, item):
        raise Http404
    return private_answer(request, item.key, "application/octet-stream", attachment=item.name)


def private_answer(request: HttpRequest, key: str, kind: str, *, attachment: str = "") -> HttpResponseBase:
    """A file of the private storage to somebody who may have it, which the caller has asked: in ranges, kept by nobody;
    from a bucket by an address that is signed for minutes."""
    disposition = content_disposition_header(bool(attachment), attachment or "file") or ""
    storage: Any = private()
    if hasattr(storage, "bucket"):
        given = {"ResponseContentType": kind, "ResponseContentDisposition": disposition}
        response: HttpResponseBase = HttpResponse(status=302, headers={"Location": storage.url(key, parameters=given)})
    else:
        response = sent(request, storage, key, kind=kind)
        response["Content-Disposition"] = disposition
    response["Cache-Control"] = "private, no-store"
    return response


def sent(request: HttpRequest, storage: Storage, key: str, *, kind: str = "") -> HttpResponseBase:
    """200 with the whole file, 206 with the range that was asked for, 416 for one that lies beyond its end (RFC 9110,
    14.2). A header that makes no sense, or asks for several ranges, is as good as none. Raises Http404."""
    try:
        size = storage.size(key)
        opened = storage.open(key)
    except (FileNotFoundError, IsADirectoryError):
        raise Http404 from None
    wanted = wanted_range(request.headers.get("Range", ""), size)
    if wanted is not None and wanted[0] > wanted[1]:
        opened.close()
        response: HttpResponseBase = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        first, last = wanted or (0, size - 1)
        opened.seek(first)
        response = StreamingHttpResponse(_chunks(opened, last - first + 1), status=206 if wanted else 200)
        response["Content-Length"] = str(last - first + 1)
        if wanted:
            response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Type"] = kind or media_type(key)
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response


def wanted_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte; the first behind the last for what cannot be had; None for the whole file."""
    found = RANGE.fullmatch(header.strip())
    if not found or size == 0:
        return None
    first, last, suffix = found.groups()
    if suffix is not None:
        return (size - min(int(suffix), size), size - 1) if int(suffix) else (1, 0)
    if last and int(last) < int(first):
        return None
    return (int(first), min(int(last) if last else size - 1, size - 1)) if int(first) < size else (1, 0)


def _chunks(opened: BinaryIO | Any, left: int) -> Iterator[bytes]:
    with opened:
        while left > 0 and (chunk := opened.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
