"""What upper rooms tell the gallery: which kinds of their things bear pictures and films."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from core.registry import Registry
from moderation.registries import Review


@dataclass(frozen=True, slots=True)
class Bearer:
    """One kind of thing that media are attached to. `key` is the kind of its subject ("idea"): who sees the thing sees
    what is attached to it, once that is published. `review` is the policy for it, where it is not the thing's own.
    `exhibits`: what stands under it may hang in a gallery. `mended_at(thing)` is the address at which its author reads
    what is wrong with a file and sends another; without it, that of the thing. `winning(user)`: those of these things
    that have won something and that this person may see. `made_by(user)`: those that this person makes with others, who
    have what stands under them before anybody else does. `is_private`: files of what stands under these things never
    lie in the public storage, not even while everybody may see them.

    `judges_items`: an item and its thing are one for moderators. The item has no case of its own, stands nowhere else,
    and its state is that of the thing (`following`). `when_ready(id, at=)` is called once an item under this thing is
    ready, after that is stored and in no transaction; again without harm."""

    key: str
    review: Review | None = None
    exhibits: bool = True
    mended_at: Callable[[Any], str] | None = None
    winning: Callable[[Any], QuerySet] | None = None
    made_by: Callable[[Any], QuerySet] | None = None
    is_private: bool = False
    judges_items: bool = False
    when_ready: Callable[..., Any] | None = None


@dataclass(frozen=True, slots=True)
class Keeper:
    """Something that will need files which stand under nothing yet. `kept(tokens, at=)`: those of them that it will."""

    key: str
    kept: Callable[..., set[UUID]]


bearers: Registry[Bearer] = Registry("bearers")
keepers: Registry[Keeper] = Registry("keepers")


def exhibiting() -> list[str]:
    """The kinds of things whose pictures and films hang in galleries."""
    return [bearer.key for bearer in bearers if bearer.exhibits]


def judging() -> list[str]:
    """The kinds of things whose pictures and films are judged with them."""
    return [bearer.key for bearer in bearers if bearer.judges_items]
