"""What the check of a file finds: shared by the guarded child that looks at it and those who asked."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

Tell = Callable[[str, int], None]  # the step ("checking", "converting") and how many per cent of it are done


class Unfit(Exception):
    """The file is refused. `code` names the sentence in `gallery.wording`, `values` what was measured and allowed."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True, slots=True)
class Rendered:
    """One file that was made, by its name in the folder it was written to."""

    role: str  # pictures: w320, w640, w1280, w2048, card; films: film-1080, film-480, poster-1 … -3, sheet
    format: str  # avif, webp, jpeg, mp4
    file: str
    width: int
    height: int
    size: int  # bytes


@dataclass(slots=True)
class Outcome:
    """`measured` may hold format, width, height, frames, seconds, rate, codec, sound, size (bytes), rotation."""

    accepted: bool
    code: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    measured: dict[str, Any] = field(default_factory=dict)
    renditions: list[Rendered] = field(default_factory=list)
    sha256: str = ""
    hashes: list[str] = field(default_factory=list)  # perceptual, of the picture and its mirrored and turned selves
    colour: int | None = None  # of 64, for the place of the picture until it is there

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> "Outcome":
        return cls(**{**found, "renditions": [Rendered(**one) for one in found.get("renditions", [])]})
