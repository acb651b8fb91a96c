from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.brand.models import BrandRendition as Rendition
from ideas.statuses import DeclineReason


class StatusChange(models.Model):
    """One public entry of an idea's timeline: an official answer, moving the idea or not. Never edited, never deleted.

    A mistake is put right by a new entry that names this one in `corrects`.
    """

    idea = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="status_changes")
    old = models.ForeignKey("ideas.BoardStatus", on_delete=models.PROTECT, null=True, related_name="+")
    new = models.ForeignKey("ideas.BoardStatus", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="answers")
    note = models.TextField(_("public note"))
    reason = models.CharField(_("reason for the decline"), max_length=10, choices=DeclineReason, blank=True)
    change_our_mind = models.TextField(_("what would change our mind"), blank=True)
    evidence_image = models.ForeignKey(
        "brand.BrandImage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    evidence_url = models.URLField(_("evidence"), max_length=500, blank=True)
    next_update_by = models.DateField(_("next update by"), null=True, blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")
    # Null: imported without a date. Such an entry is shown as "date not recorded" and left out of the answer promise.
    at = models.DateTimeField(_("when"), null=True, default=timezone.now)
    is_imported = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("timeline entry")
        verbose_name_plural = _("timeline entries")
        ordering = [models.F("at").asc(nulls_first=True), "pk"]
        indexes = [models.Index(fields=["idea", "at"], name="timeline_of_an_idea")]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.new}"

    @property
    def evidence(self) -> Rendition | None:
        """The evidence picture, small enough for a page."""
        return self.evidence_image.get_rendition("max-1200x1200") if self.evidence_image else None

    @property
    def is_move(self) -> bool:
        return self.old_id != self.new_id
