"""The texts that members accept: a change is a new version, never an edit."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core.members.models import LegalText


@transaction.atomic
def issue_legal_text(kind: str, *, body: str, effective_at: datetime | None = None) -> LegalText:
    """The next version of that kind, in force from the given time on. Members are asked at their next sign-in.

    Two at once are two versions: the second waits for the first.
    """
    earlier = LegalText.objects.filter(kind=kind)
    list(earlier.select_for_update())  # a statement that waited here does not see what was issued meanwhile: ask anew
    newest = earlier.aggregate(newest=Max("version"))["newest"] or 0
    return LegalText.objects.create(
        kind=kind, version=newest + 1, body=body, effective_at=effective_at or timezone.now()
    )
