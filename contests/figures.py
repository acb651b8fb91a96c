"""The figures that are published with a shortlist or results, so that anybody can check them."""

from typing import Any

from contests.exposing import exposure_of
from contests.ledger import classes
from contests.models import ContestPage, Criterion, EntryVote, Judgement, LedgerDay
from contests.phases import Decides
from contests.standings import Place


def figures_of(contest: ContestPage, places: list[Place]) -> dict[str, Any]:
    """As they stand now. Fit for JSON."""
    given = Judgement.objects.filter(entry__contest=contest, state=Judgement.State.GIVEN)
    days = LedgerDay.objects.filter(contest=contest).values_list("day", "events", "head")
    return {
        "decides": contest.decides,
        "tie_rule": contest.tie_rule,
        "placed": len({place.entry.pk for place in places}),
        **counts_of(contest),
        "judges": given.order_by().values("juror").distinct().count(),
        "judgements": given.count(),
        "quorum": contest.quorum if contest.decides != Decides.PUBLIC else 0,
        "criteria": list(Criterion.objects.filter(contest=contest).values_list("name", "weight")),
        "exposure": exposure_of(contest),
        "days": [[day.isoformat(), events, head] for day, events, head in days],
    }


def counts_of(contest: ContestPage) -> dict[str, Any]:
    """Those that change when an entry is disqualified."""
    running = contest.entries.in_the_running()
    return {
        "entries": running.count(),
        "entrants": running.order_by().values("author").distinct().count(),
        "disqualified": contest.entries.exclude(disqualified_at=None).count(),
        "votes": classes(contest),
        "voters": _voters(contest),
    }


def _voters(contest: ContestPage) -> int:
    """People of whose votes at least one is counted."""
    counted = EntryVote.objects.counted().filter(entry__in=contest.entries.in_the_running())
    return counted.order_by().values("pseudonym").distinct().count()
