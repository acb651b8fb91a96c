"""Not to be mentioned by somebody any more, and again."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from core.comments.models import MentionBlock
from core.comments.policies import may_block_mentions
from core.members.models import User
from core.policies import ensure


def block_mentions(member: User, *, by: Any, at: datetime | None = None) -> None:
    """`by` is not told any more when this member mentions them. The member is not told of it, and sees no difference.

    Again changes nothing. Raises Refused.
    """
    ensure(may_block_mentions(by, member))
    wanted = MentionBlock(member_id=by.pk, blocked_id=member.pk, created_at=at or timezone.now())
    MentionBlock.objects.bulk_create([wanted], ignore_conflicts=True)


def allow_mentions(member: User, *, by: Any) -> None:
    """`by` is told again when this member mentions them, from now on. Again changes nothing; never refused."""
    MentionBlock.objects.by(by).filter(blocked=member.pk).delete()
