"""The people behind a thing, by role, and how many of them giving a tier would let in."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from core.audience.models import Tier
from core.members.models import User
from core.subjects import Subject, subject_of
from insiders.models import Giving
from moderation.models import Suspension

# Who is several of these came in for the first.
PRECEDENCE = ("author", "supporter", "commenter", "follower")


@dataclass(frozen=True, slots=True)
class Head:
    """How many people one choice of roles comes to. `by_role` counts each in every role that they have."""

    by_role: dict[str, int]
    chosen: int
    inside: int
    may_not: int
    coming: int
    left_out: int


def ordered_roles(roles: Iterable[str]) -> list[str]:
    known = {role: n for n, role in enumerate(PRECEDENCE)}
    return sorted(roles, key=lambda role: (known.get(role, len(known)), role))


def chosen_people(subject: Subject, thing: Any, roles: Collection[str]) -> dict[int, tuple[str, datetime | None]]:
    """Members who have one of these roles, each with the first one and since when, where the subject can say; in the
    order in which places are given: by role, then by when."""
    people, since = subject.people(thing), dates_of(subject, thing)
    found: dict[int, tuple[str, datetime | None]] = {}
    for role in ordered_roles(role for role in people if role in roles):
        moments = since.get(role, {})
        never = timezone.now()
        for pk in sorted(people[role], key=lambda pk: (moments.get(pk, never), pk)):
            found.setdefault(pk, (role, moments.get(pk)))
    return found


def dates_of(subject: Subject, thing: Any) -> dict[str, dict[int, datetime]]:
    """Role to member to when they did it, of a subject that can say."""
    asked = getattr(subject, "people_since", None)
    return asked(thing) if asked else {}


def who_may_come(members: Collection[int], *, without_line_in: Giving | None = None, at: datetime) -> dict[int, bool]:
    """Each of them, without those whom this giving knows already: whether they may come in, which they may not while
    they are suspended, and when they are no longer members. One question."""
    held = Suspension.objects.holding(at=at).filter(member=OuterRef("pk"))
    free = User.objects.present().filter(~Exists(held), pk=OuterRef("pk"))
    asked = User.objects.filter(pk__in=list(members))
    if without_line_in:
        asked = asked.exclude(Exists(without_line_in.places.filter(member=OuterRef("pk"))))
    return dict(asked.values_list("pk", Exists(free)))


def heads(thing: Any, tier: Tier, roles: Collection[str], *, at: datetime | None = None) -> Head:
    """What giving this tier to these people would come to now."""
    at, subject = at or timezone.now(), subject_of(thing)
    by_role = {role: len(set(pks)) for role, pks in subject.people(thing).items()}
    chosen = chosen_people(subject, thing, roles)
    inside = set(tier.memberships.active(at).filter(member__in=list(chosen)).values_list("member", flat=True))
    barred = {pk for pk, may in who_may_come(chosen, at=at).items() if not may} - inside
    coming = len(chosen) - len(inside) - len(barred)
    free = coming if tier.seats is None else max(0, tier.seats - tier.memberships.active(at).count())
    return Head(
        by_role={role: by_role[role] for role in ordered_roles(by_role)},
        chosen=len(chosen),
        inside=len(inside),
        may_not=len(barred),
        coming=min(coming, free),
        left_out=max(0, coming - free),
    )
