from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.statuses import Pace


class PaceChange(models.Model):
    """A board was slowed, paused or opened again: who, when, and the reason that everyone reads. Never edited, never
    deleted. The newest one holds; the board has a copy of it."""

    wagtail_reference_index_ignore = True  # the board is no content of it

    board = models.ForeignKey("ideas.IdeaBoardPage", on_delete=models.CASCADE, related_name="pace_changes")
    pace = models.CharField(_("pace"), max_length=8, choices=Pace)
    reason = models.TextField(_("public reason"), blank=True)
    by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("change of pace")
        verbose_name_plural = _("changes of pace")
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.board_id}: {self.pace}"
