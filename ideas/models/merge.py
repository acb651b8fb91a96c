from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MergeQuerySet(models.QuerySet["Merge"]):
    def standing(self) -> Self:
        """Merges that nobody has undone: the true tree, of which `Idea.merged_into` is the flattened cache."""
        return self.filter(undoes=None, undone_by=None)

    def below(self, idea_id: int) -> set[int]:
        """Keys of all that was merged into this idea itself, directly or by way of others, by the merges that stand.
        One question a step of the longest way."""
        found: set[int] = set()
        step = {idea_id}
        while step:
            step = set(self.standing().filter(into__in=step).values_list("duplicate", flat=True)) - found
            found |= step
        return found

    def of(self, idea: Any) -> Self:
        """What was merged into this idea, or it into another, and what was undone of that, oldest first."""
        return self.filter(models.Q(duplicate=idea) | models.Q(into=idea))


class Merge(models.Model):
    """One idea was said to be the same as another, or that was taken back. Never edited, never deleted.

    `into` is the root that was chosen then. A root that is merged on itself brings its duplicates along and gives them
    up again, or gets them back, with its own undo: their own rows go on naming it.
    """

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    duplicate = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="merges")
    into = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="merges_into")
    by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)
    undoes = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="undone_by")

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(duplicate=models.F("into")), name="merge_into_another_idea"),
        ]

    def __str__(self) -> str:
        return f"{self.duplicate_id} → {self.into_id}"

    @property
    def is_undo(self) -> bool:
        return self.undoes_id is not None

    @property
    def key(self) -> str:
        """Names the event in the notices that tell of it."""
        return f"idea-parted:{self.pk}" if self.is_undo else self.key_of_merge

    @property
    def key_of_merge(self) -> str:
        """Of an undoing, the event that it undoes."""
        return f"idea-merged:{self.undoes_id or self.pk}"
