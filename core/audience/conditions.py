"""The conditions of tiers in words, and how far one member has come with them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from core.audience.measures import Measure, holds, measures
from core.audience.models import Condition, Ending, Membership, Tier
from core.members.models import User

Asked = Sequence[tuple[str, int]]  # key of a measure, at least
FOR_GOOD = (Ending.LEFT, Ending.REMOVED)  # whoever's time ended so comes in again by the team alone


@dataclass(frozen=True, slots=True)
class Progress:
    """One condition, and how many the member has; None for a visitor."""

    words: str
    rule: str
    at_least: int
    done: int | None = None

    @property
    def is_met(self) -> bool:
        return self.done is not None and self.done >= self.at_least


def asked_by(tiers: Iterable[Tier | int]) -> dict[int, list[Condition]]:
    """The conditions of these by the key of their tier. Of a tier that asks for something that nothing counts any more
    there are none: nobody can meet them all. One query."""
    keys = [one.pk if isinstance(one, Tier) else one for one in tiers]
    found: dict[int, list[Condition]] = defaultdict(list)
    for one in Condition.objects.filter(tier__in=keys) if keys else ():
        found[one.tier_id].append(one)
    return {pk: asked for pk, asked in found.items() if all(one.measure in measures for one in asked)}


def progress_of(user: Any, tiers: Iterable[Tier], *, at: datetime | None = None) -> dict[int, list[Progress]]:
    """How far this person has come, by the key of each tier that is measured. Two queries, however many tiers."""
    asked = asked_by(tier for tier in tiers if tier.is_earned)
    used = {one.measure for conditions in asked.values() for one in conditions}
    figures = figures_of(user, used, at=at) if used and user.is_authenticated else {}
    return {
        pk: [
            Progress(
                words_of(one.measure, one.at_least),
                str(measures[one.measure].rule),
                one.at_least,
                figures.get(one.measure),
            )
            for one in conditions
        ]
        for pk, conditions in asked.items()
    }


def figures_of(member: Any, keys: Iterable[str], *, at: datetime | None = None) -> dict[str, int]:
    """How many of each measure this member has. One query."""
    at, used = at or timezone.now(), sorted(keys)
    asked = {f"figure_{n}": measures[key].figure(at=at) for n, key in enumerate(used)}
    row = User.objects.filter(pk=member.pk).annotate(**asked).values_list(*asked).first()
    return {key: measures[key].read(answer) for key, answer in zip(used, row or (), strict=bool(row))}


def words_of(key: str, n: int) -> str:
    measure: Measure | None = measures.get(key)
    return measure.words(n) if measure else ""


def in_words(asked: Asked) -> str:
    """All of it in one phrase: "3 ideas that were launched and 10 comments". Empty where nothing is known."""
    return get_text_list([words for key, n in asked if (words := words_of(key, n))], _("and"))


def who_meets(asked: Asked, *, tier: Tier | None = None, at: datetime | None = None) -> QuerySet[User]:
    """The members who meet all of this and may come into the tier by themselves: who can sign in, is not held, is not
    in it, has not left it and was not taken out. Raises KeyError for what nothing counts."""
    at = at or timezone.now()
    found = User.objects.present()
    for hold in holds:
        found = found.exclude(pk__in=hold.members(at))
    if tier is not None:
        theirs = Membership.objects.filter(tier=tier, member=OuterRef("pk"))
        found = found.filter(~Exists(theirs.active(at)), ~Exists(theirs.filter(ending__in=FOR_GOOD)))
    return found.filter(meets(asked, at=at))


@dataclass(frozen=True, slots=True)
class HowFar:
    """How far one person is with a tier that is measured. `is_barred`: they left it or were taken out, and come in
    again by the team alone. `is_held`: they met all of it, and come into nothing by themself for a while."""

    conditions: list[Progress]
    is_barred: bool = False
    is_held: bool = False

    @property
    def is_met(self) -> bool:
        return all(one.is_met for one in self.conditions)


def how_far_with(user: Any, tiers: Iterable[Tier], *, at: datetime | None = None) -> dict[int, HowFar]:
    """By the key of each tier that is measured. As many queries for one tier as for many; one for a visitor."""
    at, found = at or timezone.now(), progress_of(user, tiers, at=at)
    ended = Membership.objects.of(user).filter(tier__in=list(found), ending__in=FOR_GOOD)
    barred = set(ended.values_list("tier", flat=True)) if found else set()
    how_far = {pk: HowFar(conditions, pk in barred) for pk, conditions in found.items()}
    if any(one.is_met for one in how_far.values()) and is_held(user, at=at):
        return {pk: replace(one, is_held=True) for pk, one in how_far.items()}
    return how_far


def is_held(member: Any, *, at: datetime) -> bool:
    """Whether some room holds this member, as while they are suspended."""
    return any(User.objects.filter(pk=member.pk, pk__in=hold.members(at)).exists() for hold in holds)


@dataclass(frozen=True, slots=True)
class Coming:
    """What saving a tier with these conditions comes to: how many meet them and are not in, and how many of them come
    in at once."""

    meeting: int
    at_once: int


def coming(asked: Asked, *, tier: Tier | None = None, seats: int | None = None, at: datetime | None = None) -> Coming:
    """Into this tier, or into one that is still to be made, with so many places."""
    at = at or timezone.now()
    meeting = who_meets(asked, tier=tier, at=at).count()
    if seats is None:
        return Coming(meeting, meeting)
    free = seats - (tier.memberships.active(at).count() if tier else 0)
    return Coming(meeting, min(meeting, max(0, free)))


def meets(asked: Asked, *, at: datetime) -> Q:
    """A question to members. Nothing asked is met by nobody. Raises KeyError for what nothing counts."""
    met = Q() if asked else Q(pk__in=[])
    for key, at_least in asked:
        met &= measures[key].reached(at_least, at=at)
    return met
