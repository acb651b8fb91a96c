from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ALONE = 50  # so many things one person may approve at once
CONFIRMED_WITHIN = timedelta(hours=24)


class BulkApprovalQuerySet(models.QuerySet["BulkApproval"]):
    def pending(self, *, at: datetime | None = None) -> Self:
        """What waits for a second person. After a day nothing does."""
        return self.filter(closed_at=None, asked_at__gt=(at or timezone.now()) - CONFIRMED_WITHIN)


class BulkApproval(models.Model):
    """One moderator asks to approve many cases at once; it is done when another confirms it."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    asked_by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    versions = models.JSONField()  # case id (as JSON has it, a string) → the version of the thing that was seen
    confirmed_by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)  # confirmed, or taken back when nobody confirmed
    left_out = models.JSONField(default=dict)  # case id → why it was not approved

    objects = BulkApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulk approval")
        verbose_name_plural = _("bulk approvals")
        default_permissions = ()
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"bulk {self.pk}"

    def is_open(self, *, at: datetime | None = None) -> bool:
        return self.closed_at is None and (at or timezone.now()) < self.asked_at + CONFIRMED_WITHIN

    @property
    def seen(self) -> dict[int, int]:
        """Case id → the version that was seen."""
        return {int(pk): version for pk, version in self.versions.items()}
