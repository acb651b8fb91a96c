"""Cases begin, grow and lapse. A thing has at most one that is open: whatever comes joins it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.subjects import subjects
from moderation.models import Case, CaseState
from moderation.registries import moderated
from moderation.urgency import urgent_since, weight_together


@transaction.atomic
def open_case(kind: str, thing: Any, *, reason: str = "", at: datetime | None = None) -> Case:
    """The one open case of this thing, locked until the caller's transaction ends, with this reason, the name of one
    of its columns, too.

    Who adds a report or a finding calls `weigh` afterwards.
    """
    at = at or timezone.now()
    new = Case(kind=kind, subject_id=thing.pk, author_id=subjects[kind].author_id(thing), opened_at=at, urgent_since=at)
    Case.objects.bulk_create([new], ignore_conflicts=True)  # the unique constraint decides who was first
    case = Case.objects.open().about(kind, thing.pk).select_for_update().get()
    if reason and not getattr(case, reason):
        setattr(case, reason, True)
        case.save(update_fields=[reason])
    weigh(case, thing)
    return case


def weigh(case: Case, thing: Any) -> None:
    """What the urgency is made of is counted from its rows again, and its place in the queue follows.

    Of the findings those about the version that is there now: what was edited out harms nobody any more.
    """
    case.report_weight = weight_together(case.reports.values_list("weight", flat=True))
    found = case.findings.all() if thing is None else case.findings.filter(version=subjects[case.kind].version(thing))
    case.finding_weight = sum(found.values_list("weight", flat=True))
    case.exposure = moderated[case.kind].exposure([case.subject_id]).get(case.subject_id, 0)
    case.urgent_since = urgent_since(case)
    case.save(update_fields=["report_weight", "finding_weight", "exposure", "urgent_since"])


@transaction.atomic
def lapse_cases(*, at: datetime | None = None) -> int:
    """Open cases whose thing is gone have lapsed; how many. Their rows stay."""
    lapsed = 0
    for kind in Case.objects.open().order_by().values_list("kind", flat=True).distinct():
        there = subjects[kind].model._default_manager.values("pk")
        gone = Case.objects.open().filter(kind=kind).exclude(subject_id__in=there)
        lapsed += gone.update(state=CaseState.LAPSED, closed_at=at or timezone.now(), claimed_until=None)
    return lapsed
