"""Files of a storage as an answer, in ranges where a player asks for one. Who may have them the caller has asked."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.core.files.storage import Storage, storages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

CHUNK = 64 * 1024
RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))")
SANDBOX = "default-src 'none'; sandbox"
MEDIA_TYPES = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "mp4": "video/mp4",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
}


def media_type(name: str) -> str:
    """By the ending that we gave it."""
    return MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream")


def private_answer(request: HttpRequest, key: str, kind: str, *, attachment: str = "") -> HttpResponseBase:
    """A file of the private storage, in ranges, kept by nobody."""
    response = file_answer(request, key, kind, attachment=attachment)
    response["Cache-Control"] = "private, no-store"
    return response


def file_answer(request: HttpRequest, key: str, kind: str, *, attachment: str = "") -> HttpResponseBase:
    """The same without a word on who may keep it, which the caller says; from a bucket by an address that is signed for
    minutes."""
    disposition = content_disposition_header(bool(attachment), attachment or "file") or ""
    storage: Any = storages["private"]
    if hasattr(storage, "bucket"):
        given = {"ResponseContentType": kind, "ResponseContentDisposition": disposition}
        response: HttpResponseBase = HttpResponse(status=302, headers={"Location": storage.url(key, parameters=given)})
    else:
        response = sent(request, storage, key, kind=kind)
        response["Content-Disposition"] = disposition
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
