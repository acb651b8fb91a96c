"""Who is in a tier, since when, why and until when; and all that happened to that."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.audience.models.tier import Tier


class Entrance(models.TextChoices):
    """How somebody came in."""

    EARNED = "earned", _("earned")
    INVITED = "invited", _("invited")
    GIVEN = "given", _("given for an idea")
    BY_HAND = "by_hand", _("put in by the team")


class Ending(models.TextChoices):
    LEFT = "left", _("left")
    LAPSED = "lapsed", _("lapsed")
    REMOVED = "removed", _("taken out by the team")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self, at: datetime | None = None) -> Self:
        """Those that open doors at this time: not ended, and their time, with the grace, is not over."""
        return self.filter(Q(closes_at=None) | Q(closes_at__gt=at or timezone.now()), ended_at=None)

    def over(self, at: datetime) -> Self:
        """Those whose time is over and which nobody has ended yet. They open nothing."""
        return self.filter(ended_at=None, closes_at__lte=at)

    def of(self, member: Any) -> Self:
        return self.filter(member=member.pk) if member.is_authenticated else self.none()


class Membership(models.Model):
    """One time of one member in one tier. There is one at most that has not ended.

    Why is a thing by kind and id, never a title: whoever reads it is shown the title if they may see the thing then.
    """

    tier = models.ForeignKey(Tier, models.CASCADE, related_name="memberships", verbose_name=_("tier"))
    member = models.ForeignKey("members.User", models.CASCADE, related_name="memberships", verbose_name=_("member"))
    entrance = models.CharField(_("how"), max_length=10, choices=Entrance)
    because_kind = models.CharField(max_length=40, blank=True)
    because_id = models.PositiveBigIntegerField(null=True, blank=True)
    because_role = models.CharField(max_length=40, blank=True)  # a key of the subject's `people`
    because_at = models.DateTimeField(null=True, blank=True)  # when they did what it is for
    # What they were measured by when they earned it: [measure, at least] of each condition as it was then.
    because_measured = models.JSONField(default=list, blank=True)
    words = models.CharField(_("in words"), max_length=300, blank=True)  # of whoever let them in
    by = models.ForeignKey("members.User", models.SET_NULL, null=True, blank=True, related_name="+")
    began_at = models.DateTimeField(_("since"), default=timezone.now)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    closes_at = models.DateTimeField(_("with the grace"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ending = models.CharField(_("how it ended"), max_length=10, choices=Ending, blank=True)
    is_shown = models.BooleanField(_("shown on the profile"), default=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        default_permissions = ("view",)
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tier", "member"], condition=Q(ended_at=None), name="one_membership_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None, closes_at=None) | Q(closes_at__gte=F("expires_at")),
                name="membership_closes_after_it_expires",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "tier"], name="memberships_of_a_member"),
            models.Index(F("closes_at"), condition=Q(ended_at=None), name="memberships_to_end"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.tier_id}"

    def is_active(self, at: datetime | None = None) -> bool:
        return self.ended_at is None and (self.closes_at is None or self.closes_at > (at or timezone.now()))

    def is_in_grace(self, at: datetime | None = None) -> bool:
        """Its day is over, and its doors are open still."""
        return bool(self.expires_at and self.expires_at <= (at or timezone.now()) and self.is_active(at))


class MembershipEvent(models.Model):
    """One thing that happened to a membership. Never changed; erasing a member takes theirs along."""

    class What(models.TextChoices):
        BEGAN = "began", _("came in")
        PROLONGED = "prolonged", _("was prolonged")
        ENDED = "ended", _("ended")

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="events")
    what = models.CharField(max_length=10, choices=What)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("members.User", models.SET_NULL, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=300, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)  # as it stood from then on

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.what}"
