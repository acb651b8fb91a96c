"""Which pages a tier opens."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page, PageViewRestriction

from core.audience.gate import LADDER, barriers_above
from core.audience.models import AudienceWindow, Tier, visible_pages

SHOWN = 12
LOGIN = PageViewRestriction.LOGIN


def pages_of(tier: Tier, user: Any, *, at: datetime) -> QuerySet[Page]:
    """Pages that name this tier and that this person may see now; the latest first."""
    restricted = PageViewRestriction.objects.filter(groups=tier.group_id).values("page")
    laddered = AudienceWindow.objects.filter(tiers=tier.pk).values("page")
    named = Q(pk__in=restricted) | Q(pk__in=laddered)
    return visible_pages(user, at).filter(named).order_by("-first_published_at", "-pk")[:SHOWN]


def closed_all_the_same(tier: Tier, page: Page) -> list[str]:
    """Titles of pages from this one upwards that stay closed to this tier for good."""
    found = barriers_above(page.path)
    restrictions = [one.pk for one in found if one.kind != LADDER]
    named = PageViewRestriction.objects.filter(pk__in=restrictions)
    opened = set(named.filter(Q(groups=tier.group_id) | Q(restriction_type=LOGIN)).values_list("pk", flat=True))
    ladders = [one.pk for one in found if one.kind == LADDER]
    climbed = set(AudienceWindow.objects.filter(pk__in=ladders, tiers=tier.pk).values_list("pk", flat=True))
    closed = [one.path for one in found if one.pk not in (climbed if one.kind == LADDER else opened)]
    return list(Page.objects.filter(path__in=closed).order_by("path").values_list("title", flat=True))
