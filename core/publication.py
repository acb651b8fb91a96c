"""How what members write becomes public: a gatekeeper decides whether it is published now or waits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting for a moderator")
    PUBLISHED = "published", _("Published")
    RETURNED = "returned", _("Changes asked for")
    REJECTED = "rejected", _("Not published")
    HIDDEN = "hidden", _("Hidden")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Publishable(models.Model):
    """Something a member wrote. What is not published is seen by its author alone."""

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def is_waiting(self) -> bool:
        return self.state == State.WAITING


@dataclass(frozen=True, slots=True)
class Admission:
    """What the gatekeeper said of one thing: published at once, or waiting and why."""

    published: bool
    reason: str = ""


class Gatekeeper(Protocol):
    def admit(self, thing: Any, *, by: Any, is_new: bool) -> Admission:
        """Before it is stored; `is_new`: nobody has judged it yet. Raises Refused for who may write nothing now."""
        ...

    def arrived(self, thing: Any, *, by: Any, at: datetime) -> None:
        """Once it is stored, in the same transaction: now it can be referred to."""
        ...

    def gone(self, thing: Any, *, at: datetime) -> None:
        """Its author has taken it back, in the same transaction: there is nothing left to judge."""
        ...


class OpenGate:
    """Publishes everything at once, until moderation takes the gate over."""

    def admit(self, thing: Any, *, by: Any, is_new: bool) -> Admission:
        return Admission(published=True)

    def arrived(self, thing: Any, *, by: Any, at: datetime) -> None:
        pass

    def gone(self, thing: Any, *, at: datetime) -> None:
        pass


class _Gate:
    keeper: Gatekeeper = OpenGate()


def appoint(keeper: Gatekeeper) -> None:
    """Make this the gatekeeper. Called once, by moderation's `registrations.py`."""
    _Gate.keeper = keeper


def admit(thing: Any, *, by: Any, is_new: bool = False) -> Admission:
    """What the gatekeeper says of a thing that keeps no state by itself, such as a member's name. Raises Refused.

    Whoever heeds it saves the thing and then calls `arrived`, both in one transaction.
    """
    return _Gate.keeper.admit(thing, by=by, is_new=is_new or not thing.pk)


def submit(thing: Publishable, *, by: Any, at: datetime | None = None, is_new: bool = False) -> Admission:
    """Set the thing's state as the gatekeeper decides. What is stored already and yet `is_new` was never judged.

    The caller saves it and then calls `arrived`, both in its own transaction. Raises Refused.
    """
    admission = admit(thing, by=by, is_new=is_new)
    if admission.published:
        thing.state = State.PUBLISHED
        thing.published_at = thing.published_at or at or timezone.now()
    else:
        thing.state = State.WAITING
    return admission


def arrived(thing: Any, *, by: Any, at: datetime | None = None) -> None:
    """What was submitted has been stored: the gatekeeper takes note of it."""
    _Gate.keeper.arrived(thing, by=by, at=at or timezone.now())


def gone(thing: Any, *, at: datetime | None = None) -> None:
    """Nobody can read this any more, as its author has taken it back: the gatekeeper takes note of it."""
    _Gate.keeper.gone(thing, at=at or timezone.now())
