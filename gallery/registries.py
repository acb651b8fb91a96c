"""What upper rooms tell the gallery: which kinds of their things bear pictures and films."""

from dataclasses import dataclass

from core.registry import Registry
from moderation.registries import Review


@dataclass(frozen=True, slots=True)
class Bearer:
    """One kind of thing that media are attached to. `key` is the kind of its subject ("idea"): who sees the thing sees
    what is attached to it, once that is published. `review` is the policy for it, where it is not the thing's own.
    `exhibits`: what stands under it may hang in a gallery."""

    key: str
    review: Review | None = None
    exhibits: bool = True


bearers: Registry[Bearer] = Registry("bearers")


def exhibiting() -> list[str]:
    """The kinds of things whose pictures and films hang in galleries."""
    return [bearer.key for bearer in bearers if bearer.exhibits]
