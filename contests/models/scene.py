from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from contests.admin.scenes import SceneViewSet
from contests.kinds import Aspect
from contests.perspective import Quad, is_wall

RATIOS: dict[str, float] = {Aspect.TWO: 2.0, Aspect.FOUR: 4.0}


def _corner(name: Any) -> models.FloatField:
    """A share of the picture's width or height, from its upper left."""
    return models.FloatField(name, validators=[MinValueValidator(0), MaxValueValidator(1)])


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

    @property
    def corners(self) -> Quad:
        return (
            (self.top_left_x, self.top_left_y),
            (self.top_right_x, self.top_right_y),
            (self.bottom_right_x, self.bottom_right_y),
            (self.bottom_left_x, self.bottom_left_y),
        )

    @property
    def ratio(self) -> float:
        """Of the wall as it hangs there, width to height."""
        return RATIOS.get(self.aspect, 2.0)

    def clean(self) -> None:
        """Corners that are no wall cannot be drawn on."""
        super().clean()
        if self.aspect not in RATIOS:
            raise ValidationError({"aspect": _("Nobody prints a wall of these proportions here.")})
        given = [part for point in self.corners for part in point]
        if None not in given and not is_wall(self.corners):
            raise ValidationError(
                _(
                    "These corners are not those of a wall. They go round it clockwise, from its top left, none of them"
                    " lies between others, and together they hold a part of the picture that can be seen."
                )
            )


register_snippet(Scene, viewset=SceneViewSet)
