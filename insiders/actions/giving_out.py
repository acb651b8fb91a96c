"""Carrying a giving out. A worker may die at any line: each batch is let in, told and written down in one transaction,
and the next worker goes on with whoever has no line yet."""

from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils import timezone

from core.audience.actions.crowds import admit_many
from core.audience.actions.memberships import Because
from core.audience.models import Entrance
from core.subjects import subjects
from insiders.actions.telling import tell_began
from insiders.crowd import chosen_people, those_kept_out
from insiders.models import Giving, Place

BATCH = 500
Outcome = Place.Outcome


def carry_out(giving_id: int, *, at: datetime | None = None) -> int:
    """Everybody who is still to come has come; how many it were. Again lets nobody in twice."""
    let_in = 0
    while True:
        done, came = next_batch(giving_id, at=at or timezone.now())
        let_in += came
        if done:
            return let_in


def carry_out_all(*, at: datetime | None = None) -> int:
    """The chore: what a worker that was killed has left."""
    left = Giving.objects.filter(finished_at=None, undone_at=None).order_by("at", "pk").values_list("pk", flat=True)
    return sum(carry_out(pk, at=at) for pk in list(left))


def next_batch(giving_id: int, *, at: datetime, size: int = BATCH) -> tuple[bool, int]:
    """At most so many of those who are still to come: whether that was all, and how many came in."""
    with transaction.atomic():
        locked = Giving.objects.select_for_update(of=("self",)).select_related("tier", "by")
        giving = locked.filter(pk=giving_id, finished_at=None, undone_at=None).first()
        if giving is None:
            return True, 0
        batch = _still_to_come(giving, size)
        came = _let_in(giving, batch, at=at) if batch else 0
        if len(batch) < size:
            giving.finished_at = at
            giving.save(update_fields=["finished_at"])
        return len(batch) < size, came


def _still_to_come(giving: Giving, size: int) -> dict[int, Because]:
    """The next people without a line, with the reason of each. Empty when the thing is gone."""
    subject = subjects.get(giving.because_kind)
    if subject is None or giving.by is None:
        return {}
    thing = subject.visible_to(giving.by).filter(pk=giving.because_id).first()
    if thing is None:
        return {}
    had = set(giving.places.values_list("member", flat=True))
    left = ((pk, why) for pk, why in chosen_people(subject, thing, giving.roles).items() if pk not in had)
    return {pk: Because(subject.key, thing.pk, role, since) for pk, (role, since) in islice(left, size)}


def _let_in(giving: Giving, batch: dict[int, Because], *, at: datetime) -> int:
    tier = giving.tier
    barred = those_kept_out(list(batch), at=at)
    wanted = {pk: because for pk, because in batch.items() if pk not in barred}
    came = admit_many(wanted, tier, entrance=Entrance.GIVEN, by=giving.by, at=at)
    inside = set(tier.memberships.active(at).filter(member__in=list(batch)).values_list("member", flat=True))
    places = []
    for pk in batch:
        outcome = Outcome.NO_PLACE
        if pk in came:
            outcome = Outcome.LET_IN
        elif pk in inside:
            outcome = Outcome.IN_ALREADY
        elif pk in barred:
            outcome = Outcome.MAY_NOT
        places.append(Place(giving=giving, member_id=pk, membership=came.get(pk), outcome=outcome))
    Place.objects.bulk_create(places)
    tell_began([one.pk for one in came.values()], at=at)
    return len(came)
