"""What upper rooms tell the gallery: which kinds of their things bear pictures and films."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.registry import Registry
from moderation.registries import Review


@dataclass(frozen=True, slots=True)
class Bearer:
    """One kind of thing that media are attached to. `key` is the kind of its subject ("idea"): who sees the thing sees
    what is attached to it, once that is published. `review` gives the policy of the place where the thing stands."""

    key: str
    review: Callable[[Any], Review]


bearers: Registry[Bearer] = Registry("bearers")
