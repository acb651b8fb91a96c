"""What a browser does with a file: begin, send parts, complete."""

from io import BytesIO
from pathlib import Path
from typing import Any

from gallery.actions.uploading import begin_upload, complete_upload, receive_part
from gallery.models import MediaItem, UploadSession

PART = 1024 * 1024  # bytes, to our own disk


def content(size: int) -> bytes:
    """So many bytes, of which no two parts are alike."""
    block = b"".join(number.to_bytes(4, "big") for number in range(-(-size // 4)))
    return block[:size]


def begun(*, by: Any, size: int = 2 * PART + 500, purpose: str = "picture", **options: Any) -> UploadSession:
    return begin_upload(by=by, purpose=purpose, name=options.pop("name", "cup.jpg"), size=size, **options)


def part_of(session: UploadSession, number: int) -> bytes:
    start = (number - 1) * session.part_size
    return content(session.size)[start : start + session.length_of(number)]


def send(session: UploadSession, *numbers: int) -> UploadSession:
    """These parts, or all, arrive as they should."""
    for number in numbers or range(1, session.parts + 1):
        receive_part(session, number, BytesIO(part_of(session, number)), by=session.owner)
    return session


def uploaded(*, by: Any, **options: Any) -> MediaItem:
    session = send(begun(by=by, **options))
    return complete_upload(session, by=by)


def files_under(folder: Path) -> list[str]:
    """Every file below a folder, hidden ones too."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
