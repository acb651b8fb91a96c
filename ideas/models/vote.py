from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import connections, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class VoteQuerySet(models.QuerySet["Vote"]):
    def _tables(self) -> tuple[str, str]:
        """The names of the tables of votes and of ideas, as SQL takes them."""
        quote, idea = connections[self.db].ops.quote_name, self.model._meta.get_field("idea").related_model
        return quote(self.model._meta.db_table), quote(idea._meta.db_table)  # type: ignore[union-attr]

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

    def take_back(self, root_id: int, voter_id: int) -> set[int]:
        """Remove what the member cast for this idea and for whatever is merged into it. The ideas that lost a vote."""
        table, ideas = self._tables()
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {table} WHERE voter_id = %s AND idea_id IN "  # noqa: S608
                f"(SELECT id FROM {ideas} WHERE id = %s OR merged_into_id = %s) RETURNING idea_id",
                [voter_id, root_id, root_id],
            )
            return {idea_id for (idea_id,) in cursor.fetchall()}

    def carry(self, roots: Collection[int], *, states: Sequence[str]) -> None:
        """Each of these has exactly one carried vote of each supporter of its duplicates in these states who has no
        vote of their own there, since the earliest that they cast. Three statements however many they are; the caller
        holds the ideas."""
        backing = self.model._default_manager.filter(idea__merged_into=models.OuterRef("idea"), idea__state__in=states)
        backing = backing.filter(is_carried=False)
        mine = backing.filter(voter=models.OuterRef("voter")).order_by("at")
        carried = self.filter(idea__in=roots, is_carried=True)
        carried.filter(~models.Exists(mine)).delete()
        first = models.Subquery(mine.values("at")[:1])
        carried.exclude(at=first).update(at=first)
        self._insert_carried(roots, states)

    def _insert_carried(self, roots: Collection[int], states: Sequence[str]) -> None:
        table, ideas = self._tables()
        marks, root_marks = (", ".join(["%s"] * len(values)) for values in (states, roots))
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (idea_id, voter_id, at, is_carried) "  # noqa: S608
                f"SELECT idea.merged_into_id, given.voter_id, MIN(given.at), %s FROM {table} AS given "
                f"JOIN {ideas} AS idea ON idea.id = given.idea_id "
                f"WHERE idea.merged_into_id IN ({root_marks}) AND idea.state IN ({marks}) AND NOT given.is_carried "
                f"AND NOT EXISTS (SELECT 1 FROM {table} AS own "
                "WHERE own.idea_id = idea.merged_into_id AND own.voter_id = given.voter_id) "
                "GROUP BY idea.merged_into_id, given.voter_id",
                [True, *roots, *states],
            )


class Vote(models.Model):
    """One member supports one idea, once. There is no vote against."""

    idea = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="votes")
    voter = models.ForeignKey("members.User", on_delete=models.PROTECT, related_name="idea_votes")
    at = models.DateTimeField(_("when"), default=timezone.now)
    # Stands on a root because of what its voter cast for a duplicate of it. A cache: `recount` rebuilds it.
    is_carried = models.BooleanField(default=False, db_default=False, editable=False)

    objects = VoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [models.UniqueConstraint(fields=["idea", "voter"], name="one_vote_a_supporter")]
        indexes = [models.Index(fields=["voter", "-at"], name="votes_of_a_member")]

    def __str__(self) -> str:
        return f"{self.voter_id} → {self.idea_id}"
