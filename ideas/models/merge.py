from typing import Any, Self

from django.db import connections, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MergeQuerySet(models.QuerySet["Merge"]):
    def standing(self) -> Self:
        """Merges that nobody has undone: the true tree, of which `Idea.merged_into` is the flattened cache."""
        return self.filter(undoes=None, undone_by=None)

    def below(self, idea_id: int) -> set[int]:
        """Keys of all that was merged into this idea itself, directly or by way of others, by the merges that stand.
        One question, however long the way."""
        connection = connections[self.db]
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH RECURSIVE below(id) AS (SELECT CAST(%s AS bigint) "  # noqa: S608
                f"UNION SELECT merge.duplicate_id FROM {table} AS merge JOIN below ON merge.into_id = below.id "
                "WHERE merge.undoes_id IS NULL "
                f"AND NOT EXISTS (SELECT 1 FROM {table} AS undone WHERE undone.undoes_id = merge.id)) "
                "SELECT id FROM below WHERE id <> %s",
                [idea_id, idea_id],
            )
            return {pk for (pk,) in cursor.fetchall()}

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
