"""Where files lie: what everybody may fetch in the public storage, all else in the private one. Keys are random."""

from secrets import token_urlsafe

from django.core.files.storage import Storage, storages


def public() -> Storage:
    return storages["default"]


def private() -> Storage:
    return storages["private"]


def random_key(ending: str = "") -> str:
    """Never derived from what it holds: that would tell a holder of the bytes that they are here. 192 bits."""
    word = token_urlsafe(24)
    return f"{word[:2]}/{word}{ending}"
