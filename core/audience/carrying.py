"""What closed a page goes with it: to where it is moved, into its copies and its translations.

What a page above closed becomes a restriction of the page itself, as narrow as it stood at that moment. It is no
ladder, because ladders are drafted: the next publication of an older draft would take it away.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction

from core.audience.gate import LADDER, Barrier, barriers
from core.audience.models.tier import Tier
from core.audience.models.window import AudienceWindow

LOGIN, GROUPS, PASSWORD = PageViewRestriction.LOGIN, PageViewRestriction.GROUPS, PageViewRestriction.PASSWORD


class Closing(NamedTuple):
    """Who is let in, as Wagtail's restriction says it. Groups without a group let nobody in."""

    kind: str
    groups: frozenset[int] = frozenset()

    def is_within(self, other: "Closing") -> bool:
        """Whether all whom this lets in are let in by the other."""
        if PASSWORD in (self.kind, other.kind):
            return self.kind == PASSWORD
        if other.kind == LOGIN:
            return True
        return self.kind == GROUPS and self.groups <= other.groups

    def and_also(self, other: "Closing") -> "Closing":
        """Whom both let in, or fewer."""
        if self.is_within(other):
            return self
        return other if other.is_within(self) else Closing(GROUPS, self.groups & other.groups)


def not_answered(path: str, *, below: str, inclusive: bool = False, at: datetime | None = None) -> list[Closing]:
    """What closes the page at this path from above, and would not close it below the page at the other path."""
    at = at or timezone.now()
    above = [one for one in barriers() if path.startswith(one.path) and (inclusive or one.path != path)]
    if not above:
        return []
    there = [one for one in barriers() if below.startswith(one.path)]
    groups = _groups_of([*above, *there])
    known = {_likeness(one, groups) for one in there}
    lasting = [closing for one in there if (closing := _at_its_widest(one, groups))]
    lost = [_as_it_stands(one, groups, at) for one in above if _likeness(one, groups) not in known]
    return [closing for closing in lost if not any(wide.is_within(closing) for wide in lasting)]


def what_a_copy_needs(source: Page, copy: Page) -> list[Closing]:
    """What closes the source and would not close the copy, wherever that stands."""
    needed = not_answered(source.path, below=_parent_path(copy))
    needed += [_as_it_stands(one, _groups_of([one]), timezone.now()) for one in _own(source) if one.kind != LADDER]
    if not copy.audience_windows.all():  # type: ignore[attr-defined]  # ladders come along with their page
        needed += [_as_it_stands(one, _groups_of([one]), timezone.now()) for one in _own(source) if one.kind == LADDER]
    if source.alias_of_id:
        needed += not_answered(source.alias_of.path, below=copy.path, inclusive=True)
    return needed


@transaction.atomic
def close_as(page: Page, closings: Iterable[Closing]) -> Closing | None:
    """The page has one restriction of its own, as narrow as all of these and those that it had. What that is, or None
    without any."""
    closings = list(closings)
    if not closings:
        return None
    own = list(PageViewRestriction.objects.filter(page_id=page.pk).order_by("pk"))
    closing = reduce(Closing.and_also, [*map(closing_of, own), *closings])
    restriction = own[0] if own else PageViewRestriction(page=page)
    restriction.restriction_type = closing.kind
    restriction.save()
    restriction.groups.set(closing.groups)
    for spare in own[1:]:
        spare.delete()
    return closing


def keep_one(page: Page) -> None:
    """Wagtail copies a restriction of its own accord, beside what came along: one is left, the narrowest of them."""
    own = PageViewRestriction.objects.filter(page_id=page.pk)
    if own.count() > 1:
        first = own.order_by("pk")[0]
        close_as(page, [closing_of(first)])


def closing_of(restriction: PageViewRestriction) -> Closing:
    return Closing(restriction.restriction_type, frozenset(restriction.groups.values_list("pk", flat=True)))


def refuse_closed(paths: Iterable[str], *, with_subpages: bool = False) -> None:
    """Raises ValidationError when one of these pages, or one above it, is closed to anybody; or one below it."""
    paths = list(paths)
    for one in barriers():
        if any(path.startswith(one.path) or (with_subpages and one.path.startswith(path)) for path in paths):
            raise ValidationError(_("A closed page cannot have an alias. Make a copy of it instead."), code="closed")


def _own(page: Page) -> list[Barrier]:
    return [one for one in barriers() if one.path == page.path]


def _parent_path(page: Page) -> str:
    return str(page.path)[: -Page.steplen]


def _groups_of(found: list[Barrier]) -> dict[Barrier, frozenset[int]]:
    """The groups that each names; of a ladder, those of its tiers."""
    restrictions = [one.pk for one in found if one.kind != LADDER]
    ladders = [one.pk for one in found if one.kind == LADDER]
    rows: dict[tuple[bool, int], set[int]] = {}
    named: Any = PageViewRestriction.groups.through.objects.filter(pageviewrestriction__in=restrictions)
    for pk, group in named.values_list("pageviewrestriction_id", "group_id"):
        rows.setdefault((False, pk), set()).add(group)
    through: Any = AudienceWindow._meta.get_field("tiers").remote_field.through
    tiers = dict(Tier.objects.values_list("pk", "group_id")) if ladders else {}
    for pk, tier in through.objects.filter(audiencewindow__in=ladders).values_list("audiencewindow_id", "tier_id"):
        rows.setdefault((True, pk), set()).add(tiers[tier])
    return {one: frozenset(rows.get((one.kind == LADDER, one.pk), ())) for one in found}


def _likeness(one: Barrier, groups: dict[Barrier, frozenset[int]]) -> tuple[Any, ...]:
    return (one.kind, *one[3:], groups[one])


def _as_it_stands(one: Barrier, groups: dict[Barrier, frozenset[int]], at: datetime) -> Closing:
    if one.kind != LADDER:
        return Closing(one.kind, groups[one] if one.kind == GROUPS else frozenset())
    if one.lets_members_in(at):
        return Closing(LOGIN)
    return Closing(GROUPS, groups[one] if one.lets_insiders_in(at) else frozenset())


def _at_its_widest(one: Barrier, groups: dict[Barrier, frozenset[int]]) -> Closing | None:
    """Who will be let in one day; None is everyone."""
    if one.kind != LADDER:
        return Closing(one.kind, groups[one] if one.kind == GROUPS else frozenset())
    if one.public_from is not None:
        return None
    return Closing(LOGIN) if one.members_from is not None else Closing(GROUPS, groups[one])
