"""Pages of the brand that bear pictures or films of the team: these have cases, the pages have none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.publication import State
from moderation.registries import Review


class BearsMedia:
    """What stands under it is published at once, and nobody places the page here: its editor does. Who plugs one in
    says its `key` and `wording`, how far it reaches, and to whom it is out of reach."""

    states: frozenset[State] = frozenset()

    def review(self, thing: Any) -> Review:
        return Review.NOTHING

    def state(self, thing: Any) -> str:
        return State.PUBLISHED

    def place(self, thing: Any, state: str, *, at: datetime) -> str:
        return State.PUBLISHED

    def approve_many(self, ids: Sequence[int], *, by: Any, at: datetime) -> dict[int, str]:
        return {}

    def place_many(self, ids: Sequence[int], state: str, *, at: datetime) -> dict[int, str]:
        return {}

    def look_alikes(self, subject_id: int) -> list[int]:
        return []
