from datetime import datetime

from django.db import connections, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class VoteQuerySet(models.QuerySet["Vote"]):
    def record(self, idea_id: int, voter_id: int, *, at: datetime) -> bool:
        """Store the vote unless it is there. Says whether it is new: the unique constraint decides, not a lock."""
        connection = connections[self.db]
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (idea_id, voter_id, at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",  # noqa: S608
                [idea_id, voter_id, connection.ops.adapt_datetimefield_value(at)],
            )
            return bool(cursor.rowcount == 1)


class Vote(models.Model):
    """One member supports one idea, once. There is no vote against."""

    idea = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="votes")
    voter = models.ForeignKey("members.User", on_delete=models.PROTECT, related_name="idea_votes")
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = VoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [models.UniqueConstraint(fields=["idea", "voter"], name="one_vote_a_supporter")]
        indexes = [models.Index(fields=["voter", "-at"], name="votes_of_a_member")]

    def __str__(self) -> str:
        return f"{self.voter_id} → {self.idea_id}"
