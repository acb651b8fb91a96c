"""Early access that was given to the people behind a thing: what the editor asked for, and what came of it for each."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.audience.models import Membership, Tier

UNDO = timedelta(hours=1)


class GivingQuerySet(models.QuerySet["Giving"]):
    def standing(self) -> Self:
        """Those by which also whoever takes part later comes in, until somebody ends them."""
        return self.filter(stands=True, ended_at=None, undone_at=None, by__isnull=False)

    def going_on(self) -> Self:
        """Those by which somebody may still come in."""
        return self.filter(Q(finished_at=None) | Q(stands=True, ended_at=None), undone_at=None)


class Giving(models.Model):
    """One tier, given to those who have one of the roles in one thing. A worker carries it out in batches."""

    wagtail_reference_index_ignore = True

    tier = models.ForeignKey(Tier, models.CASCADE, related_name="+", verbose_name=_("tier"))
    page = models.ForeignKey("wagtailcore.Page", models.SET_NULL, null=True, related_name="+")
    because_kind = models.CharField(max_length=40)
    because_id = models.PositiveBigIntegerField()
    roles = models.JSONField(default=list)
    stands = models.BooleanField(default=False)
    by = models.ForeignKey("members.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)  # all who were its people then have a line
    looked_at = models.DateTimeField(null=True, blank=True)  # when its people were read last
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("members.User", models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("members.User", models.SET_NULL, null=True, related_name="+")

    objects = GivingQuerySet.as_manager()

    class Meta:
        verbose_name = _("giving")
        verbose_name_plural = _("givings")
        default_permissions = ()
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["at"], condition=Q(finished_at=None, undone_at=None), name="givings_to_do"),
            models.Index(
                fields=["because_kind", "because_id"],
                condition=Q(stands=True, ended_at=None, undone_at=None),
                name="givings_that_stand",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def is_standing(self) -> bool:
        return self.stands and self.ended_at is None and self.undone_at is None

    def can_be_undone(self, at: datetime | None = None) -> bool:
        return self.undone_at is None and (at or timezone.now()) < self.at + UNDO


class Place(models.Model):
    """What one giving came to for one member."""

    class Outcome(models.TextChoices):
        LET_IN = "let_in", _("let in")
        IN_ALREADY = "already", _("in already")
        NO_PLACE = "no_place", _("no place was left")
        MAY_NOT = "may_not", _("may not")  # suspended, or no longer a member

    wagtail_reference_index_ignore = True

    giving = models.ForeignKey(Giving, models.CASCADE, related_name="places")
    member = models.ForeignKey("members.User", models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["giving", "member"], name="one_place_a_giving")]

    def __str__(self) -> str:
        return f"{self.giving_id}: {self.outcome}"
