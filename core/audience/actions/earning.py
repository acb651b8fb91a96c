"""Letting in whoever has earned a tier. Each batch is measured and let in under the lock of the tier, so that a worker
may die at any line, and two at once let nobody in twice."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from core.audience.actions.crowds import admit_many, prolong_many
from core.audience.actions.memberships import Because
from core.audience.conditions import asked_by, meets, who_meets
from core.audience.measures import measures
from core.audience.models import Entrance, Tier, Way
from core.members.models import User

BATCH = 500
BATCHES = 10  # of one tier in one sweep; the next one goes on
EVERY = timedelta(hours=1)  # all members are measured anew
AHEAD = timedelta(days=15)  # before they are reminded of its end, a membership is prolonged that is earned still
LEAST_DAYS = 2 * AHEAD.days  # that a tier has to last whose memberships are prolonged


def measure_all(*, at: datetime | None = None) -> int:
    """The chore: in every tier with conditions is who has earned it, and stays in who has earned it still. Whoever does
    not any more stays until their time is over, or for good where it has no end. How many came in or were prolonged."""
    at = at or timezone.now()
    due = Tier.objects.measured().filter(Q(measured_at=None) | Q(measured_at__lte=at - EVERY))
    return sum(measure_tier(pk, at=at) for pk in list(due.values_list("pk", flat=True)))


def measure_tier(tier_id: int, *, at: datetime | None = None) -> int:
    """The same of one tier, at most so many of its members at a time."""
    at, done = at or timezone.now(), 0
    for _batch in range(BATCHES):
        number = next_batch(tier_id, at=at)
        done += number
        if number < BATCH:
            Tier.objects.filter(pk=tier_id).update(measured_at=at)
            break
    return done


def measure_members(members: Collection[int], *, at: datetime | None = None) -> int:
    """These few are in what they have earned, without waiting for their turn. Not where places are limited: those go to
    whoever has done it first, and only a measuring of all knows who that is."""
    at = at or timezone.now()
    tiers = Tier.objects.measured().filter(seats=None)
    return sum(next_batch(pk, members=members, at=at) for pk in list(tiers.values_list("pk", flat=True)))


def next_batch(tier_id: int, *, members: Collection[int] | None = None, at: datetime) -> int:
    """At most a batch of those who are still to come, then of those whose time comes to its end: how many it were."""
    with transaction.atomic():
        tier = Tier.objects.select_for_update(of=("self",)).filter(pk=tier_id, way=Way.EARNED).first()
        asked = [(one.measure, one.at_least) for one in asked_by([tier_id]).get(tier_id, ())]
        if tier is None or not asked:
            return 0
        came = _let_in(tier, asked, members, at=at)
        return came if members is not None else came + _prolong(tier, asked, BATCH - came, at=at)


def _let_in(tier: Tier, asked: list[tuple[str, int]], members: Collection[int] | None, *, at: datetime) -> int:
    """Where places are limited, in the order in which they have done it; else nobody is before anybody, and the moments
    of a batch need not be compared with those of all others."""
    places = BATCH if tier.seats is None else min(BATCH, tier.seats - tier.memberships.active(at).count())
    if places < 1:
        return 0
    found = who_meets(asked, tier=tier, at=at)
    if members is not None:
        found = found.filter(pk__in=members)
    moments = [measures[key].reached_at(at_least, at=at) for key, at_least in asked]
    last = Greatest(*moments) if len(moments) > 1 else moments[0]
    by = ("pk",) if tier.seats is None else (F("earned_at").asc(nulls_last=True), "pk")
    ordered = found.annotate(earned_at=last).order_by(*by)
    people = {
        pk: Because(at=moment, measured=tuple(asked)) for pk, moment in ordered.values_list("pk", "earned_at")[:places]
    }
    return len(admit_many(people, tier, entrance=Entrance.EARNED, at=at))


def _prolong(tier: Tier, asked: list[tuple[str, int]], most: int, *, at: datetime) -> int:
    """Whom the house has let in for what it measured, and who meets it still."""
    still = User.objects.present().filter(meets(asked, at=at))
    ending = tier.memberships.active(at).filter(entrance=Entrance.EARNED, by=None, expires_at__lte=at + AHEAD)
    theirs = ending.filter(member__in=still.values("pk")).order_by("expires_at", "pk")
    keys = list(theirs.values_list("pk", flat=True)[: max(0, most)])
    return prolong_many(tier.memberships.filter(pk__in=keys), at=at) if keys else 0
