from django.db import connections, models

from contests.models.announced import ScheduleChange
from contests.models.contest import ContestPage


class RegisterQuerySet(models.QuerySet["Register"]):
    def attach(self, contest: ContestPage) -> None:
        """The contest has its register in hand, and why it stands still if it does. One query."""
        if (register := self.select_related("pause").filter(contest=contest.pk).first()) is not None:
            contest.register = register

    def next_number(self, contest_id: int) -> int:
        """The next entry's place in the dense sequence of this contest, from one. In the caller's transaction: who
        numbers another meanwhile waits."""
        connection = connections[self.db]
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET numbered = numbered + 1 WHERE contest_id = %s RETURNING numbered",  # noqa: S608
                [contest_id],
            )
            [number] = cursor.fetchone()
            return int(number)


class Register(models.Model):
    """What a contest remembers while it runs, apart from its page: an editor who publishes an old draft changes none
    of it."""

    wagtail_reference_index_ignore = True

    contest = models.OneToOneField(ContestPage, on_delete=models.CASCADE, related_name="register")
    numbered = models.PositiveIntegerField(default=0)  # entries that were ever shown
    pause = models.ForeignKey(ScheduleChange, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    # The ledger's end: events up to this one are sealed, and this is the hash of the last
    sealed_until = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    objects = RegisterQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.contest_id}"
