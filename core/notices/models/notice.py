from collections.abc import Collection
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """A person's own notices. What each is about is asked of its subject, at the moment of showing."""
        return self.filter(recipient=user) if user.is_authenticated else self.none()

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def told(self, key: str, among: Collection[int]) -> Self:
        """The notices of this event that went to these members."""
        return self.filter(key=key, recipient__in=among)

    def mark_read(self, *, at: datetime) -> int:
        return self.unread().update(read_at=at)


class Notice(models.Model):
    """One member is told of one event, once. What it is about is a (kind, id): never a title, never an address."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(_("kind"), max_length=40)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.PositiveBigIntegerField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Names the event, for example "status-change:12": whoever is author and supporter and follower is told once.
    key = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notices_told_once")]
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notices_inbox"),
            models.Index(fields=["recipient"], condition=models.Q(read_at=None), name="notices_unread"),
        ]

    @property
    def is_read(self) -> bool:
        return self.read_at is not None

    @property
    def event_id(self) -> int:
        """The number in the key: 12 of "status-change:12". Raises ValueError for a key without one."""
        return int(self.key.rpartition(":")[2])
