from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.notices.models import Follow
from core.notices.policies import may_follow
from core.policies import ensure
from core.subjects import took_part


def follow(kind: str, id: int, *, by: Any, at: datetime | None = None) -> None:
    """Let `by` hear of this thing, which the caller fetched through `visible_to`. Again changes nothing."""
    ensure(may_follow(by, (kind, id)))
    at = at or timezone.now()
    wanted = Follow(member_id=by.pk, subject_kind=kind, subject_id=id, created_at=at)
    Follow.objects.bulk_create([wanted], ignore_conflicts=True)
    told = {"kind": kind, "id": id, "role": "follower", "member": by.pk, "at": at}
    transaction.on_commit(partial(took_part.send_robust, Follow, **told))


def unfollow(kind: str, id: int, *, by: Any) -> None:
    """Never refused: also for what the member may no longer see."""
    Follow.objects.by(by).of(kind, id).delete()
