"""Which parts of the page tree are closed to a person. Privacy of a page closes all that is under it.

A page is closed by Wagtail's restriction, which holds until it is taken away, or by a ladder, which the clock climbs. A
page of a closed type that has neither, on it or above, is closed as by a ladder that lets nobody in.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache, wraps
from time import time_ns
from typing import Any, NamedTuple, TypeVar

from django.core.cache import cache as shared
from django.db import connections, router, transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from core.audience import marks
from core.audience.closed_types import closed_types
from core.audience.models.membership import Membership
from core.audience.models.tier import Tier
from core.audience.models.window import AudienceWindow
from core.audience.signals import privacy_changed
from core.members.models import User

EPOCH = "audience:epoch"
LET_IN = "let in"  # within a request: whether a barrier let somebody past that keeps visitors out
LONGEST_REQUEST = timedelta(seconds=30)
DEEPEST = 16  # where what stands above a page of a closed type is looked for; below that it is closed all the same
LADDER = "ladder"  # beside Wagtail's kinds of restrictions
T = TypeVar("T")
Closed = tuple[str, ...]
Key = tuple[int, str]  # of a barrier: its row, and which sort it is
# Within a request: what is private at all, under None, and what of it is closed to whom, under their key or "visitor".
_asked: ContextVar[dict[Any, Any] | None] = ContextVar("asked", default=None)


class Barrier(NamedTuple):
    """A restriction or a ladder, and the path of its page. The times are a ladder's; `opens_to` are the tiers of a
    ladder, the groups of a restriction. One that is stored nowhere, of a page of a closed type, has the key of its page
    below zero."""

    pk: int
    kind: str
    path: str
    insiders_from: datetime | None = None
    members_from: datetime | None = None
    public_from: datetime | None = None
    opens_to: frozenset[int] = frozenset()

    @property
    def key(self) -> Key:
        return self.pk, self.kind

    def is_up(self, at: datetime) -> bool:
        return self.kind != LADDER or self.public_from is None or self.public_from > at

    def lets_members_in(self, at: datetime) -> bool:
        if self.kind == LADDER:
            return self.members_from is not None and self.members_from <= at
        return self.kind == PageViewRestriction.LOGIN

    def lets_insiders_in(self, at: datetime) -> bool:
        """Those of its tiers or groups."""
        if self.kind == LADDER:
            return self.insiders_from is None or self.insiders_from <= at
        return self.kind == PageViewRestriction.GROUPS


def closed_paths(user: Any, at: datetime | None = None) -> Closed:
    """Paths of the topmost pages that this person may not enter, sorted. One query, one more after privacy has changed,
    and one more for a member where pages are open to groups or tiers. Within one request it is asked once, and `at`
    matters when it is another time than that of the request. It may lie ahead, not behind: ladders that all have
    climbed are not looked at again."""
    asked_at = once("at", timezone.now)
    if at is not None and abs(at - asked_at) > LONGEST_REQUEST:
        return _closed_paths(user, at)
    return once(user.pk if user.is_authenticated else "visitor", lambda: _closed_paths(user, asked_at))


def is_closed(path: str, user: Any, at: datetime | None = None) -> bool:
    """Whether the page at this path, or one above it, is closed to this person."""
    return any(path.startswith(closed) for closed in closed_paths(user, at))


def barriers_above(path: str) -> list[Barrier]:
    """All that stand on the page at this path or on one above it, from the root down."""
    found = [barrier for barrier in barriers() if path.startswith(barrier.path)]
    return sorted(found, key=lambda barrier: len(barrier.path))


def restrictions_above(path: str) -> list[int]:
    """Keys of Wagtail's restrictions among them."""
    return [barrier.pk for barrier in barriers_above(path) if barrier.kind != LADDER]


def entered_by(user: Any, found: Iterable[Barrier], at: datetime) -> frozenset[Key]:
    """Which of these let this person in now. Shared passwords are off in this house: such a page is closed to all. Who
    administers enters all others; whose account was switched off is nobody."""
    if not (user.is_authenticated and user.is_active):
        return frozenset()
    inside, with_groups = _open_to(found, at)
    if (opened := getattr(user, "opened", None)) is not None:  # nobody, whom an editor tries on: told, not looked up
        return inside | ({one.key for one in with_groups} & opened)
    if user.is_superuser:
        return inside | {one.key for one in found if one.kind != PageViewRestriction.PASSWORD}
    return _entered(inside, with_groups, *_held_by(user, at)) if with_groups else inside


@contextmanager
def asked_once() -> Iterator[None]:
    """While this lasts (a request), what was found stays found unless privacy or groups change."""
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


@contextmanager
def as_if(found: list[Barrier]) -> Iterator[None]:
    """While this lasts, these are all the restrictions and ladders there are. For looking at what is not stored."""
    token = _asked.set({None: found})
    try:
        yield
    finally:
        _asked.reset(token)


def forget() -> None:
    """Privacy or somebody's groups have changed: ask again."""
    remembered = _asked.get()
    if remembered is not None:
        was_let_in = LET_IN in remembered
        remembered.clear()
        remembered.update({LET_IN: True} if was_let_in else {})


def was_let_in() -> bool:
    """Whether somebody was let past a barrier in this request, so that what it answers may be no visitor's to see."""
    return LET_IN in (_asked.get() or {})


def epoch() -> str:
    """Part of the key of everything that is remembered about the tree in the cache."""
    return str(shared.get_or_set(EPOCH, _now, timeout=None))


def begin_epoch() -> None:
    """The tree or its privacy has changed: what was remembered under the last epoch is out of reach once stored."""
    transaction.on_commit(_begin_epoch)


def _begin_epoch() -> None:
    shared.set(EPOCH, _now(), timeout=None)
    privacy_changed.send_robust(None)


def once(key: Any, ask: Callable[[], T]) -> T:
    """What `ask` says, asked once a request and again when privacy or groups have changed."""
    remembered = _asked.get()
    if remembered is None:
        return ask()
    if key not in remembered:
        remembered[key] = ask()
    found: T = remembered[key]
    return found


def barriers() -> Sequence[Barrier]:
    """All restrictions, the ladders that are not public yet, and those that closed types stand for."""
    return once(None, lambda: _standing(_all_barriers(), timezone.now()))


def _all_barriers() -> "Found":
    mark = marks.newest()
    return _ask_what_is_private() if mark is None else _marked(mark)


@lru_cache(maxsize=8)
def _marked(mark: str) -> "Found":
    """What is read after a mark was read is at least as new: kept for as long as the database shows that mark."""
    return _ask_what_is_private()


def _ask_what_is_private() -> "Found":
    connection = connections[router.db_for_read(PageViewRestriction)]
    with connection.cursor() as cursor:
        cursor.execute(_what_is_private(connection.vendor))
        return Found(map(_barrier, cursor.fetchall()))


def _barrier(row: Sequence[Any]) -> Barrier:
    pk, kind, path, insiders, members, public, named = row
    opens_to = frozenset(int(key) for key in named.split(",") if key)
    return Barrier(pk, kind, path, _moment(insiders), _moment(members), _moment(public), opens_to)


class Found(tuple[Barrier, ...]):
    """Barriers as they were found. Known by being the same object, so that what follows from them can be kept."""

    __slots__ = ()
    __hash__ = object.__hash__
    __eq__ = object.__eq__


@lru_cache(maxsize=8)
def _moments(found: Found) -> list[datetime]:
    """When something opens. Between two of them nothing does."""
    return sorted({moment for one in found for moment in one[3:6] if moment is not None})


def _kept_by_step(ask: Callable[..., T]) -> Callable[[Iterable[Barrier], datetime], T]:
    """Of these barriers and a time: kept for as long as none of them opens to anybody else."""
    kept = lru_cache(maxsize=32)(lambda found, step, at: ask(found, at.moment))

    @wraps(ask)
    def kept_or_asked(found: Iterable[Barrier], at: datetime) -> T:
        known = found if isinstance(found, Found) else Found(found)
        return kept(known, bisect_right(_moments(known), at), _Unseen(at))

    return kept_or_asked


class _Unseen(NamedTuple):
    """A time that tells no two calls apart."""

    moment: datetime

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Unseen)


@_kept_by_step
def _standing(found: Found, at: datetime) -> Found:
    """Those that keep anybody out at this time."""
    return Found(one for one in found if one.is_up(at))


@_kept_by_step
def _open_to(found: Found, at: datetime) -> tuple[frozenset[Key], Found]:
    """Which of these let every member in, and which only those of their tiers or groups."""
    inside = frozenset(one.key for one in found if one.lets_members_in(at))
    return inside, Found(one for one in found if one.lets_insiders_in(at) and one.key not in inside)


@lru_cache(maxsize=256)
def _entered(
    inside: frozenset[Key], with_groups: Found, groups: frozenset[int], tiers: frozenset[int]
) -> frozenset[Key]:
    named = (one.key for one in with_groups if one.opens_to & (tiers if one.kind == LADDER else groups))
    return inside.union(named)


@lru_cache(maxsize=64)
def _paths_but(up: Found, entered: frozenset[Key]) -> Closed:
    return _topmost(sorted({one.path for one in up if one.key not in entered}))


def _moment(told: datetime | str | None) -> datetime | None:
    if not told:
        return None
    moment = told if isinstance(told, datetime) else datetime.fromisoformat(told)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)  # SQLite keeps none


def _what_is_private(vendor: str) -> str:
    """One question for all kinds, with what each opens to."""
    page, restriction, window = (_table(model) for model in (Page, PageViewRestriction, AudienceWindow))
    groups = _table(PageViewRestriction.groups.through)
    tiers = _table(AudienceWindow._meta.get_field("tiers").remote_field.through)
    joined = "string_agg(CAST({} AS text), ',')" if vendor == "postgresql" else "group_concat({})"
    named = "COALESCE((SELECT {} FROM {} o WHERE o.{} = {}.id), '')"
    of_restriction = named.format(joined.format("o.group_id"), groups, "pageviewrestriction_id", "r")
    of_window = named.format(joined.format("o.tier_id"), tiers, "audiencewindow_id", "w")
    return f"""
        SELECT w.id, '{LADDER}', p.path, w.insiders_from, w.members_from, w.public_from, {of_window}
        FROM {window} w JOIN {page} p ON p.id = w.page_id
        UNION ALL
        SELECT r.id, r.restriction_type, p.path, NULL, NULL, NULL, {of_restriction}
        FROM {restriction} r JOIN {page} p ON p.id = r.page_id
        {"".join(_what_nobody_opened(_table(closed.model)) for closed in closed_types)}
    """  # noqa: S608 names of tables


def _what_nobody_opened(table: str) -> str:
    """Pages of a closed type where nothing stands, on them or above. It begins at these few pages, and asks for what is
    above by whole paths, which have an index."""
    page, restriction, window = (_table(model) for model in (Page, PageViewRestriction, AudienceWindow))
    above = ", ".join(f"SUBSTR(p.path, 1, {Page.steplen * depth})" for depth in range(1, DEEPEST + 1))
    return f"""
        UNION ALL
        SELECT -p.id, '{LADDER}', p.path, NULL, NULL, NULL, ''
        FROM {table} t CROSS JOIN {page} p
        WHERE p.id = t.page_ptr_id AND p.alias_of_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM {restriction} r WHERE r.page_id = p.id)
        AND NOT EXISTS (SELECT 1 FROM {window} w WHERE w.page_id = p.id)
        AND NOT EXISTS (
            SELECT 1 FROM {page} a WHERE a.path IN ({above}) AND (
                EXISTS (SELECT 1 FROM {restriction} r WHERE r.page_id = a.id)
                OR EXISTS (SELECT 1 FROM {window} w WHERE w.page_id = a.id)
            )
        )
    """  # noqa: S608 names of tables


@cache
def _what_is_held() -> str:
    """Groups of one member. That of a tier counts with a membership whose time is not over."""
    mine, tier, membership = _table(User.groups.through), _table(Tier), _table(Membership)
    return f"""
        SELECT g.group_id, t.id FROM {mine} g
        LEFT JOIN {tier} t ON t.group_id = g.group_id
        LEFT JOIN {membership} m ON m.tier_id = t.id AND m.member_id = g.user_id AND m.ended_at IS NULL
            AND (m.closes_at IS NULL OR m.closes_at > %s)
        WHERE g.user_id = %s AND (t.id IS NULL OR m.id IS NOT NULL)
    """  # noqa: S608 names of tables


def _held_by(user: Any, at: datetime) -> tuple[frozenset[int], frozenset[int]]:
    """Groups and tiers that this member is in."""
    connection = connections[router.db_for_read(PageViewRestriction)]
    with connection.cursor() as cursor:
        cursor.execute(_what_is_held(), [connection.ops.adapt_datetimefield_value(at), user.pk])
        rows = cursor.fetchall()
    return frozenset(group for group, _tier in rows), frozenset(tier for _group, tier in rows if tier)


def _table(model: Any) -> str:
    connection = connections[router.db_for_read(PageViewRestriction)]
    return str(connection.ops.quote_name(model._meta.db_table))


def _closed_paths(user: Any, at: datetime) -> Closed:
    up = _standing(barriers(), at)
    entered = entered_by(user, up, at) if up else frozenset()
    if entered and (remembered := _asked.get()) is not None:
        remembered[LET_IN] = True
    return _paths_but(up, entered)


def _topmost(paths: list[str]) -> Closed:
    kept: list[str] = []
    for path in paths:
        if not (kept and path.startswith(kept[-1])):
            kept.append(path)
    return tuple(kept)


def _now() -> str:
    return str(time_ns())
