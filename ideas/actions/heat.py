"""The hot score from the votes themselves: after a withdrawal, and for `recount`."""

import math
from typing import Any

from django.db.models import Expression, F, FloatField, Func, Max, Sum, Value
from django.db.models.functions import Exp, Greatest

from core.ranking import SECONDS_A_DAY, hot_moment, hot_score_of, logaddexp
from ideas.models import Idea, Vote


class Epoch(Func):
    """Seconds since 1970 of a date and time, as a float, on both databases."""

    output_field = FloatField()
    template = "EXTRACT(EPOCH FROM %(expressions)s)"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="((julianday(%(expressions)s) - 2440587.5) * 86400.0)", **extra
        )


def heat_of(idea_id: int) -> float:
    """ln Σ e^(t/τ) over the idea's votes and the support that was imported with it."""
    idea = Idea.objects.values("imported_support", "created_at", half_life=F("board__half_life_days")).get(pk=idea_id)
    half_life = idea["half_life"]
    moment = hot_moment(idea["created_at"], half_life_days=half_life)
    imported = hot_score_of(idea["imported_support"], moment)
    votes = Vote.objects.filter(idea=idea_id)
    latest = votes.aggregate(latest=Max("at"))["latest"]
    if latest is None:
        return imported
    total = votes.aggregate(total=Sum(_share(latest.timestamp(), half_life)))["total"]
    return logaddexp(imported, hot_moment(latest, half_life_days=half_life) + math.log(total))


def _share(latest: float, half_life_days: float) -> Expression:
    """e^((t − latest)/τ), between e^-700 and 1: PostgreSQL's exp() fails on underflow."""
    tau = half_life_days * SECONDS_A_DAY / math.log(2)
    gap = (Epoch(F("at")) - Value(latest)) / Value(tau)
    return Exp(Greatest(Value(-700.0), gap, output_field=FloatField()))
