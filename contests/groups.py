"""Votes that are looked at together: those for one entry with the same reasons."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from contests.actions.watching import FROM
from contests.kinds import Act, Standing
from contests.models import ContestPage, EntryVote, VoidOrder
from contests.risk import WORDS


@dataclass(frozen=True, slots=True)
class Group:
    entry_id: int
    title: str
    codes: tuple[str, ...]
    votes: int
    networks: int
    devices: int
    first: datetime
    last: datetime
    last_id: int

    @property
    def key(self) -> str:
        return f"{self.entry_id}:{','.join(self.codes)}"

    @property
    def reasons(self) -> list[Any]:
        return [WORDS[code] for code in self.codes if code in WORDS]


def groups_of(contest: ContestPage, what: str) -> list[Group]:
    """Held votes, which may be made void, or void ones, which may be restored: the largest group first. Those that
    somebody has asked about are left out until it is decided."""
    rows = _votes(contest, what).order_by().values("entry_id", "entry__title", "reasons")
    rows = rows.annotate(
        votes=Count("pk"),
        networks=Count("network", distinct=True),
        devices=Count("device", distinct=True),
        first=Min("at"),
        last=Max("at"),
        last_id=Max("pk"),
    )
    columns = ("entry_id", "entry__title", "reasons", "votes", "networks", "devices", "first", "last", "last_id")
    found = [
        Group(entry_id, title, tuple(codes), *figures)
        for entry_id, title, codes, *figures in rows.values_list(*columns)
    ]
    return sorted(found, key=lambda group: (-group.votes, group.entry_id, group.codes))


def held_by_contest() -> dict[int, int]:
    """Of each contest that has any, how many held votes its groups have in all."""
    rows = _undecided((Standing.HELD,)).order_by().values_list("entry__contest").annotate(Count("pk"))
    return dict(rows)


def votes_in(contest: ContestPage, what: str, keys: Collection[str], *, until: int) -> list[int]:
    """The votes of these groups, up to the last one that was shown."""
    votes = _votes(contest, what).filter(pk__lte=until).values_list("pk", "entry_id", "reasons")
    return [pk for pk, entry_id, reasons in votes if f"{entry_id}:{','.join(reasons)}" in keys]


def entries_of(orders: Iterable[VoidOrder]) -> dict[int, list[tuple[str, int]]]:
    """By order the titles of the entries it is about, each with how many of its votes, the most first."""
    rows = VoidOrder.votes.through.objects.filter(voidorder__in=[order.pk for order in orders])
    counted = rows.values("voidorder", "entryvote__entry").annotate(n=Count("pk")).order_by("-n", "entryvote__entry")
    columns = ("voidorder", "entryvote__entry__title", "n")
    found: dict[int, list[tuple[str, int]]] = {}
    for order, title, count in counted.values_list(*columns):
        found.setdefault(order, []).append((title, count))
    return found


def _votes(contest: ContestPage, what: str) -> QuerySet[EntryVote]:
    standings = (Standing.HELD,) if what == VoidOrder.What.VOID else FROM[Act.RESTORE]
    return _undecided(standings).filter(entry__contest=contest.pk)


def _undecided(standings: Collection[Standing]) -> QuerySet[EntryVote]:
    """Nobody has asked about these."""
    asked = VoidOrder.votes.through.objects.filter(voidorder__decided_at=None)
    return EntryVote.objects.filter(standing__in=standings).exclude(pk__in=asked.values("entryvote"))
