from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.acts import Act

ALONE = 50  # so many things one person may approve at once
CONFIRMED_WITHIN = timedelta(hours=24)


class BulkEnd(models.TextChoices):
    """How a bulk approval ended. Nothing stands there while it waits."""

    CONFIRMED = "confirmed", _("Confirmed")
    TAKEN_BACK = "taken-back", _("Not done")
    EXPIRED = "expired", _("Nobody confirmed it in time")


class BulkApprovalQuerySet(models.QuerySet["BulkApproval"]):
    def pending(self, *, at: datetime | None = None) -> Self:
        """What waits for a second person. After a day nothing does."""
        return self.filter(closed_at=None, asked_at__gt=(at or timezone.now()) - CONFIRMED_WITHIN)

    def expired(self, *, at: datetime) -> Self:
        """What nobody has confirmed in time, and nobody has closed yet."""
        return self.filter(closed_at=None, asked_at__lte=at - CONFIRMED_WITHIN)

    def untold(self, *, at: datetime, undo: timedelta) -> Self:
        """Whose end the asker has not heard of; of a confirmation not before it can no longer be undone."""
        ended = ~Q(end=BulkEnd.CONFIRMED) & Q(closed_at__lte=at) | Q(closed_at__lt=at - undo)
        return self.filter(ended, told_at=None).exclude(asked_by=F("confirmed_by"))

    def with_people(self) -> Self:
        return self.select_related("asked_by", "confirmed_by", "taken_back_by")

    def with_numbers(self) -> Self:
        """`approved`, and `undone` within seconds."""
        undone = Count("decisions", filter=Q(decisions__taken_back_by__act=Act.UNDO))
        return self.annotate(undone=undone, approved=Count("decisions") - undone)


class BulkApproval(models.Model):
    """Many cases approved at once. Up to fifty by whoever asks; above that it is done when another confirms it."""

    kind = "bulk-approval"  # of its subject

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    asked_by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    versions = models.JSONField()  # case id (as JSON has it, a string) → the version of the thing that was seen
    confirmed_by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    taken_back_by = models.ForeignKey(
        "members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=10, choices=BulkEnd, blank=True)
    unticked = models.JSONField(default=list)  # case ids that whoever confirmed has left out
    left_out = models.JSONField(default=dict)  # case id → why else it was not approved
    told_at = models.DateTimeField(null=True, blank=True)  # whoever asked, of how it ended

    objects = BulkApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulk approval")
        verbose_name_plural = _("bulk approvals")
        default_permissions = ()
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"bulk {self.pk}"

    def get_absolute_url(self) -> str:
        """Its page in the admin: before the confirmation what it is about, afterwards what became of each."""
        return reverse("moderation_queue:bulk-approval", args=[self.pk])

    def is_open(self, *, at: datetime | None = None) -> bool:
        return self.closed_at is None and (at or timezone.now()) < self.confirm_until

    def is_expired(self, *, at: datetime | None = None) -> bool:
        """Nobody has confirmed it in time."""
        return self.end == BulkEnd.EXPIRED or (self.closed_at is None and not self.is_open(at=at))

    @property
    def confirm_until(self) -> datetime:
        return self.asked_at + CONFIRMED_WITHIN

    @property
    def is_confirmed(self) -> bool:
        return self.end == BulkEnd.CONFIRMED

    @property
    def seen(self) -> dict[int, int]:
        """Case id → the version that was seen."""
        return {int(pk): version for pk, version in self.versions.items()}

    @property
    def left_out_count(self) -> int:
        return len(self.left_out) + len(self.unticked)

    @property
    def outcome(self) -> dict[int, str]:
        """By case what became of it: empty when it was approved, else why it was left out. Of one that is closed."""
        unticked = dict.fromkeys(self.unticked, str(_("Unticked by %(name)s") % {"name": self.confirmed_by}))
        return dict.fromkeys(self.seen, "") | {int(pk): why for pk, why in self.left_out.items()} | unticked
