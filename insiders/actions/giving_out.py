"""Carrying a giving out. A worker may die at any line: each batch is let in, told and written down in one transaction,
and the next worker goes on with whoever has no line yet."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.audience.actions.crowds import admit_many
from core.audience.actions.memberships import Because
from core.audience.models import Entrance
from core.subjects import subjects
from insiders.actions.telling import welcome
from insiders.crowd import chosen_people, who_may_come
from insiders.models import Giving, Place

BATCH = 500
Outcome = Place.Outcome


def carry_out(giving_id: int, *, at: datetime | None = None) -> int:
    """Everybody who is behind the thing now has a line, and has come in where they may; how many came. Again lets
    nobody in twice."""
    giving = Giving.objects.going_on().select_related("by").filter(pk=giving_id).first()
    if giving is None:
        return 0
    let_in, looked_at = 0, at or timezone.now()
    for batch in _batches(_still_to_come(giving)):
        let_in += let_in_batch(giving.pk, batch, at=at or timezone.now())
    Giving.objects.filter(pk=giving.pk).update(looked_at=looked_at)
    Giving.objects.filter(pk=giving.pk, finished_at=None, undone_at=None).update(finished_at=at or timezone.now())
    return let_in


def carry_out_all(*, at: datetime | None = None) -> int:
    """The chore: what a worker that was killed has left."""
    left = Giving.objects.filter(finished_at=None, undone_at=None).order_by("at", "pk").values_list("pk", flat=True)
    return sum(carry_out(pk, at=at) for pk in list(left))


def let_in_batch(giving_id: int, batch: Mapping[int, Because], *, at: datetime) -> int:
    """Those of these members who have no line yet have one, and a place and a welcome where they may come in; how many
    came in. Nobody when the giving was taken back or has ended meanwhile."""
    with transaction.atomic():
        locked = Giving.objects.going_on().select_for_update(of=("self",)).select_related("tier", "by")
        giving = locked.filter(pk=giving_id).first()
        return _let_in(giving, batch, at=at) if giving else 0


def thing_of(giving: Giving) -> Any:
    """What its people are behind, while whoever gave it may see it; else None."""
    subject = subjects.get(giving.because_kind)
    if subject is None or giving.by is None:
        return None
    return subject.visible_to(giving.by).filter(pk=giving.because_id).first()


def _still_to_come(giving: Giving) -> dict[int, Because]:
    """Who has no line yet, with the reason of each. Empty when the thing is gone."""
    if (thing := thing_of(giving)) is None:
        return {}
    kind, had = giving.because_kind, set(giving.places.values_list("member", flat=True))
    people = chosen_people(subjects[kind], thing, giving.roles)
    return {pk: Because(kind, thing.pk, role, since) for pk, (role, since) in people.items() if pk not in had}


def _batches(people: Mapping[int, Because]) -> Iterator[dict[int, Because]]:
    walk = iter(people.items())
    while batch := dict(islice(walk, BATCH)):
        yield batch


def _let_in(giving: Giving, batch: Mapping[int, Because], *, at: datetime) -> int:
    may_come = who_may_come(batch, without_line_in=giving, at=at)
    wanted = {pk: because for pk, because in batch.items() if may_come.get(pk)}
    came = admit_many(wanted, giving.tier, entrance=Entrance.GIVEN, by=giving.by, at=at)
    others = may_come.keys() - came.keys()
    inside = set(giving.tier.memberships.active(at).filter(member__in=others).values_list("member", flat=True))
    places = []
    for pk in filter(may_come.__contains__, batch):
        outcome = Outcome.NO_PLACE
        if pk in came:
            outcome = Outcome.LET_IN
        elif pk in inside:
            outcome = Outcome.IN_ALREADY
        elif not may_come[pk]:
            outcome = Outcome.MAY_NOT
        places.append(Place(giving=giving, member_id=pk, membership=came.get(pk), outcome=outcome))
    Place.objects.bulk_create(places)
    welcome(came.values(), at=at)
    return len(came)
