"""What upper rooms tell moderation: how each kind of thing is placed when it was judged, how it is found and shown."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.publication import State
from core.registry import Registry
from moderation.wording import Wording


class Review(models.TextChoices):
    """Who waits for a moderator before what they write appears."""

    EVERYTHING = "everything", _("Everything is reviewed first")
    NEW_MEMBERS = "new-members", _("What new members write is reviewed first")
    NOTHING = "nothing", _("Everything is published at once")


class Moderated(Protocol):
    """One kind of thing that moderators judge. `key` is the kind of its subject ("idea").

    Placing a thing changes its state and what is counted by it, in the caller's transaction, and nothing else: the
    decision, its history and who is told are moderation's.
    """

    key: str
    states: frozenset[State]  # those that this kind can be placed in
    wording: Wording

    def review(self, thing: Any) -> Review:
        """The policy of the place where the thing stands."""
        ...

    def state(self, thing: Any) -> str:
        """A value of core.publication.State."""
        ...

    def place(self, thing: Any, state: str, *, at: datetime) -> str:
        """The thing is in this state, its counts with it; again without harm. Where it stands now, which is elsewhere
        for what its author had withdrawn.

        It is one of `fetched`, locked by the caller. Raises RuleBroken for what cannot be placed, such as what is
        deleted.
        """
        ...

    def approve_many(self, ids: Sequence[int], *, by: Any, at: datetime) -> dict[int, str]:
        """By id what became of it: empty when it is published now, else why it was left out. In few queries."""
        ...

    def place_many(self, ids: Sequence[int], state: str, *, at: datetime) -> dict[int, str]:
        """The same as `place` for many. By id what became of it: empty when it is in this state now, else why it stays
        as it is. In few queries."""
        ...

    def exposure(self, ids: Sequence[int]) -> dict[int, int]:
        """By id how many people it has reached, as far as that is known: supporters, comments, followers."""
        ...

    def fetched(self, ids: Sequence[int]) -> models.QuerySet:
        """Those that are there, in any state, with all that their subject is asked for: many cost no more than one."""
        ...

    def saying(self, words: str) -> models.QuerySet:
        """Those in whose words these stand, in any state."""
        ...

    def look_alikes(self, subject_id: int) -> list[int]:
        """Keys of those of its kind that look like this one, the newest first. Of words none: their copies are found by
        what they say."""
        ...

    def out_of_reach(self, user: Any) -> models.QuerySet:
        """Those that stand on pages which this person may not enter: to them their cases do not exist either.

        `none()`, which costs nothing, where no page is closed to them.
        """
        ...


moderated: Registry[Moderated] = Registry("moderated")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What the desk shows of one kind of thing beside its words. `works(thing)`, one of `fetched`, are given to
    `template`; they are blurred and shown as the rest."""

    key: str
    template: str
    works: Callable[[Any], Sequence[Any]]


exhibits: Registry[Exhibit] = Registry("exhibits")


@dataclass(frozen=True, slots=True)
class Precedence:
    """What a room locks before many things of its kinds are. `hold` is given their keys by kind, in the caller's
    transaction."""

    key: str
    hold: Callable[[Mapping[str, Collection[int]]], None]


precedences: Registry[Precedence] = Registry("precedences")
