from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.publication import State


class TwinsQuerySet(models.QuerySet["Twins"]):
    def on(self, boards: models.QuerySet[Any]) -> Self:
        """Of ideas that both stand on one of these boards, which are those on somebody's desk."""
        return self.filter(older__board__in=boards.order_by().values("pk"), newer__board=F("older__board"))

    def of(self, idea: Any) -> Self:
        """Those in which this idea is one of the two."""
        return self.filter(Q(older=idea.pk) | Q(newer=idea.pk))

    def suggested(self) -> Self:
        """Not dismissed, and both are in public and merged into no other now: an idea that is hidden, withdrawn or
        merged is not spoken of; when it is back, so are they."""
        here = {f"{side}__state": State.PUBLISHED for side in ("older", "newer")}
        return self.filter(dismissed_at=None, older__merged_into=None, newer__merged_into=None, **here)


class Twins(models.Model):
    """Two ideas of one board that may be the same, found by comparing their words. Suggested to the brand's team until
    one is merged into the other, or somebody says that they are not the same: that holds for good."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    # By the order of their keys, so that two ideas are one pair, whichever was compared with the other.
    older = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="+")
    newer = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="+")
    likeness = models.FloatField(_("likeness"))
    shared = models.CharField(_("words in common"), max_length=200, blank=True)
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    dismissed_at = models.DateTimeField(_("dismissed"), null=True, blank=True)
    dismissed_by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = TwinsQuerySet.as_manager()

    class Meta:
        verbose_name = _("likely duplicates")
        verbose_name_plural = _("likely duplicates")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["older", "newer"], name="twins_once_a_pair"),
            models.CheckConstraint(condition=Q(older__lt=F("newer")), name="twins_in_order"),
        ]
        indexes = [
            models.Index(F("likeness").desc(), F("id").desc(), condition=Q(dismissed_at=None), name="twins_suggested")
        ]

    def __str__(self) -> str:
        return f"{self.older_id} ≈ {self.newer_id}"
