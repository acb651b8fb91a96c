"""Where what staff upload lies: in the private storage under random keys, whoever may see it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import PurePath
from secrets import token_urlsafe
from typing import Any

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.urls import reverse
from django.utils.deconstruct import deconstructible

PICTURES, DOCUMENTS = "picture", "document"  # folders of the private storage
LONGEST_ENDING = 12
_in_admin: ContextVar[bool] = ContextVar("in_admin", default=False)


@contextmanager
def shown_in_admin() -> Iterator[None]:
    """While this lasts, addresses of pictures are those that staff are answered at, page or no page."""
    token = _in_admin.set(True)
    try:
        yield
    finally:
        _in_admin.reset(token)


def random_name(folder: str, name: str) -> str:
    """A key that says nothing of the file, of which the ending alone is left. 192 bits."""
    ending = PurePath(name).suffix.lower().removeprefix(".")
    ending = ending if ending.isalnum() and ending.isascii() and len(ending) <= LONGEST_ENDING else "bin"
    return name_of(token_urlsafe(24), ending, folder=folder)


def name_of(word: str, ending: str, *, folder: str = PICTURES) -> str:
    """What the storage calls the file whose address has this word and this ending."""
    return f"{folder}/{word[:2]}/{word}.{ending}"


def is_hidden(name: str) -> bool:
    """Whether this is a name that `random_name` made. All others are of former times, and lie in the public storage."""
    return name.startswith((f"{PICTURES}/", f"{DOCUMENTS}/"))


def public_address(name: str) -> str:
    """Of a picture, where everybody asks for it and not staff alone, whoever is answered just now."""
    return _address(name, "brand:picture")


def _address(name: str, view: str) -> str:
    word, _dot, ending = PurePath(name).name.rpartition(".")
    return reverse(view, args=[word, ending])


@deconstructible(path="core.brand.storages.StaffStorage")
class StaffStorage(Storage):
    """The private storage, for what has a name of ours; the public one for what was there before."""

    def _open(self, name: str, mode: str = "rb") -> File:
        return _of(name).open(name, mode)

    def _save(self, name: str, content: Any) -> str:
        return str(_of(name).save(name, content))

    def path(self, name: str) -> str:
        return _of(name).path(name)

    def delete(self, name: str) -> None:
        _of(name).delete(name)

    def exists(self, name: str) -> bool:
        return _of(name).exists(name)

    def size(self, name: str) -> int:
        return _of(name).size(name)

    def get_modified_time(self, name: str) -> Any:
        return _of(name).get_modified_time(name)

    def url(self, name: str | None) -> str:
        """Raises NotImplementedError for a document: Wagtail's view, which asks who may have it, gives it out."""
        name = name or ""
        if not is_hidden(name):
            return _of(name).url(name)
        if name.startswith(f"{DOCUMENTS}/"):
            raise NotImplementedError
        return _address(name, "brand:staff-picture") if _in_admin.get() else public_address(name)


def document_address(name: str) -> str:
    """Of a document where staff are answered just now; empty for everybody else, and for one of former times."""
    return _address(name, "brand:staff-document") if _in_admin.get() and is_hidden(name) else ""


def staff_storage() -> Storage:
    return StaffStorage()


def _of(name: str) -> Storage:
    return storages["private" if is_hidden(name) else "default"]
