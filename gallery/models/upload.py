from datetime import datetime, timedelta
from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gallery.purposes import Purpose, limits_of
from gallery.storages import random_key

LIFE = timedelta(hours=24)  # of a session: then its parts are gone
DAY = timedelta(hours=24)  # over which a member's bytes are counted
NAME_LENGTH = 300


class UploadState(models.TextChoices):
    OPEN = "open", _("Open")
    COMPLETE = "complete", _("Complete")
    ABANDONED = "abandoned", _("Abandoned")


class UploadSessionQuerySet(models.QuerySet["UploadSession"]):
    def of(self, user: Any) -> Self:
        """Nobody else's exist."""
        return self.filter(owner=user.pk) if user.is_authenticated else self.none()

    def open(self, *, at: datetime | None = None) -> Self:
        return self.filter(state=UploadState.OPEN, expires_at__gt=at or timezone.now())

    def expired(self, *, at: datetime | None = None) -> Self:
        return self.filter(state=UploadState.OPEN, expires_at__lte=at or timezone.now())

    def spent(self, *, at: datetime | None = None) -> int:
        """Bytes of the last 24 hours."""
        since = (at or timezone.now()) - DAY
        return self.filter(created_at__gt=since).aggregate(all=Sum("spent"))["all"] or 0


def _end() -> datetime:
    return timezone.now() + LIFE


class UploadSession(models.Model):
    """One file on its way. What has arrived, only the transport knows: it lists the parts itself."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    token = models.UUIDField(default=uuid4, unique=True, editable=False)  # in addresses
    owner = models.ForeignKey("members.User", on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=20)
    audience = models.CharField(max_length=60, blank=True)  # for whom, when not for everybody: never shares files
    name = models.CharField(max_length=NAME_LENGTH)  # as its device calls it: shown, never used
    size = models.PositiveBigIntegerField()  # bytes, as declared
    spent = models.PositiveBigIntegerField(default=0)  # bytes of the member's day: once abandoned, what had arrived
    key = models.CharField(max_length=80, unique=True, default=random_key)  # in quarantine
    part_size = models.PositiveIntegerField()
    remote_id = models.CharField(max_length=300, blank=True)  # of the multipart upload in a bucket
    state = models.CharField(max_length=10, choices=UploadState, default=UploadState.OPEN)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=_end)
    completed_at = models.DateTimeField(null=True, blank=True)
    media = models.ForeignKey("gallery.MediaItem", on_delete=models.SET_NULL, null=True, related_name="sessions")

    objects = UploadSessionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_at"], condition=models.Q(state=UploadState.OPEN), name="gallery_uploads_to_clean"
            ),
            models.Index(fields=["owner", "created_at"], name="gallery_uploads_of_member"),
        ]

    @property
    def limits(self) -> Purpose:
        return limits_of(self.purpose)

    def is_open(self, *, at: datetime | None = None) -> bool:
        """Whether parts may still come."""
        return self.state == UploadState.OPEN and self.expires_at > (at or timezone.now())

    @property
    def parts(self) -> int:
        """How many the declared size makes."""
        return max(1, -(-self.size // self.part_size))

    def has_part(self, number: int) -> bool:
        return 1 <= number <= self.parts

    def length_of(self, number: int) -> int:
        """Bytes of this part, counted from one."""
        return min(self.part_size, self.size - (number - 1) * self.part_size)
