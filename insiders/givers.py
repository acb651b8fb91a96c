"""From whom feedback comes, as the team reads it beside a name: the tiers through which somebody saw the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from core.audience.models import Membership
from insiders.models import Feedback


@dataclass(frozen=True, slots=True)
class Giver:
    """One tier of somebody: when their newest time in it began, and whether it lasts."""

    name: str
    since: datetime
    is_in: bool


def givers_of(feedback: Iterable[Feedback], *, at: datetime | None = None) -> dict[int | None, list[Giver]]:
    """By author, the tiers that they are or were in, in the order of the tiers. One query, none for nobody."""
    at, authors = at or timezone.now(), {row.author_id for row in feedback if row.author_id}
    found: dict[int | None, dict[int, Giver]] = {}
    rows = Membership.objects.filter(member__in=authors).select_related("tier") if authors else ()
    for one in sorted(rows, key=lambda one: (one.tier.order, one.tier.name, -one.began_at.timestamp())):
        tiers = found.setdefault(one.member_id, {})
        tiers.setdefault(one.tier_id, Giver(one.tier.name, one.began_at, one.is_active(at)))
    return {author: list(tiers.values()) for author, tiers in found.items()}
