from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _


class Tier(models.Model):
    """A rank of insiders. Its group is what Wagtail's page privacy names; its members are the group's users."""

    group = models.OneToOneField(Group, models.CASCADE, related_name="tier", verbose_name=_("group"))
    name = models.CharField(_("name"), max_length=60, help_text=_("As insiders and outsiders read it."))
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The lowest is the first to be reached.")
    )
    is_hidden = models.BooleanField(
        _("hidden"), default=False, help_text=_("Nobody outside learns that this tier exists.")
    )

    class Meta:
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name
