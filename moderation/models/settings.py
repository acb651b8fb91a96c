from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="tick-inverse", order=20)
class ModerationSettings(BaseSiteSetting):
    """How strict the house is. One row a Wagtail site."""

    first_contributions = models.PositiveSmallIntegerField(
        _("contributions that are checked"),
        default=3,
        validators=[MaxValueValidator(100)],
        help_text=_("After so many approved ones, without a rejection, a new member is trusted."),
    )
    expected_hours = models.PositiveSmallIntegerField(
        _("hours that a review takes"), default=24, validators=[MinValueValidator(1), MaxValueValidator(720)]
    )
    hide_at_weight = models.FloatField(
        _("weight of reports that hides"),
        default=3.0,
        validators=[MinValueValidator(0.5)],
        help_text=_("A proven reporter's word weighs up to 1.5, a new account's 0.1."),
    )

    panels = [FieldPanel("first_contributions"), FieldPanel("expected_hours"), FieldPanel("hide_at_weight")]

    class Meta:
        verbose_name = _("moderation")
