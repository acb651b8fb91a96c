"""What time takes away."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.utils import timezone

from core.members.models import RetiredHandle


def release_handles(*, at: datetime | None = None) -> int:
    """Let go of the handles that have rested long enough. Says how many."""
    return RetiredHandle.objects.lapsed(at=at).delete()[0]


def clear_sessions(*, at: datetime | None = None) -> int:
    """Drop the sessions that have ended. Says how many."""
    return Session.objects.filter(expire_date__lt=at or timezone.now()).delete()[0]
