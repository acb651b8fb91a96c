"""Who is told of bulk approvals: other moderators that one waits for them, whoever asked how it ended."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core.notices.actions.telling import notify
from moderation.models import BulkApproval, BulkEnd
from moderation.models.bulk import CONFIRMED_WITHIN
from moderation.models.decision import UNDO
from moderation.news import BULK_ASKED, BULK_ENDED
from moderation.teams import moderators

KIND = BulkApproval.kind


def ask_moderators(pk: int, *, at: datetime | None = None) -> int:
    """Everybody who may confirm it is told once that it waits; how many were told now. Nobody once it does not."""
    bulk = BulkApproval.objects.pending(at=at).select_related("asked_by").filter(pk=pk).first()
    if bulk is None:
        return 0
    those = list(moderators().values_list("pk", flat=True))
    return notify(those, kind=BULK_ASKED, about=(KIND, pk), key=f"bulk-asked:{pk}", by=bulk.asked_by, at=at)


def tell_askers(*, at: datetime | None = None) -> int:
    """Whoever asked is told how it ended, once it cannot be undone; how many were told now. Any time is right."""
    at = at or timezone.now()
    expire(at=at)
    told = 0
    for pk in list(BulkApproval.objects.untold(at=at, undo=UNDO).values_list("pk", flat=True)):
        told += _tell_asker(pk, at=at)
    return told


def expire(*, at: datetime) -> int:
    """What nobody has confirmed in time is closed; how many."""
    over = BulkApproval.objects.expired(at=at)
    return over.update(end=BulkEnd.EXPIRED, closed_at=F("asked_at") + CONFIRMED_WITHIN)


@transaction.atomic
def _tell_asker(pk: int, *, at: datetime) -> int:
    bulk = BulkApproval.objects.select_for_update(of=("self",)).with_people().get(pk=pk)
    if bulk.told_at is not None:
        return 0
    bulk.told_at = at
    bulk.save(update_fields=["told_at"])
    by = bulk.confirmed_by or bulk.taken_back_by
    asked_by = [bulk.asked_by_id] if bulk.asked_by_id else []
    return notify(asked_by, kind=BULK_ENDED, about=(KIND, pk), key=f"bulk-ended:{pk}", by=by, at=at)
