"""Sealing the ledger: events go into the hash chain in the order of their ids, by one sealer at a time."""

from datetime import date
from itertools import islice

from django.db import transaction

from contests.ledger import BATCH, BEGINNING, Link, ledger_day, links_of, sealed_by
from contests.models import ContestPage, LedgerDay, Register, Seal, VoteEvent


def seal(contest: ContestPage) -> int:
    """Seal all that has happened until now; how many events. Again seals nothing, and two at once seal once.

    Votes wait for no longer than it takes to see which events are settled; what is cast meanwhile is for the next time.
    """
    return _seal(contest.pk, until=VoteEvent.objects.settled_until())


def seal_all() -> int:
    """The same for every contest in which something happened."""
    until = VoteEvent.objects.settled_until()
    ends = list(Register.objects.values_list("contest", "sealed_until"))
    behind = [pk for pk, end in ends if VoteEvent.objects.filter(contest=pk, pk__gt=end, pk__lte=until).exists()]
    return sum(_seal(pk, until=until) for pk in behind)


def _seal(contest_id: int, *, until: int) -> int:
    count = 0
    while sealed := _seal_some(contest_id, until=until):
        count += sealed
    return count


@transaction.atomic
def _seal_some(contest_id: int, *, until: int) -> int:
    """A batch. Whoever seals the same contest meanwhile waits, and goes on where this has ended."""
    register = Register.objects.select_for_update().get(contest=contest_id)
    links = list(islice(links_of(contest_id, after=register.sealed_until, until=until), BATCH))
    if not links:
        return 0
    head, seals = register.head or BEGINNING, []
    for link in links:
        head = sealed_by(head, contest_id, link)
        seals.append(Seal(event_id=link.pk, hash=head))
    Seal.objects.bulk_create(seals)
    _keep_heads(contest_id, links, [seal.hash for seal in seals])
    register.sealed_until, register.head = links[-1].pk, head
    register.save(update_fields=["sealed_until", "head"])
    return len(links)


def _keep_heads(contest_id: int, links: list[Link], hashes: list[str]) -> None:
    """Where the chain stands at the end of each day: an event that was written down late belongs to the day of those
    before it."""
    latest = LedgerDay.objects.filter(contest=contest_id).order_by("-day").first()
    day, before = (latest.day, latest.events) if latest else (date.min, 0)
    heads: dict[date, tuple[int, str]] = {}
    for number, (link, sealed) in enumerate(zip(links, hashes, strict=True), before + 1):
        day = max(day, ledger_day(link))
        heads[day] = (number, sealed)
    for its_day, (events, head) in heads.items():
        now = {"events": events, "head": head}
        LedgerDay.objects.update_or_create(contest_id=contest_id, day=its_day, defaults=now)
