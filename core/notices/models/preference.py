from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ByEmail(models.TextChoices):
    AT_ONCE = "at-once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Never")


class PreferenceQuerySet(models.QuerySet):
    def chosen_by(self, member: Any) -> dict[str, str]:
        """What this member chose, by kind of notice; a kind that is missing was left as it is."""
        return dict(self.filter(member=member).values_list("kind", "by_email"))

    def kinds_of(self, member: Any, by_email: str) -> list[str]:
        """The kinds for which this member chose this answer."""
        return list(self.filter(member=member, by_email=by_email).order_by("kind").values_list("kind", flat=True))


class Preference(models.Model):
    """How a member wants to hear of one kind of notice, where it differs from what the kind proposes."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences")
    kind = models.CharField(_("kind"), max_length=40)
    by_email = models.CharField(_("by e-mail"), max_length=10, choices=ByEmail.choices)

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind"], name="notices_one_preference_a_kind")]
