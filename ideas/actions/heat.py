"""What supports an idea from the votes themselves: after a withdrawal, a merge, and for `recount`."""

import math
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Expression, F, FloatField, Func, Max, QuerySet, Subquery, Sum, Value
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


def support_in(idea_id: int) -> dict[str, Any]:
    """The cached figures `vote_count` and `hot_score`, which is ln Σ e^(t/τ), from the rows of the idea's votes and the
    support that was imported with it and with its duplicates. Two questions."""
    group = Idea.objects.group_of(idea_id).annotate(half_life=F("board__half_life_days"))
    rows = list(group.values_list("pk", "state", "imported_support", "created_at", "half_life"))
    half_life = next(row[4] for row in rows if row[0] == idea_id)
    imported = [(n, created) for pk, state, n, created, _half in rows if n and (pk == idea_id or state in CARRYING)]
    votes = Vote.objects.filter(idea=idea_id)
    latest = votes.order_by().values("idea").annotate(latest=Max("at")).values("latest")
    found = votes.aggregate(votes=Count("pk"), latest=Max("at"), total=Sum(_share(latest, half_life)))
    heat = heat_of_imported(imported, half_life_days=half_life)
    if found["latest"]:
        own = hot_moment(found["latest"], half_life_days=half_life) + math.log(found["total"])
        heat = logaddexp(heat, own)
    return {"vote_count": found["votes"] + sum(n for n, _created in imported), "hot_score": heat}


def heat_of_imported(imported: Iterable[tuple[int, datetime]], *, half_life_days: float) -> float:
    """Of support that came with ideas, each with the moment at which its idea was made."""
    heat = UNVOTED
    for count, created in imported:
        heat = logaddexp(heat, hot_score_of(count, hot_moment(created, half_life_days=half_life_days)))
    return heat


def _share(latest: QuerySet, half_life_days: float) -> Expression:
    """e^((t − latest)/τ), between e^-700 and 1: PostgreSQL's exp() fails on underflow."""
    tau = half_life_days * SECONDS_A_DAY / math.log(2)
    gap = (Epoch(F("at")) - Epoch(Subquery(latest))) / Value(tau)
    return Exp(Greatest(Value(-700.0), gap, output_field=FloatField()))
