"""Behind which page a thing of a room stands, and who of many members may enter there: asked before they are told of
it. Rooms add their kinds of things."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.models import PageViewRestriction

from core.audience.gate import LADDER, Barrier, barriers
from core.audience.models import AudienceWindow, Membership
from core.members.models import User
from core.registry import Registry

Thing = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Ground:
    """One kind of thing that stands under a page. `key` is the kind of its subject; `paths(ids)` gives the path of that
    page by the thing's id."""

    key: str
    paths: Callable[[Collection[int]], Mapping[int, str]]


grounds: Registry[Ground] = Registry("grounds")


def paths_of(model: Any, path: str, ids: Collection[int]) -> Mapping[int, str]:
    """For a ground: `path` names the way from a row of this model to the path of its page ("board__path")."""
    return dict(model._default_manager.filter(pk__in=ids).values_list("pk", path))


def kept_out(wanted: Iterable[tuple[Thing, int]], *, at: datetime | None = None) -> set[tuple[Thing, int]]:
    """Those of these pairs of a thing and a member where the member may not enter the page of the thing now. As many
    queries for many members as for one. A kind without a ground keeps nobody out."""
    at, pairs = at or timezone.now(), list(wanted)
    paths = _paths({thing for thing, _member in pairs})
    asking: dict[str, set[int]] = defaultdict(set)
    for thing, member in pairs:
        if thing in paths:
            asking[paths[thing]].add(member)
    up = [barrier for barrier in barriers() if barrier.is_up(at)] if asking else []
    inside = {path: _let_in(path, members, up, at) for path, members in asking.items()}
    return {(thing, member) for thing, member in pairs if thing in paths and member not in inside[paths[thing]]}


def _let_in(path: str, members: set[int], up: list[Barrier], at: datetime) -> set[int]:
    for barrier in up:
        if members and path.startswith(barrier.path) and not barrier.lets_members_in(at):
            members = _past(barrier, members, at)
    return members


def _past(barrier: Barrier, members: set[int], at: datetime) -> set[int]:
    if barrier.kind == PageViewRestriction.PASSWORD:
        return set()
    who = Q(is_superuser=True)
    if barrier.lets_insiders_in(at):
        rows = User.groups.through.objects.filter(user=OuterRef("pk"))
        member_of = Membership.objects.active(at).filter(member=OuterRef("user"), tier__group=OuterRef("group"))
        if barrier.kind == LADDER:
            tiers = AudienceWindow.tiers.through.objects.filter(audiencewindow=barrier.pk)  # type: ignore[attr-defined]
            who |= Q(Exists(rows.filter(Exists(member_of), group__tier__in=tiers.values("tier"))))
        else:
            named = PageViewRestriction.groups.through.objects.filter(pageviewrestriction=barrier.pk)
            opens = Q(group__tier=None) | Q(Exists(member_of))
            who |= Q(Exists(rows.filter(opens, group__in=named.values("group"))))
    return set(User.objects.filter(who, pk__in=members).values_list("pk", flat=True))


def _paths(things: set[Thing]) -> dict[Thing, str]:
    ids: dict[str, set[int]] = defaultdict(set)
    for kind, pk in things:
        ids[kind].add(pk)
    found = {}
    for kind, wanted in ids.items():
        if ground := grounds.get(kind):
            found |= {(kind, pk): path for pk, path in ground.paths(wanted).items()}
    return found
