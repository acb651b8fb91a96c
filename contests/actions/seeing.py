"""What looking at entries does: an order begins, and goes on when others have come; a look is counted."""

import secrets
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.core.signing import BadSignature, dumps, loads
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from contests.exposing import counts_looks, owed_in
from contests.models import ContestPage, Entry, Impression, Visitor
from contests.ordering import Order

SALT = "contests.visitor"
KEY_LENGTH = 32
SEED_LENGTH = 16


def key_of_member(contest_id: int, member_id: int) -> str:
    return _keyed(f"{contest_id}:member:{member_id}")


def key_of_guest(contest_id: int, order: Order) -> str:
    """A guest is known by the seed of their order, which is random and signed."""
    return _keyed(f"{contest_id}:guest:{order.seed}")


def kept_by_guest(contest: ContestPage, order: Order) -> str:
    """The order as a guest's browser keeps it. It says nothing of them, and nobody else can make one."""
    return dumps(order.plain, salt=f"{SALT}:{contest.pk}")


def order_kept(contest: ContestPage, kept: str) -> Order | None:
    """What `kept_by_guest` has written; None for anything else."""
    try:
        return Order.from_plain(loads(kept, salt=f"{SALT}:{contest.pk}"))
    except (BadSignature, ValueError):
        return None


def order_of_guest(contest: ContestPage, kept: Order | None, *, at: datetime | None = None) -> Order:
    """The order that this guest keeps, with what has come since; a new one for whoever keeps none."""
    order = kept or Order(secrets.token_hex(SEED_LENGTH // 2))
    return order.grown(contest.register.numbered, owed_in(contest, at=at))


def look_of_member(
    contest: ContestPage, *, by: Any, kept: Order | None = None, at: datetime | None = None
) -> tuple[Order, int | None]:
    """The member's order, with what has come since; and how many entries they have seen, None where that has to be
    asked for. On their first look the order is the one that they kept as a guest, and what they saw then stays seen.
    One query for whoever has looked before, while nothing has come since."""
    at, key = at or timezone.now(), key_of_member(contest.pk, by.pk)
    visitor = Visitor.objects.filter(contest=contest, key=key).with_seen().first()
    seen = visitor.seen if visitor else None  # type: ignore[attr-defined]  # annotated
    if visitor is None:
        visitor = _begin(contest, key, kept, at=at)
    order = _order_of(visitor)
    grown = order.grown(contest.register.numbered, owed_in(contest, at=at))
    same = Visitor.objects.filter(pk=visitor.pk, starts=visitor.starts)
    if grown is not order and not same.update(starts=grown.plain):
        visitor.refresh_from_db(fields=["starts"])  # another page of theirs was quicker
        return _order_of(visitor), seen
    return grown, seen


def order_so_far(contest: ContestPage, *, by: Any, kept: Order | None = None) -> Order | None:
    """The order in which this person has met the entries, as it stands; None for whoever has not met them yet."""
    if not by.is_authenticated:
        return kept
    visitor = Visitor.objects.filter(contest=contest, key=key_of_member(contest.pk, by.pk)).first()
    return _order_of(visitor) if visitor else kept


def is_known(contest: ContestPage, *, by: str) -> bool:
    """Whether the visitor with this key has looked before."""
    return Visitor.objects.filter(contest=contest, key=by).exists()


def see_entries(contest: ContestPage, ids: Collection[int], *, by: str, at: datetime | None = None) -> int:
    """The visitor with this key has really looked at these entries of the contest. How many they had not seen before:
    each is counted once. Before entries are shown, and once the winners are, nothing is."""
    at = at or timezone.now()
    if not ids or not counts_looks(contest, at=at):
        return 0
    visitor, _is_new = Visitor.objects.get_or_create(contest=contest, key=by, defaults={"at": at})
    with transaction.atomic():
        fresh = Impression.objects.record(visitor.pk, ids, at=at)
        if fresh:
            # In one order, whoever counts: two who see the same entries never wait for each other.
            seen = Entry.objects.select_for_update(no_key=True).filter(pk__in=fresh).order_by("pk")
            Entry.objects.filter(pk__in=list(seen.values_list("pk", flat=True))).update(seen_count=F("seen_count") + 1)
    return len(fresh)


def forget_looks(member_id: int) -> int:
    """What this member has seen stays counted; nobody can tell any more who it was. Returns in how many contests."""
    forgotten = 0
    for contest_id in ContestPage.objects.values_list("pk", flat=True):
        there = Visitor.objects.filter(contest=contest_id, key=key_of_member(contest_id, member_id))
        forgotten += there.update(key=secrets.token_hex(KEY_LENGTH // 2))
    return forgotten


def _begin(contest: ContestPage, key: str, kept: Order | None, *, at: datetime) -> Visitor:
    """The member's row; that of the guest they were, if there is one."""
    starts = kept.plain if kept else []
    if kept:
        guest = Visitor.objects.filter(contest=contest, key=key_of_guest(contest.pk, kept))
        with suppress(IntegrityError), transaction.atomic():
            guest.update(key=key, starts=starts)
    visitor, _is_new = Visitor.objects.get_or_create(contest=contest, key=key, defaults={"starts": starts, "at": at})
    return visitor


def _order_of(visitor: Visitor) -> Order:
    return Order.from_plain(visitor.starts) if visitor.starts else Order(visitor.key[:SEED_LENGTH])


def _keyed(text: str) -> str:
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()[:KEY_LENGTH]
