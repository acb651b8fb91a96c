"""The ledger of a contest: what everybody can check of it, and what it says of the votes.

Each seal is the SHA-256 of the seal before it and of one event, as `line_of` writes them; the first one follows
`BEGINNING`. Whoever has the file can do the sum again, and compare the head of a day with the one that they wrote down.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests import chains
from contests.chains import Place
from contests.csv_lines import CsvLines
from contests.kinds import Standing
from contests.models import ContestPage, Entry, EntryVote, Register, VoteAppeal, VoteEvent
from contests.models.entry import KIND
from contests.recounting import has_drifted
from core.publication import State
from moderation.models import Appeal

BEGINNING = "0" * 64
BATCH = 5_000
SOUND_SECONDS = 300  # screens are content for so long with what was found
OUT = "out"  # a class of votes: counted, for an entry that is out of the contest
COLUMNS = ("event", "entry", "voter", "day", "act", "why", "at", "hash")
EVENT_FIELDS = ("pk", "entry_id", "pseudonym", "day", "act", "why", "at")


class Link(NamedTuple):
    """One event of the ledger, with the seal that it has."""

    pk: int
    entry_id: int
    pseudonym: str
    day: date
    act: str
    why: str
    at: datetime
    seal: str | None = None


class Broken(NamedTuple):
    """The first place at which a ledger is not what it was when it was sealed. Without an event it is its end."""

    event_id: int | None
    why: str


def line_of(contest_id: int, link: Link) -> str:
    """The event in one line, always the same."""
    at = link.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    parts = (contest_id, link.pk, link.entry_id, link.pseudonym, link.day.isoformat(), link.act, link.why, at)
    return "|".join(str(part) for part in parts)


def sealed_by(head: str, contest_id: int, link: Link) -> str:
    """The hash of the seal before it and of this event."""
    return sha256(f"{head}|{line_of(contest_id, link)}".encode()).hexdigest()


def links_of(contest_id: int, *, after: int = 0, until: int | None = None) -> Iterator[Link]:
    """The events in the order of ids, batch by batch: memory does not grow with them."""
    events = VoteEvent.objects.filter(contest=contest_id).order_by("pk")
    events = events if until is None else events.filter(pk__lte=until)
    while batch := list(events.filter(pk__gt=after).values_list(*EVENT_FIELDS, "seal__hash")[:BATCH]):
        yield from (Link(*row) for row in batch)
        after = batch[-1][0]


def verify(contest: ContestPage) -> Broken | None:
    """Go through the chain from its beginning. None when what was sealed is as it was, and nothing came in between."""
    register = Register.objects.get(contest=contest.pk)
    heads = dict(contest.ledger_days.values_list("day", "head"))
    head, last, day = "", 0, date.min
    for place in _places(contest.pk, until=register.sealed_until):
        if last and place.day > day and heads.get(day) != head:
            return Broken(last, _("the head of that day was another one"))
        if place.seal is None:
            return Broken(place.event_id, _("it has no seal"))
        if place.seal != place.due:
            return Broken(place.event_id, _("it does not follow from what stands before it"))
        head, last, day = place.seal, place.event_id, place.day
    if (last, head) != (register.sealed_until, register.head):
        return Broken(None, _("events are missing at the end"))
    if last and heads.get(day) != head:
        return Broken(last, _("the head of that day was another one"))
    return None


def _places(contest_id: int, *, until: int) -> Iterator[Place]:
    """Of the chain all that `verify` has to see: where the database can tell, ends of days and breaks alone."""
    if chains.is_at_hand():
        yield from chains.places_that_matter(contest_id, beginning=BEGINNING, until=until)
        return
    head, day = BEGINNING, date.min
    for link in links_of(contest_id, until=until):
        day, due = max(day, ledger_day(link)), sealed_by(head, contest_id, link)
        yield Place(link.pk, day, link.seal, due, is_end=False)
        head = link.seal or ""


def ledger_day(link: Link) -> date:
    """In UTC, whatever zone the contest has by now."""
    return link.at.astimezone(UTC).date()


def classes(contest: ContestPage) -> dict[str, dict[str, int]]:
    """How many votes were counted and how many were not, by class and, within it, by reason ("" where there is none).

    The classes are those of Standing; what was counted for an entry that is out of the contest is a class of its own.
    """
    found: dict[str, dict[str, int]] = {name: {} for name in (*Standing.values, OUT)}
    votes = EntryVote.objects.filter(entry__contest=contest.pk).order_by()
    rows = votes.values_list("standing", "reasons", "entry__state", "entry__disqualified_at").annotate(Count("pk"))
    for standing, reasons, state, disqualified_at, count in rows:
        name, why = standing, ""
        if standing in (Standing.HELD, Standing.VOID):
            why = reasons[0] if reasons else ""
        elif standing == Standing.COUNTED and (disqualified_at or state != State.PUBLISHED):
            name, why = OUT, "disqualified" if disqualified_at else str(state)
        found[name][why] = found[name].get(why, 0) + count
    return found


def readiness(contest: ContestPage, *, lately: bool = False) -> list[str]:
    """What stands in the way of publishing anything that was counted from votes, in plain words.

    The whole ledger is gone through. A screen may be content with what was found `lately`: that all was well with this
    head of the chain, a few minutes ago; what is not sealed yet is sealed within a minute, and whoever publishes seals
    first. They are never content with less than all.
    """
    problems = []
    register = Register.objects.get(contest=contest.pk)
    if not lately and contest.vote_events.filter(pk__gt=register.sealed_until).exists():
        problems.append(_("A vote has changed this very minute. Press once more."))
    key = f"ledger-sound:{contest.pk}:{register.sealed_until}:{register.head}"
    if not (lately and cache.get(key)):
        unsound = _unsound(contest)
        problems += unsound
        if not unsound:
            cache.set(key, True, SOUND_SECONDS)
    return [*problems, *_undecided(contest)]


def _unsound(contest: ContestPage) -> list[str]:
    problems = []
    if broken := verify(contest):
        where = _("at event %(id)d") % {"id": broken.event_id} if broken.event_id else _("at its end")
        problems.append(_("The ledger is broken %(where)s: %(why)s.") % {"where": where, "why": broken.why})
    if has_drifted(contest.pk):
        problems.append(_("A recount from the ledger differs from the tally."))
    return problems


def _undecided(contest: ContestPage) -> list[str]:
    problems = []
    if held := EntryVote.objects.filter(entry__contest=contest.pk, standing=Standing.HELD).count():
        said = ngettext("%(n)d held vote is undecided.", "%(n)d held votes are undecided.", held)
        problems.append(said % {"n": held})
    if orders := contest.void_orders.filter(decided_at=None).count():
        said = ngettext("%(n)d order about votes is undecided.", "%(n)d orders about votes are undecided.", orders)
        problems.append(said % {"n": orders})
    if asked := VoteAppeal.objects.open().filter(order__contest=contest.pk).count():
        said = ngettext("%(n)d appeal about a vote is open.", "%(n)d appeals about votes are open.", asked)
        problems.append(said % {"n": asked})
    entries = Entry.objects.filter(contest=contest.pk).values("pk")
    appeals = Appeal.objects.filter(outcome=None, decision__kind=KIND, decision__subject_id__in=entries).count()
    if appeals:
        said = ngettext("%(n)d appeal about an entry is open.", "%(n)d appeals about entries are open.", appeals)
        problems.append(said % {"n": appeals})
    return problems


def csv_lines(contest: ContestPage) -> Iterator[str]:
    """The sealed ledger as a file, line by line: pseudonyms, never names."""
    lines = CsvLines(end="\r\n")
    yield lines.line(COLUMNS)
    for link in links_of(contest.pk, until=contest.register.sealed_until):
        at = link.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        yield lines.line(
            (link.pk, link.entry_id, link.pseudonym, link.day.isoformat(), link.act, link.why, at, link.seal)
        )
