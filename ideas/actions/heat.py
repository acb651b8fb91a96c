"""What supports an idea from the votes themselves: after a withdrawal, a merge, and for `recount`."""

import math
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Expression, F, FloatField, Func, Max, Subquery, Sum, Value, When
from django.db.models.functions import Exp, Greatest

from core.ranking import SECONDS_A_DAY, UNVOTED, hot_moment, hot_score_of, logaddexp
from ideas.models import Idea, Vote
from ideas.models.idea import CARRYING


class Epoch(Func):
    """Seconds since 1970 of a date and time, as a float, on both databases."""

    output_field = FloatField()
    template = "EXTRACT(EPOCH FROM %(expressions)s)"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="((julianday(%(expressions)s) - 2440587.5) * 86400.0)", **extra
        )


def count_support(ids: Collection[int]) -> None:
    """The cached figures of these ideas, which the caller holds, are what the rows say. Three statements."""
    found = [Idea(pk=pk, **figures) for pk, figures in support_in(ids).items()]
    Idea.objects.bulk_update(found, ["vote_count", "hot_score"])


def support_in(ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """By idea the cached figures `vote_count` and `hot_score`, which is ln Σ e^(t/τ), from the rows of its votes and
    the support that was imported with it and with its duplicates. Two questions."""
    group = Idea.objects.group_of(*ids).annotate(half_life=F("board__half_life_days"))
    rows = list(group.values_list("pk", "merged_into", "state", "imported_support", "created_at", "half_life"))
    half_lives = {row[0]: row[-1] for row in rows if row[0] in ids}
    shares = (When(idea=pk, then=_share(pk, half_life)) for pk, half_life in half_lives.items())
    total = Sum(Case(*shares, output_field=FloatField()))
    votes = Vote.objects.filter(idea__in=half_lives).order_by().values_list("idea")
    own = {pk: counted for pk, *counted in votes.annotate(votes=Count("pk"), latest=Max("at"), total=total)}
    found = {}
    for pk, half_life in half_lives.items():
        count, latest, share = own.get(pk, (0, None, 0.0))
        imported = [
            (n, created)
            for one, root, state, n, created, _half in rows
            if n and (one == pk or (root == pk and state in CARRYING))
        ]
        heat = heat_of_imported(imported, half_life_days=half_life)
        if latest:
            heat = logaddexp(heat, hot_moment(latest, half_life_days=half_life) + math.log(share))
        found[pk] = {"vote_count": count + sum(n for n, _created in imported), "hot_score": heat}
    return found


def heat_of_imported(imported: Iterable[tuple[int, datetime]], *, half_life_days: float) -> float:
    """Of support that came with ideas, each with the moment at which its idea was made."""
    heat = UNVOTED
    for count, created in imported:
        heat = logaddexp(heat, hot_score_of(count, hot_moment(created, half_life_days=half_life_days)))
    return heat


def _share(idea_id: int, half_life_days: float) -> Expression:
    """e^((t − latest)/τ) of a vote of this idea, between e^-700 and 1: PostgreSQL's exp() fails on underflow."""
    latest = Vote.objects.filter(idea=idea_id).order_by().values("idea").annotate(latest=Max("at")).values("latest")
    tau = half_life_days * SECONDS_A_DAY / math.log(2)
    gap = (Epoch(F("at")) - Epoch(Subquery(latest))) / Value(tau)
    return Exp(Greatest(Value(-700.0), gap, output_field=FloatField()))
