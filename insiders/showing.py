"""What is open to somebody and why, what is coming, and how one gets in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageViewRestriction, Site

from core.audience.conditions import how_far_with
from core.audience.gate import LADDER, Barrier, barriers
from core.audience.models import Membership, Tier, path_on, visible_pages
from core.audience.reasons import Reason, reasons_of
from core.audience.summary import Steps, moment_words, steps_ahead, zone_name
from core.audience.teasers import tiers_of
from insiders.models import EarlyAccessIndexPage, EarlyAccessPage


@dataclass(frozen=True, slots=True)
class Step:
    who: str
    moment: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A page that somebody may enter now."""

    title: str
    introduction: str
    url: str
    reason: Reason
    steps: tuple[Step, ...]


def opened_to(request: HttpRequest, index: EarlyAccessIndexPage, *, at: datetime | None = None) -> list[Opened]:
    """What is closed to others and open to this person, and early access that is open to all by now."""
    at, user = at or timezone.now(), request.user
    up = _for_some(at)
    below = Q(path__startswith=index.path, depth=index.depth + 1)
    seen = list(visible_pages(user, at).filter(Q(path__in=[one.path for one in up]) | below).order_by("path"))
    early = EarlyAccessPage.objects.filter(pk__in=[page.pk for page in seen])
    introductions = dict(early.values_list("pk", "introduction"))
    why = _why(user, up, [page.path for page in seen], at=at)
    site = Site.find_for_request(request)
    return [
        Opened(
            page.title,
            introductions.get(page.pk, ""),
            path_on(site, page),
            why[page.path],
            steps_on(_above(up, page.path), at=at),
        )
        for page in seen
    ]


def why_open(user: Any, path: str, *, at: datetime | None = None) -> tuple[Reason | None, tuple[Step, ...]]:
    """Why the page at this path is open to this person, and who follows when. None is: it is open to everybody."""
    at = at or timezone.now()
    standing = _above(_for_some(at), path)
    if not standing:
        return None, ()
    return _why(user, standing, [path], at=at)[path], steps_on(standing, at=at)


def tiers_for(user: Any, *, at: datetime | None = None) -> list[Any]:
    """Those that everybody may know of, and their own; each with `inside`, how many people are in it now, `mine`, the
    membership of this person or None, and `how_far`, how far they have come, where it is measured and they are not in.
    Six queries at most."""
    at = at or timezone.now()
    mine = {one.tier_id: one for one in Membership.objects.of(user).active(at)}
    active = Q(memberships__ended_at=None) & (Q(memberships__closes_at=None) | Q(memberships__closes_at__gt=at))
    known = Tier.objects.filter(Q(is_hidden=False) | Q(pk__in=list(mine)))
    tiers: list[Any] = list(known.annotate(inside=Count("memberships__member", filter=active, distinct=True)))
    found = how_far_with(user, [tier for tier in tiers if tier.pk not in mine], at=at)
    for tier in tiers:
        tier.mine, tier.how_far = mine.get(tier.pk), found.get(tier.pk)
    return tiers


def tiers_to_earn(user: Any, *, at: datetime | None = None) -> list[Any]:
    """Those that everybody may know of, that are measured, and in which this person is not; with `how_far`, `inside`
    and `mine` as above."""
    at = at or timezone.now()
    return [tier for tier in tiers_for(user, at=at) if tier.how_far]


def steps_on(standing: list[Barrier], *, at: datetime) -> tuple[Step, ...]:
    """Who comes in next, as long as nothing but one ladder closes the page."""
    if len(standing) != 1 or standing[0].kind != LADDER:
        return ()
    zone = timezone.get_current_timezone()
    ahead = steps_ahead(Steps.of(standing[0], ()), at=at)
    return tuple(Step(who, moment, moment_words(moment, at=at, zone=zone)) for who, moment in ahead)


def address_of_home(request: HttpRequest) -> str | None:
    """Of the insiders' home of this site, or None where there is none that this person may see."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    home = EarlyAccessIndexPage.objects.descendant_of(site.root_page).visible_to(request.user).order_by("path").first()
    return path_on(site, home) if home else None


def zone() -> str:
    return zone_name(timezone.get_current_timezone())


def _for_some(at: datetime) -> list[Barrier]:
    """What lets some in and not others, beside being signed in."""
    return [one for one in barriers() if one.is_up(at) and one.kind in (LADDER, PageViewRestriction.GROUPS)]


def _above(up: list[Barrier], path: str) -> list[Barrier]:
    return [one for one in up if path.startswith(one.path)]


def _why(user: Any, up: list[Barrier], paths: list[str], *, at: datetime) -> dict[str, Reason]:
    """By path. The membership that opens the closest barrier says it."""
    tiers = tiers_of([one for one in up if any(path.startswith(one.path) for path in paths)])
    mine = {one.tier_id: one for one in Membership.objects.of(user).active(at).select_related("tier", "by")}
    reasons = reasons_of(mine.values(), to=user)
    found = {}
    for path in paths:
        closest = sorted(_above(up, path), key=lambda one: -len(one.path))
        through = (way.pk for one in closest for way in tiers.get((one.pk, one.kind == LADDER), []))
        membership = next((mine[pk] for pk in through if pk in mine), None)
        found[path] = reasons[membership.pk] if membership else _by_nothing(user, closest, at)
    return found


def _by_nothing(user: Any, standing: list[Barrier], at: datetime) -> Reason:
    """Without a membership."""
    if not standing:
        return Reason(_("It is open to everyone."))
    if all(one.lets_members_in(at) for one in standing):
        return Reason(_("It is open to members."))
    if user.is_superuser:
        return Reason(_("You administer this site, so you see everything."))
    return Reason(_("A group that you are in opens it."))
