from typing import Self

from django.contrib.auth.models import Group
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How one gets into a tier."""

    EARNED = "earned", _("earned, by what is written here")
    INVITED = "invited", _("by a personal invitation")
    GIVEN = "given", _("given to the people behind an idea")


class TierQuerySet(models.QuerySet["Tier"]):
    def listed(self) -> Self:
        """Those that everybody may know of."""
        return self.filter(is_hidden=False)

    def measured(self) -> Self:
        """Those into which whoever meets their conditions comes by themself."""
        return self.filter(way=Way.EARNED, conditions__isnull=False).distinct()


class Tier(models.Model):
    """A rank of insiders. Its group is what Wagtail's page privacy names; whoever has a membership is in the group."""

    group = models.OneToOneField(Group, models.CASCADE, related_name="tier", verbose_name=_("group"))
    name = models.CharField(_("name"), max_length=60, help_text=_("As insiders and outsiders read it."))
    stands_for = models.CharField(
        _("what it stands for"), max_length=200, blank=True, help_text=_("One sentence, for whoever might want in.")
    )
    way = models.CharField(_("how one gets in"), max_length=10, choices=Way, default=Way.INVITED)
    criteria = models.TextField(
        _("what one has to do"),
        max_length=600,
        blank=True,
        help_text=_("Published as it stands here. Say it so that everybody can tell whether they have done it."),
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The lowest is the first to be reached.")
    )
    is_hidden = models.BooleanField(
        _("hidden"), default=False, help_text=_("Nobody outside learns that this tier exists.")
    )
    seats = models.PositiveIntegerField(
        _("places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How many can be in at one time. Empty is without a limit."),
    )
    lasts_days = models.PositiveIntegerField(
        _("lasts for days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("For how long somebody is in. Empty is for good."),
    )
    grace_days = models.PositiveSmallIntegerField(
        _("days of grace"), default=14, help_text=_("For how long access goes on after that day, announced as such.")
    )
    mark = models.CharField(
        _("mark"),
        max_length=40,
        blank=True,
        help_text=_("Stands on the profile for good, also when access has ended: “Early cup 2026”. Empty is none."),
    )

    # When all members were last measured for it. None: its conditions are new, or not everybody has had their turn.
    measured_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TierQuerySet.as_manager()

    class Meta:
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")
        ordering = ["order", "name"]
        default_permissions = ()
        permissions = [("manage_tiers", _("Can manage tiers and let members in"))]

    def __str__(self) -> str:
        return self.name

    @property
    def is_earned(self) -> bool:
        return self.way == Way.EARNED
