from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone


class FollowQuerySet(models.QuerySet):
    def of(self, kind: str, id: int) -> Self:
        """Who follows this thing."""
        return self.filter(subject_kind=kind, subject_id=id)

    def by(self, member: Any) -> Self:
        """What this member follows."""
        return self.filter(member_id=member.pk) if member.pk else self.none()

    def is_following(self, member: Any, kind: str, id: int) -> bool:
        return bool(member.pk) and self.by(member).of(kind, id).exists()

    def follower_ids(self, kind: str, id: int) -> list[int]:
        """The members to tell. Whether each may still see the thing is asked when a notice is shown or sent."""
        return list(self.of(kind, id).order_by("member_id").values_list("member_id", flat=True))


class Follow(models.Model):
    """A member wants to hear of a thing. Author and supporters are told without it."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        # In this order the constraint's index also answers "who follows this thing?".
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "member"], name="notices_follows_once")
        ]
