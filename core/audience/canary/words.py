"""Words that stand nowhere else, and where they turn up: in text, in headers, and packed into files."""

import gzip
import re
import secrets
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from email.message import Message
from io import BytesIO
from typing import Any
from urllib.parse import unquote

LETTERS = "bcdfghjklmnpqrstvwxz"
EDITORIAL, CONTRIBUTED = "e", "c"
LARGEST = 50_000_000  # bytes of one unpacked body that are looked at


class Words:
    """All words of one run begin alike, then say whether staff wrote them, behind which door, in what and where."""

    def __init__(self) -> None:
        self.stem = "zq" + "".join(secrets.choice(LETTERS) for _ in range(8))
        self._found = re.compile(rf"{self.stem}[ec][a-z]+", re.IGNORECASE)

    def make(self, kind: str, *parts: str) -> str:
        return self.stem + kind + "".join(part.lower() for part in parts)

    def told(self, text: str) -> set[str]:
        return {word.lower() for word in self._found.findall(text)}

    def told_in(self, body: bytes) -> set[str]:
        """Also in what is packed: gzip, zip, and the compressed texts of pictures."""
        return set().union(*(self.told(unquote(part.decode("latin-1"))) for part in unpacked(body)))

    def is_editorial(self, word: str) -> bool:
        return word[len(self.stem)] == EDITORIAL

    def plainly(self, word: str) -> str:
        """Without its random beginning, for people."""
        return word[len(self.stem) + 1 :]


def unpacked(body: bytes) -> Iterator[bytes]:
    """The bytes as they came, and those that are packed in them."""
    yield body
    if body[:2] == b"\x1f\x8b":
        with suppress(OSError, EOFError, zlib.error):
            yield gzip.GzipFile(fileobj=BytesIO(body)).read(LARGEST)
    elif body[:4] == b"PK\x03\x04":
        with suppress(zipfile.BadZipFile):
            packed = zipfile.ZipFile(BytesIO(body))
            yield from (name.encode() + b" " + packed.open(name).read(LARGEST) for name in packed.namelist())
    elif body[:8] == b"\x89PNG\r\n\x1a\n":
        yield from texts_of_png(body)


def texts_of_png(body: bytes) -> Iterator[bytes]:
    """Its compressed text chunks; those that are not compressed stand in the bytes."""
    place = 8
    while place + 8 <= len(body):
        size, kind = int.from_bytes(body[place : place + 4]), body[place + 4 : place + 8]
        if kind in (b"zTXt", b"iTXt"):
            start = body.find(b"x", place + 8, place + 8 + size)  # how a zlib stream begins
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(body[start : place + 8 + size], LARGEST)
        place += 12 + size


def letter_of(mail: Any) -> bytes:
    """All of a letter as its reader could see it: headers, every part decoded, the names of files."""
    message: Message = mail.message()
    parts = [f"{name}: {value}".encode() for name, value in message.items()]
    for part in message.walk():
        payload = part.get_payload(decode=True)
        parts += [payload if isinstance(payload, bytes) else b"", (part.get_filename() or "").encode()]
    return b"\n".join(parts)
