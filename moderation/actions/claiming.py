"""Who works on a case: a lease that lives as long as its moderator's page gives signs of life."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.policies import ensure
from moderation.models import Appeal, Case
from moderation.models.case import LEASE, CaseQuerySet
from moderation.policies import may_decide, may_moderate


def claim_next(among: CaseQuerySet, *, by: Any, at: datetime | None = None) -> Case | None:
    """The most urgent of these open cases that nobody works on and that they may decide is theirs now; what else was
    theirs is let go.

    Two moderators never get one case: on PostgreSQL rows that another is just taking are passed over, on SQLite whoever
    writes is alone. Raises Refused.
    """
    ensure(may_moderate(by))
    at = at or timezone.now()
    with transaction.atomic():
        free = among.unclaimed(at=at).most_urgent_first().select_for_update(skip_locked=True, of=("self",))
        case = free.first()
        if case is not None and not may_decide(by, case):
            case = _decidable(free, by=by).first()
        if case is not None:
            case.claimed_by, case.claimed_until = by, at + LEASE
            Case.objects.take(case.pk, by=by, until=case.claimed_until)
    return case


def _decidable(cases: CaseQuerySet, *, by: Any) -> CaseQuerySet:
    """What `may_decide` says, asked of many: their own and appeals against their own decisions are few, so that the
    first case is taken without this."""
    about = {"decision__kind": OuterRef("kind"), "decision__subject_id": OuterRef("subject_id")}
    appeals = Appeal.objects.filter(**about, outcome=None).not_against(by)
    return cases.not_by(by).filter(Q(is_appealed=False) | Exists(appeals))


def claim(case: Case, *, by: Any, at: datetime | None = None) -> bool:
    """The case is theirs for the time of a lease, unless it is somebody else's. Again renews it. Raises Refused for
    what is not theirs to decide: they would only keep others from it."""
    ensure(may_decide(by, case))
    at = at or timezone.now()
    free = Case.objects.open().filter(pk=case.pk)
    taken = free.unclaimed(at=at).update(claimed_by=by, claimed_until=at + LEASE)
    return bool(taken or free.filter(claimed_by=by).update(claimed_until=at + LEASE))


def release(case: Case, *, by: Any) -> bool:
    """Nobody works on it any more, if it was theirs."""
    return bool(Case.objects.filter(pk=case.pk, claimed_by=by).update(claimed_by=None, claimed_until=None))


def release_all(*, by: Any) -> int:
    return Case.objects.open().filter(claimed_by=by).update(claimed_by=None, claimed_until=None)
