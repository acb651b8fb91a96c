"""What one has to do to earn a tier, as the house can count it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.audience.models.tier import Tier

MOST = 10_000  # of one thing; as days, 27 years


class Condition(models.Model):
    """At least so many of one measure. Whoever meets all conditions of a tier has earned it."""

    tier = models.ForeignKey(Tier, models.CASCADE, related_name="conditions", verbose_name=_("tier"))
    measure = models.CharField(_("what is counted"), max_length=40)  # a key of `measures`
    at_least = models.PositiveIntegerField(_("at least"))

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["tier", "measure"], name="one_condition_a_measure"),
            models.CheckConstraint(condition=Q(at_least__gte=1, at_least__lte=MOST), name="condition_asks_for_some"),
        ]

    def __str__(self) -> str:
        return f"{self.tier_id}: {self.at_least} {self.measure}"
