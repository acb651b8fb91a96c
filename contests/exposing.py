"""How often entries were seen."""

from typing import Any

from django.db.models import Avg, Max, Min

from contests.models import ContestPage


def exposure_of(contest: ContestPage) -> dict[str, Any]:
    seen = contest.entries.published().aggregate(
        least=Min("seen_count"), mean=Avg("seen_count"), most=Max("seen_count")
    )
    return {name: value or 0 for name, value in seen.items()}
