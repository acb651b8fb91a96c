from django.db import connections, models
from django.db.models import Q

from ideas.models.board import BoardStatus, IdeaBoardPage


class TallyQuerySet(models.QuerySet["Tally"]):
    def add(self, board_id: int, status_id: int, category_id: int | None, change: int) -> None:
        """The board has `change` ideas more there, or fewer. One statement, safe beside others who count the same
        place: a row that is missing is made."""
        connection = connections[self.db]
        table = connection.ops.quote_name(self.model._meta.db_table)
        unique = (
            "(board_id, status_id, category_id)" if category_id else "(board_id, status_id) WHERE category_id IS NULL"
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (board_id, status_id, category_id, ideas) VALUES (%s, %s, %s, %s) "  # noqa: S608
                f"ON CONFLICT {unique} DO UPDATE SET ideas = {table}.ideas + excluded.ideas",
                [board_id, status_id, category_id, change],
            )


class Tally(models.Model):
    """How many published ideas a board has in one status and category: what the filters and the header show."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    board = models.ForeignKey(IdeaBoardPage, on_delete=models.CASCADE, related_name="tallies")
    status = models.ForeignKey(BoardStatus, on_delete=models.CASCADE, related_name="tallies")
    category = models.ForeignKey("ideas.Category", on_delete=models.CASCADE, null=True, related_name="tallies")
    ideas = models.IntegerField(default=0)

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "status", "category"], name="one_tally_a_pair"),
            # SQL holds two nulls to be different, so ideas without a category need a constraint of their own.
            models.UniqueConstraint(
                fields=["board", "status"], condition=Q(category=None), name="one_tally_without_category"
            ),
        ]
