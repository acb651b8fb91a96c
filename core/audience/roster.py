"""Who is in tiers, as the people who look after them ask: how many, which of them, and what hangs on a tier."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from core.audience.admin_screens import PAGE_PERMISSIONS
from core.audience.models import Membership, Tier
from core.pagination import Page as Rows
from core.pagination import keyset

SOON = timedelta(days=30)
SIZE = 50
NAMED = 20
STATES: dict[str, str | Promise] = {
    "in": pgettext_lazy("memberships", "In"),
    "grace": pgettext_lazy("memberships", "In grace"),
    "ended": pgettext_lazy("memberships", "Ended"),
}


def tiers_with_counts(at: datetime | None = None) -> QuerySet[Tier]:
    """All tiers in their order, each with `inside`, how many are in, and `lapsing`, how many of them lapse within 30
    days. One question."""
    at = at or timezone.now()
    inside = _state("in", at, "memberships__")
    lapsing = inside & Q(memberships__expires_at__lte=at + SOON)
    return Tier.objects.select_related("group").annotate(
        inside=Count("memberships", filter=inside), lapsing=Count("memberships", filter=lapsing)
    )


def counts_of(tier: Tier, at: datetime | None = None) -> dict[str, int]:
    """How many are in each state, by its key."""
    at = at or timezone.now()
    asked = {state: Count("pk", filter=_state(state, at)) for state in STATES}
    counts: dict[str, int] = tier.memberships.aggregate(**asked)
    return counts


def members_of(tier: Tier, *, state: str, q: str = "", at: datetime | None = None) -> QuerySet[Membership]:
    """In this state, narrowed to a part of a name or handle, or to one whole address."""
    found = tier.memberships.filter(_state(state, at or timezone.now())).select_related("member", "by")
    if q:
        named = Q(member__handle__icontains=q.removeprefix("@")) | Q(member__display_name__icontains=q)
        found = found.filter(named | Q(member__email__iexact=q))
    return found


def page_of(memberships: QuerySet[Membership], *, after: str = "") -> Rows[Membership]:
    """The newest first. Raises RuleBroken for a cursor that is not ours."""
    return keyset(memberships, by=("began_at", "pk"), kinds=(datetime, int), after=after, size=SIZE)


@dataclass(frozen=True, slots=True)
class Dependents:
    """What hangs on a tier: who is in it, and the pages that it opens. They stay closed when it is deleted."""

    inside: int
    restricted: list[Page]  # those among them that whoever asks may find in the admin
    laddered: list[Page]
    others: int  # how many more there are

    @property
    def pages(self) -> int:
        return len(self.restricted) + len(self.laddered) + self.others


def dependents_of(tier: Tier, *, to: Any) -> Dependents:
    """As `to` may know it: pages that they cannot find in the admin are counted, not named."""
    counts = counts_of(tier)
    restricted = Page.objects.filter(view_restrictions__groups=tier.group_id).distinct()
    laddered = Page.objects.filter(audience_windows__tiers=tier.pk).distinct()
    theirs = page_permission_policy.instances_user_has_any_permission_for(to, PAGE_PERMISSIONS)
    known = theirs.order_by().values("pk")
    by_group, by_ladder = (
        list(pages.filter(pk__in=known).order_by("path")[:NAMED]) for pages in (restricted, laddered)
    )
    others = restricted.count() + laddered.count() - len(by_group) - len(by_ladder)
    return Dependents(counts["in"], by_group, by_ladder, others)


def _state(state: str, at: datetime, prefix: str = "") -> Q:
    open_still = Q(**{f"{prefix}closes_at": None}) | Q(**{f"{prefix}closes_at__gt": at})
    is_in = Q(**{f"{prefix}ended_at": None}) & open_still
    if state == "grace":
        return is_in & Q(**{f"{prefix}expires_at__lte": at})
    if state == "ended":
        return Q(**{f"{prefix}ended_at__isnull": False}) | Q(**{f"{prefix}closes_at__lte": at})
    return is_in
