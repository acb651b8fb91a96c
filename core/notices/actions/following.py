from datetime import datetime
from typing import Any

from django.utils import timezone

from core.notices.models import Follow
from core.notices.policies import may_follow
from core.policies import ensure


def follow(kind: str, id: int, *, by: Any, at: datetime | None = None) -> None:
    """Let `by` hear of this thing, which the caller fetched through `visible_to`. Again changes nothing."""
    ensure(may_follow(by, (kind, id)))
    wanted = Follow(member_id=by.pk, subject_kind=kind, subject_id=id, created_at=at or timezone.now())
    Follow.objects.bulk_create([wanted], ignore_conflicts=True)


def unfollow(kind: str, id: int, *, by: Any) -> None:
    """Never refused: also for what the member may no longer see."""
    Follow.objects.by(by).of(kind, id).delete()
