from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet


def _corner(name: Any) -> models.FloatField:
    """A share of the picture's width or height, from its upper left."""
    return models.FloatField(name, validators=[MinValueValidator(0), MaxValueValidator(1)])


@register_snippet
class Scene(models.Model):
    """A street with a wall: a picture and where the four corners of the billboard are in it."""

    name = models.CharField(_("name"), max_length=60)
    picture = models.ForeignKey(
        "brand.BrandImage", on_delete=models.CASCADE, related_name="+", verbose_name=_("picture")
    )
    aspect = models.CharField(_("proportions"), max_length=3, default="2x1")
    top_left_x, top_left_y = _corner(_("top left, across")), _corner(_("top left, down"))
    top_right_x, top_right_y = _corner(_("top right, across")), _corner(_("top right, down"))
    bottom_right_x, bottom_right_y = _corner(_("bottom right, across")), _corner(_("bottom right, down"))
    bottom_left_x, bottom_left_y = _corner(_("bottom left, across")), _corner(_("bottom left, down"))

    class Meta:
        verbose_name = _("street scene")
        verbose_name_plural = _("street scenes")

    def __str__(self) -> str:
        return self.name
