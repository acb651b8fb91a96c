"""The brand that a site speaks for."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from core.brand.cache import forget_brands
from core.brand.choosers import PictureChooser
from core.brand.validators import validate_accent

HOUSE_ACCENT = "#c8153d"


@register_setting(icon="view", order=10)
class BrandSettings(BaseSiteSetting):
    """One row a Wagtail site. What pages read is the cached `core.brand.showing.Brand`, never this row."""

    name = models.CharField(_("name"), max_length=60, default="Sayso", help_text=_("As people say it: Kaffa."))
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    logo = models.ForeignKey(
        "brand.BrandImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default=HOUSE_ACCENT,
        validators=[validate_accent],
        help_text=_("The colour of buttons. Shades, dark mode and focus follow from it. Words must be readable on it."),
    )
    contact_email = models.EmailField(
        _("contact address"), blank=True, help_text=_("Where people reach you. Shown at the foot of every page.")
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("tagline"),
                FieldPanel("logo", widget=PictureChooser),
                FieldPanel("contact_email"),
            ],
            _("Who you are"),
        ),
        FieldPanel("accent"),
    ]

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.accent = self.accent.lower()

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        transaction.on_commit(forget_brands)
