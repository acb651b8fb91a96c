"""What both ways have in common, and what may go wrong on each of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from core.errors import RuleBroken
from gallery.models import UploadSession
from gallery.wording import words_of


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Ticket:
    """Where and how the browser sends one part."""

    url: str
    method: str = "PUT"
    headers: dict[str, str] = field(default_factory=dict)


class Faulty(RuleBroken):
    """The bytes did not arrive as they should, or could not be kept. `code` names the sentence in `gallery.wording`."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(words_of(code, values), code=code)


class Transport(Protocol):
    """Everything may be done twice, and with parts in any order. Raises Faulty for what is wrong with the bytes, and
    when the storage is full or does not answer."""

    carries: bool  # whether browsers send parts to our own server

    def part_size(self, size: int) -> int:
        """In bytes, for a file of so many bytes: all its parts but the last."""
        ...

    def begin(self, session: UploadSession) -> None:
        """The storage is ready for parts. May set `remote_id`; the caller saves the session."""
        ...

    def ticket(self, session: UploadSession, number: int) -> Ticket:
        """Good for this part alone. Raises Faulty for a number that the declared size does not make."""
        ...

    def receive(self, session: UploadSession, number: int, stream: Readable) -> None:
        """The part is here if all of it came, and nothing of it otherwise."""
        ...

    def arrived(self, session: UploadSession) -> dict[int, int]:
        """The sizes in bytes of the parts that are here whole, by number, as the storage itself lists them."""
        ...

    def assemble(self, session: UploadSession) -> int:
        """The whole file stands under the session's key in the private storage, or nothing does. Its size in bytes,
        which is the declared one."""
        ...

    def clear(self, session: UploadSession) -> None:
        """No part is left. What was assembled stays."""
        ...

    def abandon(self, session: UploadSession) -> None:
        """Nothing of the session is left: no part, nothing assembled."""
        ...

    def quarantined(self) -> Iterator[str]:
        """The keys of all that is in quarantine."""
        ...
