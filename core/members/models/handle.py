from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils import timezone

from core.members.handles import RETIRED_FOR, digest


class RetiredHandleQuerySet(models.QuerySet["RetiredHandle"]):
    def lapsed(self, *, at: datetime | None = None) -> Self:
        return self.filter(retired_at__lte=(at or timezone.now()) - RETIRED_FOR)

    def barring(self, handle: str, member: Any = None, *, at: datetime | None = None) -> Self:
        """Rows that keep this handle from this member; whoever gave it up may have it back."""
        resting = self.filter(digest=digest(handle), retired_at__gt=(at or timezone.now()) - RETIRED_FOR)
        return resting.exclude(member_id=member.pk) if member is not None and member.pk else resting

    def retire(self, handle: str, *, member: Any, at: datetime) -> None:
        """Let this handle rest from now on; `member` may have it back, None lets nobody."""
        self.update_or_create(digest=digest(handle), defaults={"member": member, "retired_at": at})


class RetiredHandle(models.Model):
    """A handle that was given up rests for a while, so that nobody is taken for its last owner; kept as a digest."""

    digest = models.CharField(max_length=64, unique=True)
    member = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    retired_at = models.DateTimeField(db_index=True)

    objects = RetiredHandleQuerySet.as_manager()
