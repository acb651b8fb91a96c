"""Givings that stand: whoever becomes one of the people of the thing later comes in, too, until the giving is ended."""

from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.audience.actions.memberships import Because
from core.policies import ensure
from insiders.actions.giving_out import carry_out, let_in_batch, thing_of
from insiders.models import Giving
from insiders.policies.invitations import may_end_giving, may_give

# Every vote of the site asks whether its idea has one. Another process learns of a new one within this time; who took
# part before that comes in with the next look.
KNOWN, REMEMBERED = "insiders.standing-givings", timedelta(minutes=1)
LOOK = timedelta(minutes=10)


def has_standing_giving(kind: str, id: int) -> bool:
    known = cache.get(KNOWN)
    if known is None:
        known = set(Giving.objects.standing().values_list("because_kind", "because_id"))
        cache.set(KNOWN, known, REMEMBERED.total_seconds())
    return (kind, id) in known


def forget_standing() -> None:
    """Once one began or ended."""
    transaction.on_commit(lambda: cache.delete(KNOWN))


def let_in_who_took_part(
    kind: str, id: int, role: str, member_id: int, *, since: datetime, at: datetime | None = None
) -> int:
    """The member is in by the givings of this thing that stand for this role; in how many tiers they are new. Not while
    whoever gave it may not give, or may not see the thing. Again changes nothing."""
    at, came = at or timezone.now(), 0
    for giving in Giving.objects.standing().filter(because_kind=kind, because_id=id).select_related("by"):
        if role in giving.roles and may_give(giving.by, at=at) and thing_of(giving) is not None:
            came += let_in_batch(giving.pk, {member_id: Because(kind, id, role, since)}, at=at)
    return came


def look_again(*, at: datetime | None = None) -> int:
    """The chore: who took part without anybody hearing of it, as when a worker was killed, comes in now."""
    at = at or timezone.now()
    due = Giving.objects.standing().filter(Q(looked_at=None) | Q(looked_at__lte=at - LOOK)).select_related("by")
    return sum(carry_out(giving.pk, at=at) for giving in due.order_by("at", "pk") if may_give(giving.by, at=at))


def end_giving(giving: Giving, *, by: Any, at: datetime | None = None) -> None:
    """From now on nobody comes in by it; who is in stays in. Again changes nothing. Raises Refused."""
    ensure(may_end_giving(by, giving, at=at))
    ending = Giving.objects.filter(pk=giving.pk, stands=True, ended_at=None)
    ending.update(ended_at=at or timezone.now(), ended_by=by)
    forget_standing()
