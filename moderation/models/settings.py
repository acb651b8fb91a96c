from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

HOUSE = "moderation:house"  # where the settings of the house are remembered
HOUSE_SECONDS = 60
TEAMS = ("brand", "legal", "safety")  # to whom a case can be passed on


def _team(label: Any, help_text: Any) -> Any:
    """One of the groups below. Tiers are not offered: a hidden one must not be named here."""
    return models.ForeignKey(
        Group,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"tier": None},
        verbose_name=label,
        help_text=help_text,
    )


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
    brand_group = _team(
        _("for the brand’s team"),
        _("Who answers for the brand: is this one of ours, may we say that, do we want to keep it?"),
    )
    legal_group = _team(
        _("for legal"), _("Who knows the law: copyright, defamation, personal data, what a court asks.")
    )
    safety_group = _team(
        _("for safety"), _("Who steps in when somebody could come to harm: threats, self-harm, children, addresses.")
    )
    keep_contacts_days = models.PositiveSmallIntegerField(
        _("days for which it is kept who filed a notice"),
        default=365,
        validators=[MinValueValidator(1), MaxValueValidator(3_650)],
        help_text=_(
            "So long after the answer to a notice of illegal content, the name and e-mail address of whoever filed it "
            "are erased. A year leaves time for appeals, which run for six months, and for a court or an authority to "
            "ask. Later nobody needs them, and the law wants them gone."
        ),
    )

    panels = [
        FieldPanel("first_contributions"),
        FieldPanel("expected_hours"),
        FieldPanel("hide_at_weight"),
        FieldPanel("keep_contacts_days"),
        MultiFieldPanel(
            [FieldPanel(f"{team}_group") for team in TEAMS],
            heading=_("Who looks at what is passed on"),
            help_text=_(
                "Whoever is in the group, may moderate and may see the case is told when it is passed to them. Without "
                "a group, or when nobody in it can act on the case, all moderators are told."
            ),
        ),
    ]

    class Meta:
        verbose_name = _("moderation")

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        cache.delete(HOUSE)
        transaction.on_commit(lambda: cache.delete(HOUSE))  # whoever read it in between has remembered the old ones

    @property
    def promised(self) -> timedelta:
        """How long a review takes, as members are told."""
        return timedelta(hours=self.expected_hours)

    def group_of(self, team: str) -> int | None:
        """The key of the group that looks at what is passed to this team, if one is set."""
        key: int | None = getattr(self, f"{team}_group_id") if team in TEAMS else None
        return key
