"""Which parts of the page tree are closed to a person. Privacy of a page closes all that is under it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from itertools import groupby
from time import time_ns
from typing import Any, TypeVar

from django.core.cache import cache as shared
from django.db import connections, router, transaction
from wagtail.models import PageViewRestriction

EPOCH = "audience:epoch"
T = TypeVar("T")
Closed = tuple[str, ...]
Restriction = tuple[int, str, str]  # its key, its kind, the path of its page
# Within a request: what is private at all, under None, and what of it is closed to whom, under their key or "visitor".
_asked: ContextVar[dict[Any, Any] | None] = ContextVar("asked", default=None)


def closed_paths(user: Any) -> Closed:
    """Paths of the topmost pages that this person may not enter, sorted. One query, and one more for a member where
    pages are open to groups; within one request it is asked once."""
    return once(user.pk if user.is_authenticated else "visitor", lambda: _closed_paths(user))


def is_closed(path: str, user: Any) -> bool:
    """Whether the page at this path, or one above it, is closed to this person."""
    return any(path.startswith(closed) for closed in closed_paths(user))


def restrictions_above(path: str) -> list[int]:
    """Keys of all restrictions on the page at this path or on one above it."""
    return [pk for pk, _kind, restricted in _restrictions() if path.startswith(restricted)]


@contextmanager
def asked_once() -> Iterator[None]:
    """While this lasts (a request), what was found stays found unless privacy or groups change."""
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


def forget() -> None:
    """Privacy or somebody's groups have changed: ask again."""
    remembered = _asked.get()
    if remembered is not None:
        remembered.clear()


def epoch() -> str:
    """Part of the key of everything that is remembered about the tree in the cache."""
    return str(shared.get_or_set(EPOCH, _now, timeout=None))


def begin_epoch() -> None:
    """The tree or its privacy has changed: what was remembered under the last epoch is out of reach once stored."""
    transaction.on_commit(lambda: shared.set(EPOCH, _now(), timeout=None))


def by_length(paths: Closed) -> dict[int, list[str]]:
    """So that one comparison a depth does, however many pages are closed."""
    return {length: list(same) for length, same in groupby(sorted(paths, key=len), key=len)}


def once(key: Any, ask: Callable[[], T]) -> T:
    """What `ask` says, asked once a request and again when privacy or groups have changed."""
    remembered = _asked.get()
    if remembered is None:
        return ask()
    if key not in remembered:
        remembered[key] = ask()
    found: T = remembered[key]
    return found


def _restrictions() -> list[Restriction]:
    return once(None, _ask_what_is_private)


def _ask_what_is_private() -> list[Restriction]:
    with connections[router.db_for_read(PageViewRestriction)].cursor() as cursor:
        cursor.execute(_what_is_private())
        return list(cursor.fetchall())


@cache
def _what_is_private() -> str:
    """The question alone, which is always the same: every request asks, and building it costs more."""
    return str(PageViewRestriction.objects.values_list("pk", "restriction_type", "page__path").query)


def _closed_paths(user: Any) -> Closed:
    restrictions = _restrictions()
    if restrictions and user.is_authenticated:
        entered = _entered_by(user, restrictions)
        restrictions = [row for row in restrictions if row[0] not in entered]
    return _topmost(sorted({path for _pk, _kind, path in restrictions}))


def _entered_by(user: Any, restrictions: list[Restriction]) -> set[int]:
    """Restrictions that let this member in. Shared passwords are off in this house: such a page is closed to all."""
    for_members = {pk for pk, kind, _path in restrictions if kind == PageViewRestriction.LOGIN}
    for_groups = {pk for pk, kind, _path in restrictions if kind == PageViewRestriction.GROUPS}
    if user.is_superuser or not for_groups:
        return for_members | for_groups
    mine = PageViewRestriction.groups.through.objects.filter(group__user=user.pk)
    return for_members | (for_groups & set(mine.values_list("pageviewrestriction", flat=True)))


def _topmost(paths: list[str]) -> Closed:
    kept: list[str] = []
    for path in paths:
        if not (kept and path.startswith(kept[-1])):
            kept.append(path)
    return tuple(kept)


def _now() -> str:
    return str(time_ns())
