"""Doors: what outsiders meet at closed pages that have a teaser. Made of the teaser, the ladder and the tiers that
everybody may know of; never of the page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from core.audience.addresses import path_on
from core.audience.gate import LADDER, Barrier, barriers, closed_paths
from core.audience.models.membership import Membership
from core.audience.models.tier import Tier, Way
from core.audience.models.window import AudienceWindow, Teaser
from core.audience.summary import Steps


@dataclass(frozen=True, slots=True)
class TierWay:
    """A tier that opens the door, as everybody may read it."""

    pk: int
    name: str
    stands_for: str
    way: str
    criteria: str
    is_hidden: bool
    order: int

    @property
    def way_label(self) -> str:
        return str(Way(self.way).label)


@dataclass(frozen=True, slots=True)
class Door:
    """A closed page from outside. `page_id` is for whoever builds lists; it never stands in a text."""

    page_id: int
    title: str
    text: str
    picture: Any
    address: str
    tiers: tuple[TierWay, ...]
    steps: Steps
    opens_to_members: bool


def teasers_for(user: Any, at: datetime | None = None, *, request: HttpRequest | None = None) -> list[Door]:
    """The doors that are closed to this person and meant to be seen, those that open next first. Two queries beside
    the gate's, and the site's where no request is given."""
    at = at or timezone.now()
    site = Site.find_for_request(request) if request else Site.objects.filter(is_default_site=True).first()
    rows = living_teasers(at).filter(page__path__in=closed_paths(user, at)).order_by("page__path")
    doors = _doors(list(rows), at=at, site=site)
    return sorted(
        doors,
        key=lambda door: door.steps.members_from or door.steps.public_from or datetime.max.replace(tzinfo=at.tzinfo),
    )


def door_of(page: Page, user: Any, request: HttpRequest, at: datetime | None = None) -> Door | None:
    """What this person meets at the address of this page, which is closed to them. None is nothing: there is no
    teaser, a page above is closed to them, or all who may enter are of hidden tiers."""
    at = at or timezone.now()
    if page.path not in closed_paths(user, at):
        return None
    found = _doors(list(living_teasers(at).filter(page=page.pk)), at=at, site=Site.find_for_request(request))
    return found[0] if found else None


def make_door(
    teaser: Teaser, standing: list[Barrier], ways: Callable[[Barrier], list[TierWay]], address: str, *, at: datetime
) -> Door | None:
    """The door of a page with these barriers, each with the tiers that open it. None where there is one that only
    hidden tiers open."""
    if not standing or any(_is_hidden(one, ways(one)) for one in standing):
        return None
    ladders = [one for one in standing if one.kind == LADDER]
    through_all = [{way.pk for way in ways(one)} for one in standing if ways(one)]
    listed = {way.pk: way for one in standing for way in ways(one) if not way.is_hidden}
    tiers = tuple(way for pk, way in listed.items() if all(pk in passed for passed in through_all))
    names = tuple(way.name for way in tiers)
    # Beside a restriction, which stays until somebody takes it away, the steps of a ladder are no promise.
    steps = Steps.of(ladders[0], names) if ladders and len(standing) == len(ladders) else Steps(names)
    for_members = all(one.lets_members_in(at) for one in standing)
    return Door(teaser.page_id, teaser.title, teaser.text, teaser.picture, address, tiers, steps, for_members)


def _is_hidden(one: Barrier, ways: list[TierWay]) -> bool:
    """Whether the only way through is one that nobody may know of. A shared password is none at all."""
    if one.kind == PageViewRestriction.PASSWORD:
        return True
    has_steps = one.members_from is not None or one.public_from is not None
    return bool(ways) and not has_steps and all(way.is_hidden for way in ways)


def insiders_count(door: Door, at: datetime | None = None) -> int:
    """How many people the tiers that this door names hold now."""
    inside = Membership.objects.active(at).filter(tier__in=[tier.pk for tier in door.tiers])
    return inside.values("member").distinct().count() if door.tiers else 0


def living_teasers(at: datetime) -> QuerySet[Teaser]:
    """Of pages that are live, whoever may see them."""
    alive = Q(page__expire_at=None) | Q(page__expire_at__gt=at)
    rows = Teaser.objects.filter(alive, page__live=True, page__alias_of=None)
    return rows.select_related("page", "picture").prefetch_related(None)


def _doors(teasers: list[Teaser], *, at: datetime, site: Site | None) -> list[Door]:
    standing: dict[str, list[Barrier]] = {teaser.page.path: [] for teaser in teasers}
    for one in barriers():
        if one.path in standing and one.is_up(at):
            standing[one.path].append(one)
    tiers = tiers_of([one for found in standing.values() for one in found])
    doors = []
    for teaser in teasers:
        own = standing[teaser.page.path]
        if site and not teaser.page.url_path.startswith(site.root_page.url_path):
            continue
        address = path_on(site, teaser.page) if site else ""
        doors.append(make_door(teaser, own, lambda one: tiers.get((one.pk, one.kind == LADDER), []), address, at=at))
    return [door for door in doors if door is not None]


def tiers_of(found: list[Barrier]) -> dict[tuple[int, bool], list[TierWay]]:
    """The tiers that open each of these, by key and whether it is a ladder. One query."""
    fields = ("pk", "name", "stands_for", "way", "criteria", "is_hidden", "order")
    if not found:
        return {}
    through: Any = AudienceWindow._meta.get_field("tiers").remote_field.through
    groups: Any = PageViewRestriction.groups.through
    ladders = through.objects.filter(audiencewindow__in=[one.pk for one in found if one.kind == LADDER])
    others = groups.objects.filter(
        pageviewrestriction__in=[one.pk for one in found if one.kind != LADDER], group__tier__isnull=False
    )
    of_ladders = ladders.values_list(F("audiencewindow_id"), Value(1), *(f"tier__{name}" for name in fields))
    of_others = others.values_list(F("pageviewrestriction_id"), Value(0), *(f"group__tier__{name}" for name in fields))
    tiers: dict[tuple[int, bool], list[TierWay]] = {}
    for pk, is_ladder, *row in of_ladders.union(of_others, all=True):
        tiers.setdefault((pk, bool(is_ladder)), []).append(TierWay(*row))
    return {key: sorted(found, key=lambda way: (way.order, way.name)) for key, found in tiers.items()}


def as_way(tier: Tier) -> TierWay:
    return TierWay(tier.pk, tier.name, tier.stands_for, tier.way, tier.criteria, tier.is_hidden, tier.order)
