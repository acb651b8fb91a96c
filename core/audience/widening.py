"""Whether one ladder lets somebody in whom another one keeps out, and what a ladder above never lets come."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from wagtail.models import PageViewRestriction

from core.audience.gate import LADDER, Barrier

NEVER = datetime.max.replace(tzinfo=UTC)
ALWAYS = datetime.min.replace(tzinfo=UTC)


class Reach(NamedTuple):
    """From when a ladder lets whom in. Tiers by their keys."""

    insiders: datetime
    members: datetime
    public: datetime
    tiers: frozenset[int]


EVERYBODY = Reach(ALWAYS, ALWAYS, ALWAYS, frozenset())


def reach_of(window: Any, tiers: Iterable[int]) -> Reach:
    """Of a ladder, stored or not. To the minute, because forms show no seconds."""
    public = _minute(window.public_from or NEVER)
    members = min(_minute(window.members_from or NEVER), public)
    insiders = min(_minute(window.insiders_from or ALWAYS), members)
    return Reach(insiders, members, public, frozenset(tiers))


def is_wider(new: Reach, old: Reach, *, at: datetime) -> bool:
    """Whether `new` lets anybody in, now or later, earlier than `old` does. What is past is now."""
    late = [max(moment, at) for moment in new[:3]], [max(moment, at) for moment in old[:3]]
    (insiders, members, public), (insiders_before, members_before, public_before) = late
    if public < public_before or members < members_before:
        return True
    return any(insiders < (insiders_before if tier in old.tiers else members_before) for tier in new.tiers)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def lets_members_come(barrier: Barrier) -> bool:
    """Whether a barrier above a page lets all members in, now or one day."""
    if barrier.kind == LADDER:
        return barrier.members_from is not None or barrier.public_from is not None
    return barrier.kind == PageViewRestriction.LOGIN


def lets_everyone_come(barrier: Barrier) -> bool:
    return barrier.kind == LADDER and barrier.public_from is not None
