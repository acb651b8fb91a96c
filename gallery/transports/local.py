"""Parts come to our own server, which writes them to disk as they come: never more of them in memory than a chunk."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import IO
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import Storage
from django.urls import reverse

from gallery.models import UploadSession
from gallery.transports.protocol import Faulty, Readable, Ticket

CHUNK = 64 * 1024
MIB = 1024 * 1024
MOST_PARTS, LONGEST = 64, 8 * MIB  # each part is a whole request: fewer of them where a file is large
AT_ONCE, HALF_A_SECOND = 0.1, 0.5
QUARANTINE = "quarantine"
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class LocalTransport:
    carries = True

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def part_size(self, size: int) -> int:
        return min(LONGEST, max(1, -(-size // (MOST_PARTS * MIB))) * MIB)

    def begin(self, session: UploadSession) -> None:
        with _room():
            self._folder(session).mkdir(parents=True, exist_ok=True)

    def ticket(self, session: UploadSession, number: int) -> Ticket:
        _check_number(session, number)
        return Ticket(reverse("gallery:upload-part", args=[session.token, number]))

    def receive(self, session: UploadSession, number: int, stream: Readable) -> None:
        _check_number(session, number)
        with _room(), _whole(self._folder(session) / str(number)) as file:
            _copy_exactly(stream, file, session.length_of(number))

    def arrived(self, session: UploadSession) -> dict[int, int]:
        found = {int(path.name): size for path, size in self._listed(session) if path.name.isdecimal()}
        return {
            number: size
            for number, size in sorted(found.items())
            if session.has_part(number) and size == session.length_of(number)
        }

    def assemble(self, session: UploadSession) -> int:
        target = Path(self.storage.path(session.key))
        if target.is_file() and target.stat().st_size == session.size:
            return session.size
        with _room():
            target.parent.mkdir(parents=True, exist_ok=True)
            with _whole(target, by_way_of=self._folder(session)) as file:
                self._join(session, file)
        return session.size

    def clear(self, session: UploadSession) -> None:
        shutil.rmtree(self._folder(session), ignore_errors=True)

    def abandon(self, session: UploadSession) -> None:
        self.clear(session)
        Path(self.storage.path(session.key)).unlink(missing_ok=True)

    def quarantined(self) -> Iterator[str]:
        root = Path(self.storage.path(QUARANTINE))
        for folder in root.glob("*/*"):
            yield folder.relative_to(root).as_posix()

    def _folder(self, session: UploadSession) -> Path:
        return Path(self.storage.path(f"{QUARANTINE}/{session.key}"))

    def _listed(self, session: UploadSession) -> Iterator[tuple[Path, int]]:
        """A part that is replaced or cleared away meanwhile is not there."""
        for path in self._folder(session).glob("*"):
            try:
                yield path, path.stat().st_size
            except FileNotFoundError:
                continue

    def _join(self, session: UploadSession, file: IO[bytes]) -> None:
        for number in range(1, session.parts + 1):
            try:
                with (self._folder(session) / str(number)).open("rb") as part:
                    shutil.copyfileobj(part, file, CHUNK)
            except FileNotFoundError:
                raise Faulty("parts-missing", missing=1, parts=session.parts) from None
        if file.tell() != session.size:
            raise Faulty("wrong-length")
        file.flush()
        os.fsync(file.fileno())  # the parts are cleared away next


def _check_number(session: UploadSession, number: int) -> None:
    if not session.has_part(number):
        raise Faulty("no-part")


def _copy_exactly(stream: Readable, file: IO[bytes], length: int, *, clock: Callable[[], float] = monotonic) -> None:
    """Raises Faulty for one byte more or less, and for what took too long.

    A server's `read` comes back only with as many bytes as were asked for, or at the end. So little is asked for until
    it is known how fast they come: who sends a byte a second would otherwise be looked at after hours.
    """
    came, asked, begun = 0, 1, clock()
    allowed = settings.UPLOAD_PART_SECONDS * max(1, length / MIB)
    while came <= length:
        before = clock()
        if not (chunk := stream.read(asked)):
            break
        now = clock()
        came += len(chunk)
        if came > length:
            raise Faulty("part-too-long", most=length)
        if came < length and now - begun > allowed:
            raise Faulty("part-slow", came=came, length=length, seconds=round(now - begun))
        file.write(chunk)
        asked = _next_bite(asked, took=now - before)
    if came < length:
        raise Faulty("part-cut", came=came, length=length)


def _next_bite(asked: int, *, took: float) -> int:
    """Twice as much while it comes at once, and about as much as comes in half a second when it does not."""
    return min(2 * asked, CHUNK) if took < AT_ONCE else max(1, min(CHUNK, int(asked * HALF_A_SECOND / took)))


@contextmanager
def _whole(target: Path, *, by_way_of: Path | None = None) -> Iterator[IO[bytes]]:
    """A file that appears under its name when all of it is written, and not at all otherwise."""
    passing = (by_way_of or target.parent) / f".{uuid4().hex}"
    try:
        with passing.open("xb") as file:
            yield file
        passing.replace(target)
    finally:
        passing.unlink(missing_ok=True)


@contextmanager
def _room() -> Iterator[None]:
    """A disk that is full is said in words, and so is a folder that was cleared away meanwhile."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise Faulty("no-room") from error
        if error.errno == errno.ENOENT:
            raise Faulty("over") from error
        raise
