from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Rhythm(models.TextChoices):
    """How often a digest comes. Each is an answer of `Preference.by_email`, too."""

    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")


class Digest(models.Model):
    """One e-mail about all that a member's kinds of one rhythm told until a moment: one for each such moment. What it
    says is asked when it is sent; the row is there before."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    rhythm = models.CharField(_("rhythm"), max_length=10, choices=Rhythm.choices)
    until = models.DateTimeField(_("until"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "rhythm", "until"], name="notices_one_digest_a_moment")
        ]


class DeferralQuerySet(models.QuerySet["Deferral"]):
    def waiting(self) -> Self:
        """Those that no digest has yet."""
        return self.filter(digest=None)

    def due(self, *, at: datetime) -> Self:
        return self.waiting().filter(due_at__lte=at)


class Deferral(models.Model):
    """A notice that is not mailed by itself: it waits for its recipient's next digest, and then stands in it."""

    notice = models.OneToOneField("notices.Notice", on_delete=models.CASCADE, related_name="deferral", primary_key=True)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    rhythm = models.CharField(_("rhythm"), max_length=10, choices=Rhythm.choices)
    # Worked out when it happened, by the recipient's clock: whoever looks for what is due need not know of clocks.
    due_at = models.DateTimeField()
    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, null=True, blank=True, related_name="deferrals")

    objects = DeferralQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "rhythm", "recipient"], condition=Q(digest=None), name="notices_deferred")
        ]
