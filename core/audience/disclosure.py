"""Who saw a thing before others did. It is said beside their names, also when their access has ended."""

from collections.abc import Collection

from django.db.models import Q
from wagtail.models import Page, PageViewRestriction

from core.audience.models import AudienceWindow, Membership


def had_early_access(
    members: Collection[int], *, path: str = "", kind: str = "", id: int | None = None
) -> frozenset[int]:
    """Those of these members who have or had a place in a tier that opens the page at this path or one above it, or
    whom the thing of this kind and id let into a tier that everybody may know of. One query, none for nobody."""
    if not members:
        return frozenset()
    through = Q(pk__in=[])
    if path:
        through |= Q(tier__in=_tiers_of_ladders(path)) | Q(tier__group__in=_groups_of_restrictions(path))
    if kind and id is not None:
        through |= Q(because_kind=kind, because_id=id, tier__is_hidden=False)
    found = Membership.objects.filter(through, member__in=members)
    return frozenset(found.order_by().values_list("member", flat=True).distinct())


def _above(path: str) -> list[str]:
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]


def _tiers_of_ladders(path: str) -> object:
    return AudienceWindow.tiers.through.objects.filter(audiencewindow__page__path__in=_above(path)).values("tier")


def _groups_of_restrictions(path: str) -> object:
    groups = PageViewRestriction.groups.through.objects
    return groups.filter(pageviewrestriction__page__path__in=_above(path)).values("group")
