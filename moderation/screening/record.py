"""How often each check spoke up lately, and how often moderators agreed: what tuning is judged by."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from moderation.acts import AGAINST_THING, PUTS
from moderation.models import Decision, Finding

PERIOD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Record:
    """Counted in cases. `agreed` of the `settled` ended with a decision against what was written."""

    cases: int = 0
    settled: int = 0
    agreed: int = 0


def records(*, at: datetime | None = None) -> dict[str, Record]:
    """By the key of the check, over the last 30 days. One query."""
    standing = Decision.objects.filter(case=OuterRef("case"), taken_back_by=None).order_by()
    found = Finding.objects.filter(at__gte=(at or timezone.now()) - PERIOD).order_by()
    told = found.annotate(
        is_settled=Exists(standing.filter(act__in=tuple(PUTS))),
        is_agreed=Exists(standing.filter(act__in=AGAINST_THING)),
    )
    rows = told.values_list("check_key").annotate(
        Count("case", distinct=True),
        settled=Count("case", distinct=True, filter=Q(is_settled=True)),
        agreed=Count("case", distinct=True, filter=Q(is_agreed=True)),
    )
    return {key: Record(cases, settled, agreed) for key, cases, settled, agreed in rows}
