from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils import timezone

from moderation.models.decision import Decision


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    def of(self, member: Any, *, at: datetime | None = None) -> "Suspension | None":
        """The one that holds for this member at this time and lasts longest."""
        return self.holding(at=at).filter(member=member.pk).order_by("-until").first()

    def holding(self, *, at: datetime | None = None) -> Self:
        """Begun, neither over nor lifted."""
        return self.filter(until__gt=at or timezone.now(), ended_at=None)


class Suspension(models.Model):
    """For this time a member reads, but writes nothing."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    member = models.ForeignKey("members.User", on_delete=models.CASCADE, related_name="+")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="suspension")
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # taken back before its time

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["member", "until"], name="moderation_suspended")]

    def __str__(self) -> str:
        return f"{self.member_id} until {self.until}"
