"""Where files lie: what everybody may fetch in the public storage, all else in the private one. Keys are random."""

import re
from secrets import token_urlsafe
from typing import Any

from django.core.files.storage import Storage, storages

from core.serving import media_type

FOR_EVER = "public, max-age=31536000, immutable"  # a key is never used again
KEY = re.compile(r"([\w-]{2})/\1[\w-]{30}(?:\.(?:avif|webp|jpg|mp4))?")


def public() -> Storage:
    return storages["default"]


def private() -> Storage:
    return storages["private"]


def random_key(ending: str = "") -> str:
    """Never derived from what it holds: that would tell a holder of the bytes that they are here. 192 bits."""
    word = token_urlsafe(24)
    return f"{word[:2]}/{word}{ending}"


def is_ours(name: str) -> bool:
    """Whether this could be a key that `random_key` made: other things lie in the public storage, too."""
    return KEY.fullmatch(name) is not None


def copy(key: str, source: Storage, target: Storage) -> None:
    """The target has this file under the same key; one that is there is the same, as keys are never used again.

    Between buckets the bytes do not come here.
    """
    if target.exists(key):
        return
    bucket: Any = getattr(target, "bucket", None)
    if bucket is None:
        with source.open(key) as file:
            target.save(key, file)
    else:
        headers = {"ContentType": media_type(key), "CacheControl": FOR_EVER, "MetadataDirective": "REPLACE"}
        bucket.copy({"Bucket": source.bucket_name, "Key": key}, key, ExtraArgs=headers)  # type: ignore[attr-defined]


def copy_within(storage: Storage, key: str, other: str) -> None:
    """There is a second file with the same bytes. In a bucket they do not come here."""
    bucket: Any = getattr(storage, "bucket", None)
    if bucket is None:
        with storage.open(key) as file:
            storage.save(other, file)
    else:
        bucket.copy({"Bucket": bucket.name, "Key": key}, other)
