"""How often entries were seen."""

from typing import Any

from django.db.models import Count, Max, Min, Sum

from contests.models import ContestPage


def exposure_of(contest: ContestPage) -> dict[str, Any]:
    wanted = {"impressions": Sum("seen_count"), "entries": Count("pk"), "least": Min("seen_count")}
    seen = contest.entries.published().aggregate(**wanted, most=Max("seen_count"))
    found = {name: value or 0 for name, value in seen.items()}
    return found | {"range": round(found["most"] / found["least"], 2) if found["least"] else None}
