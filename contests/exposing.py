"""How much each entry has been looked at, for as long as it could be seen."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from contests.models import ContestPage, Entry, Impression
from contests.ordering import Owed
from contests.phases import Ability
from core.commands import Counter, Drift

HOUR = timedelta(hours=1)
BATCH = 1_000
SOON = 12  # looks; so far above or below its share an entry is never thought to be, nor further than
FAR = 0.5  # of its share: whoever looks a thousand times at a rival's entry does not push it to the end

_COUNTED = Impression.objects.filter(entry=OuterRef("pk")).values("entry").annotate(n=Count("pk")).values("n")


def shown_from(contest: ContestPage) -> datetime:
    """Since when the contest shows entries."""
    windows = list(contest.schedule.windows.values())
    return windows[0 if contest.shows_entries else 1].opens


def counts_looks(contest: ContestPage, *, at: datetime | None = None) -> bool:
    """Whether looking is counted: while entries are shown and it is open who wins."""
    abilities = contest.schedule.abilities(at or timezone.now())
    return Ability.SEE_ENTRIES in abilities and Ability.SEE_WINNERS not in abilities


def owed_in(contest: ContestPage, *, at: datetime | None = None) -> Owed:
    """For orders that begin now. One query, for as many entries as were drawn."""
    at, begins = at or timezone.now(), shown_from(contest)

    def owed(numbers: Collection[int]) -> Mapping[int, float]:
        shown = Entry.objects.in_the_running().filter(contest=contest, number__in=numbers)
        rows = shown.values_list("number", "seen_count", "published_at")
        return behind({number or 0: (seen, _hours(begins, since, at)) for number, seen, since in rows})

    return owed


def behind(looks: Mapping[int, tuple[int, float]]) -> dict[int, float]:
    """By entry, how many looks it is behind the rate of all of these. Given are its looks and the hours that it could
    be seen."""
    hours = sum(visible for _seen, visible in looks.values())
    rate = sum(seen for seen, _visible in looks.values()) / hours if hours else 0
    return {key: _bounded(rate * visible - seen, rate * visible) for key, (seen, visible) in looks.items()}


def exposure_of(contest: ContestPage, *, at: datetime | None = None) -> dict[str, Any]:
    """What is published with the results: `impressions` in all, `entries`, and what the entry that was seen `least` and
    the one seen `most` got for an hour in which it could be seen; `range` is the one over the other, None where there
    is none (an entry was never seen, or could be seen for less than an hour)."""
    until, begins = min(at or timezone.now(), contest.schedule.results_from), shown_from(contest)
    rows = Entry.objects.in_the_running().filter(contest=contest).values_list("seen_count", "published_at")
    rates, impressions = [], 0
    for seen, since in rows.iterator(chunk_size=5_000):
        impressions += seen
        rates.append((seen / hours) if (hours := _hours(begins, since, until)) >= 1 else None)
    told = [rate for rate in rates if rate is not None]
    least, most = min(told, default=0.0), max(told, default=0.0)
    return {
        "impressions": impressions,
        "entries": len(rates),
        "least": round(least, 4),
        "most": round(most, 4),
        "range": round(most / least, 2) if least else None,
    }


def _bounded(owed: float, share: float) -> float:
    most = max(SOON, FAR * share)
    return max(-most, min(most, owed))


def _hours(begins: datetime, since: datetime | None, until: datetime) -> float:
    return max((until - max(begins, since or begins)) / HOUR, 0.0)


def looks_counter() -> Counter:
    """What this room gives to `recount`: how many have seen each entry, from the rows."""
    return Counter("looks", _drift, _mend)


def _drift() -> Iterator[Drift]:
    for pk, cached, counted in _apart():
        yield Drift(f"entry {pk} seen", cached, counted)


@transaction.atomic
def _mend() -> int:
    """Counts again under the rows' locks: a look that comes meanwhile waits and is added on top."""
    wrong = [pk for pk, _cached, _counted in _apart()]
    for start in range(0, len(wrong), BATCH):
        held = Entry.objects.select_for_update(no_key=True).filter(pk__in=wrong[start : start + BATCH]).order_by("pk")
        ids = list(held.values_list("pk", flat=True))
        Entry.objects.filter(pk__in=ids).update(seen_count=Coalesce(Subquery(_COUNTED), 0))
    return len(wrong)


def _apart() -> Iterator[tuple[int, int, int]]:
    """Key, cached and true figure of each entry where they differ."""
    found = Entry.objects.annotate(counted=Coalesce(Subquery(_COUNTED), 0)).exclude(seen_count=F("counted"))
    return found.order_by("pk").values_list("pk", "seen_count", "counted").iterator(BATCH)
