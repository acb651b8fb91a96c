from datetime import datetime
from typing import Any

from django.utils import timezone

from core.notices.models import Notice
from core.notices.policies import may_read
from core.policies import ensure


def mark_read(notice: Notice, *, by: Any, at: datetime | None = None) -> Notice:
    """The first reading counts; again changes nothing."""
    ensure(may_read(by, notice))
    Notice.objects.filter(pk=notice.pk).mark_read(at=at or timezone.now())
    notice.refresh_from_db(fields=["read_at"])
    return notice


def mark_all_read(*, by: Any, at: datetime | None = None) -> int:
    """Everything in the person's own inbox; how many were unread."""
    at = at or timezone.now()
    # What arrives while the person presses the button has not been seen.
    return Notice.objects.visible_to(by).filter(created_at__lte=at).mark_read(at=at)
