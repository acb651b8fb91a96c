"""Telling members how they stand: that they have come in, that their time comes to its end, that it is over.

Nothing here depends on a signal having arrived: the chore asks the rows, and each event is told once by its key.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from core.audience.models import Ending, Entrance, Membership
from core.notices.actions.telling import News, notify_each
from insiders.news import BEGAN, ENDED, LAPSES, MEMBERSHIP

# What happened longer ago is told to nobody: neither the past of a demo nor what a site did before it had notices.
FRESH = timedelta(days=3)
BEFORE = (timedelta(days=14), timedelta(days=3))


def tell_began(keys: Iterable[int], *, at: datetime | None = None) -> int:
    """Welcome these, once. Who was put into a group by hand in the users' screens is told by whoever did it."""
    at = at or timezone.now()
    return notify_each(map(_welcome, _to_welcome(at=at).filter(pk__in=list(keys))), at=at)


def welcome(begun: Iterable[Membership], *, at: datetime) -> int:
    """The same of memberships that began at this moment and that the team or an invitation gave."""
    return notify_each(map(_welcome, begun), at=at)


def tell_ended(keys: Iterable[int], *, at: datetime | None = None) -> int:
    """That it is over, once; nothing to who has left."""
    at = at or timezone.now()
    return notify_each(map(_farewell, _to_tell_off(at=at).filter(pk__in=list(keys))), at=at)


def tell_what_is_due(*, at: datetime | None = None) -> int:
    """The chore: what comes to its end, and what a worker that was killed has left untold."""
    at = at or timezone.now()
    return (
        notify_each(map(_welcome, _to_welcome(at=at).iterator()), at=at)
        + notify_each(map(_farewell, _to_tell_off(at=at).iterator()), at=at)
        + sum(notify_each(map(_coming(before), _to_remind(before, at=at).iterator()), at=at) for before in BEFORE)
        + notify_each(map(_coming(timedelta()), _in_grace(at=at).iterator()), at=at)
    )


def _to_welcome(*, at: datetime) -> QuerySet[Membership]:
    fresh = Membership.objects.active(at).filter(began_at__gt=at - FRESH, began_at__lte=at)
    return fresh.exclude(entrance=Entrance.BY_HAND, by=None)


def _to_tell_off(*, at: datetime) -> QuerySet[Membership]:
    told = Q(ending=Ending.LAPSED) | Q(ending=Ending.REMOVED)
    return Membership.objects.filter(told, ended_at__gt=at - FRESH, ended_at__lte=at)


def _to_remind(before: timedelta, *, at: datetime) -> QuerySet[Membership]:
    """Whose day comes within this time, and not within a shorter one of which they are reminded, too. What was shorter
    from its beginning is not reminded of at once."""
    nearer = max((other for other in BEFORE if other < before), default=timedelta())
    coming = Membership.objects.active(at).filter(expires_at__gt=at + nearer, expires_at__lte=at + before)
    return coming.filter(began_at__lt=F("expires_at") - before)


def _in_grace(*, at: datetime) -> QuerySet[Membership]:
    return Membership.objects.active(at).filter(
        expires_at__lte=at, expires_at__gt=at - FRESH, closes_at__gt=F("expires_at")
    )


def _welcome(one: Membership) -> News:
    return News(one.member_id, BEGAN, (MEMBERSHIP, one.pk), f"{BEGAN}:{one.pk}")


def _farewell(one: Membership) -> News:
    return News(one.member_id, ENDED, (MEMBERSHIP, one.pk), f"{ENDED}:{one.pk}")


def _coming(before: timedelta) -> Any:
    """The day is part of the key: whoever is given more time is reminded of the new one."""

    def news(one: Membership) -> News:
        day = int(one.expires_at.timestamp()) if one.expires_at else 0
        return News(one.member_id, LAPSES, (MEMBERSHIP, one.pk), f"{LAPSES}-{before.days}-{one.pk}:{day}")

    return news
