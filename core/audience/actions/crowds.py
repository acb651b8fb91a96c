"""Letting many members into a tier, and out again, in as many queries as for one."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.audience import gate
from core.audience.actions.memberships import Because
from core.audience.models import Ending, Entrance, Membership, MembershipEvent, Tier
from core.audience.signals import memberships_began, memberships_ended
from core.members.models import User

What = MembershipEvent.What


def admit_many(
    people: Mapping[int, Because], tier: Tier, *, entrance: Entrance, by: Any = None, at: datetime | None = None
) -> dict[int, Membership]:
    """These members, by id, are in the tier: the new memberships by member. Who is in already stays as they are, and
    who came too late for the last place is left out, in the order of `people`; neither is in the answer."""
    at = at or timezone.now()
    with transaction.atomic(savepoint=False):  # a part of a crowd is of no use to a caller who has a transaction
        tier = Tier.objects.select_for_update(of=("self",)).get(pk=tier.pk)
        there = list(tier.memberships.filter(member__in=list(people), ended_at=None))
        _end([one for one in there if not one.is_active(at)], Ending.LAPSED, at=at)
        inside = {one.member_id for one in there if one.is_active(at)}
        coming = [pk for pk in people if pk not in inside]
        if tier.seats is not None:
            coming = coming[: max(0, tier.seats - tier.memberships.active(at).count())]
        return {one.member_id: one for one in _begin(coming, people, tier, entrance, by=by, at=at)}


def take_out_many(memberships: Collection[int], *, by: Any, at: datetime | None = None) -> list[Membership]:
    """The team has ended these, by their keys: those that it has ended now. Again ends none."""
    at = at or timezone.now()
    with transaction.atomic():
        found = Membership.objects.select_for_update(of=("self",)).select_related("tier")
        ending = list(found.filter(pk__in=list(memberships), ended_at=None))
        _end(ending, Ending.REMOVED, by=by, at=at)
        for group in {one.tier.group_id for one in ending}:
            gone = [one.member_id for one in ending if one.tier.group_id == group]
            User.groups.through.objects.filter(group=group, user__in=gone).delete()
        gate.forget()
    return ending


def prolong_many(memberships: QuerySet[Membership], *, at: datetime | None = None) -> int:
    """These last once more as long as their tier does, from the day on which they would expire; for good when it has
    no end by now. How many it were. By the house itself: the caller has locked the tier."""
    at = at or timezone.now()
    found = list(memberships.select_related("tier"))
    for one in found:
        tier, day = one.tier, one.expires_at
        one.expires_at = day + timedelta(days=tier.lasts_days) if day and tier.lasts_days else None
        one.closes_at = one.expires_at + timedelta(days=tier.grace_days) if one.expires_at else None
    Membership.objects.bulk_update(found, ["expires_at", "closes_at"])
    _note(found, What.PROLONGED, at=at)
    return len(found)


def _begin(
    coming: list[int], people: Mapping[int, Because], tier: Tier, entrance: Entrance, *, by: Any, at: datetime
) -> list[Membership]:
    until = at + timedelta(days=tier.lasts_days) if tier.lasts_days else None
    new = Membership.objects.bulk_create(
        Membership(
            tier=tier,
            member_id=pk,
            entrance=entrance,
            because_kind=people[pk].kind,
            because_id=people[pk].id,
            because_role=people[pk].role,
            because_at=people[pk].at,
            because_measured=list(people[pk].measured),
            words=people[pk].words,
            by=by,
            began_at=at,
            expires_at=until,
            closes_at=until + timedelta(days=tier.grace_days) if until else None,
            is_shown=not tier.is_hidden,
        )
        for pk in coming
    )
    _note(new, What.BEGAN, by=by, at=at)
    through = User.groups.through
    through.objects.bulk_create([through(user_id=pk, group_id=tier.group_id) for pk in coming], ignore_conflicts=True)
    gate.forget()
    if new:
        keys = [one.pk for one in new]
        transaction.on_commit(partial(memberships_began.send_robust, Membership, memberships=keys))
    return new


def _end(ending: list[Membership], how: Ending, *, by: Any = None, at: datetime) -> None:
    for one in ending:
        one.ended_at, one.ending = (one.closes_at or at) if how == Ending.LAPSED else at, how
    Membership.objects.bulk_update(ending, ["ended_at", "ending"])
    _note(ending, What.ENDED, by=by, at=at)
    if ending:
        keys = [one.pk for one in ending]
        transaction.on_commit(partial(memberships_ended.send_robust, Membership, memberships=keys))


def _note(memberships: list[Membership], what: str, *, by: Any = None, at: datetime) -> None:
    MembershipEvent.objects.bulk_create(
        MembershipEvent(membership=one, what=what, by=by, at=at, expires_at=one.expires_at) for one in memberships
    )
