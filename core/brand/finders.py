"""One stylesheet for the world, one noun a file for those who write it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage

ENTRY = "core/css/site.css"
IMPORT = re.compile(r'@import url\("([a-z/-]+\.css)"\);')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class StylesheetFinder(BaseFinder):
    """Gives collectstatic the entry with all that it imports put in its place, without comments and indentation.

    In development nothing is found here, so the entry itself is served and the browser follows its imports.
    """

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> list[str]:
        return []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        storage = InMemoryStorage()
        storage.save(ENTRY, ContentFile(flattened(settings.BASE_DIR / "core" / "static" / ENTRY)))
        yield ENTRY, storage


def flattened(entry: Path) -> bytes:
    """The text of a stylesheet with its imports in place. An address in it would lose its footing, so it is refused."""
    parts = [(entry.parent / name).read_text(encoding="utf-8") for name in IMPORT.findall(entry.read_text("utf-8"))]
    text = " ".join(COMMENT.sub("", "".join(parts)).split())
    if "url(" in text or "@import" in text:
        raise ValueError("A stylesheet of the house names no other file; draw it as an icon or put it into the page.")
    return text.encode()
