"""What the build of a file tells before a decoder sees it: whether its end is there, and how large it is."""

import mmap
import re
import struct
from collections.abc import Callable
from pathlib import Path

from gallery.processing.outcome import Unfit
from gallery.processing.pictures.sniffing import HEIC, JPEG, PNG, WEBP

MOST_PIECES = 100_000  # chunks or boxes: more only cost time
MOST_SCANS = 100  # of a JPEG; ten are usual. Each may go over the whole picture for a few bytes
MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)  # ITU T.81: neither a stuffed byte, a restart nor a filler
BOXES = frozenset({b"ftyp", b"meta", b"mdat", b"moov", b"free", b"skip", b"uuid", b"mpvd"})
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9


def check_structure(path: Path, name: str) -> None:
    """Raises Unfit for a file that ends too early, or that is built to cost time."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
        CHECKS[name](held)


def _png(held: mmap.mmap) -> None:
    """Chunks of length, name, data and checksum up to IEND; what comes behind it is nobody's."""
    at = 8
    for _ in range(MOST_PIECES):
        if at + 12 > len(held):
            raise Unfit("cut-off")
        length, kind = struct.unpack_from(">I4s", held, at)
        at += 12 + length
        if at > len(held):
            raise Unfit("cut-off")
        if kind == b"IEND":
            return
    raise Unfit("damaged", format=PNG)


def _webp(held: mmap.mmap) -> None:
    (length,) = struct.unpack_from("<I", held, 4)
    if 8 + length > len(held) or len(held) < 30:
        raise Unfit("cut-off")


def _heic(held: mmap.mmap) -> None:
    """ISO 14496-12: boxes of 32 or, when that says 1, 64 bits of length; 0 reaches to the end. What follows them and is
    no box is nobody's."""
    at = 0
    for _ in range(MOST_PIECES):
        if at + 8 > len(held) or (kind := held[at + 4 : at + 8]) not in BOXES:
            return
        (length,) = struct.unpack_from(">I", held, at)
        if length == 1 and at + 16 <= len(held):
            (length,) = struct.unpack_from(">Q", held, at + 8)
        length = length or len(held) - at
        if at + length > len(held):
            raise Unfit("cut-off")
        at += max(length, len(kind))
    raise Unfit("damaged", format=HEIC)


def _jpeg(held: mmap.mmap) -> None:
    """From marker to marker up to the end of the first picture, which the decoder asks for too: but a progressive one
    only after it has taken memory for the whole. Whether data are missing in between, it alone tells."""
    at, scans = 2, 0
    for _ in range(MOST_PIECES):
        found = MARKER.search(held, at)
        if found is None:
            raise Unfit("cut-off")
        marker, at = held[found.end() - 1], found.end()
        if marker == END_OF_IMAGE:
            return
        scans += marker == START_OF_SCAN
        if scans > MOST_SCANS:
            break
        at += int.from_bytes(held[at : at + 2], "big")
    raise Unfit("damaged", format=JPEG)


CHECKS: dict[str, Callable[[mmap.mmap], None]] = {PNG: _png, WEBP: _webp, HEIC: _heic, JPEG: _jpeg}


def size_of_webp(path: Path) -> tuple[int, int]:
    """Width and height as the first chunk says (RFC 9649). The decoder takes memory for them as soon as it is made."""
    with path.open("rb") as file:
        head = file.read(30).ljust(30, b"\0")
    kind = head[12:16]
    if kind == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", head, 26)
    return width & 0x3FFF, height & 0x3FFF
