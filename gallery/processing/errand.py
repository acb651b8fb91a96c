"""What a guarded child is sent to do, as text between two processes."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from gallery.processing.confinement import Guard
from gallery.purposes import Kind, Purpose

PAIRS = ("formats", "max_frame", "rates")  # of a purpose: JSON makes lists of them


@dataclass(frozen=True, slots=True)
class Errand:
    """`parent` is the process that sent it."""

    path: Path
    purpose: Purpose
    out: Path
    guard: Guard
    parent: int

    def as_text(self) -> str:
        purpose = asdict(replace(self.purpose, label=self.purpose.key))  # the label is for people, in their language
        paths = {"path": str(self.path), "out": str(self.out)}
        return json.dumps({**paths, "purpose": purpose, "guard": asdict(self.guard), "parent": self.parent})

    @classmethod
    def from_text(cls, text: str) -> "Errand":
        said = json.loads(text)
        guard, purpose = Guard(**said["guard"]), purpose_from(said["purpose"])
        return cls(Path(said["path"]), purpose, Path(said["out"]), guard, said["parent"])


def purpose_from(said: Mapping[str, Any]) -> Purpose:
    """As it was before it was written as JSON, but for its label."""
    pairs = {name: tuple(said[name]) for name in PAIRS}
    aspects = tuple((width, height) for width, height in said["aspects"])
    return Purpose(**{**said, **pairs, "aspects": aspects, "kind": Kind(said["kind"])})
