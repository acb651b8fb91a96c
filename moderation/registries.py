"""What upper rooms tell moderation: how each kind of thing is approved, returned, rejected, hidden and restored."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.registry import Registry


class Review(models.TextChoices):
    """Who waits for a moderator before what they write appears."""

    EVERYTHING = "everything", _("Everything is reviewed first")
    NEW_MEMBERS = "new-members", _("What new members write is reviewed first")
    NOTHING = "nothing", _("Everything is published at once")


class Moderated(Protocol):
    """One kind of thing that moderators judge. `key` is the kind of its subject ("idea").

    The five verbs change the thing's state, in the caller's transaction, and nothing else: the decision, its history
    and who is told are moderation's. Each may be said again without harm, and raises RuleBroken for what cannot be,
    such as an idea that its author withdrew.
    """

    key: str

    def review(self, thing: Any) -> Review:
        """The policy of the place where the thing stands."""
        ...

    def state(self, thing: Any) -> str:
        """A value of core.publication.State."""
        ...

    def approve(self, thing: Any, *, by: Any, reason: str, at: datetime) -> None: ...
    def ask_for_changes(self, thing: Any, *, by: Any, reason: str, at: datetime) -> None: ...
    def reject(self, thing: Any, *, by: Any, reason: str, at: datetime) -> None: ...
    def hide(self, thing: Any, *, by: Any, reason: str, at: datetime) -> None: ...
    def restore(self, thing: Any, *, by: Any, reason: str, at: datetime) -> None: ...

    def put_back(self, thing: Any, *, state: str, at: datetime) -> None:
        """Into the state in which it was before a decision that is undone; its counts with it."""
        ...

    def approve_many(self, ids: Sequence[int], *, by: Any, at: datetime) -> dict[int, str]:
        """By id what became of it: empty when it is published now, else why it was left out. In few queries."""
        ...

    def exposure(self, ids: Sequence[int]) -> dict[int, int]:
        """By id how many people it has reached, as far as that is known: supporters, comments, followers."""
        ...

    def fetched(self, ids: Sequence[int]) -> models.QuerySet:
        """Those that are there, in any state, with all that their subject is asked for: many cost no more than one."""
        ...

    def out_of_reach(self, user: Any) -> models.QuerySet:
        """Those that stand on pages which this person may not enter: to them their cases do not exist either.

        An empty queryset, which costs nothing, where no page is closed to them.
        """
        ...


moderated: Registry[Moderated] = Registry("moderated")
