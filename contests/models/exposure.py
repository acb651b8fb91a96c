from collections.abc import Collection
from datetime import datetime
from typing import Self

from django.db import connections, models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from contests.models.contest import ContestPage
from contests.models.entry import Entry


class VisitorQuerySet(models.QuerySet["Visitor"]):
    def with_seen(self) -> Self:
        """Each with `seen`: how many entries they have seen that are still in the running."""
        mine = Impression.objects.filter(visitor=OuterRef("pk"), entry__in=Entry.objects.in_the_running())
        counted = mine.values("visitor").annotate(n=Count("pk")).values("n")
        return self.annotate(seen=Coalesce(Subquery(counted), 0))


class Visitor(models.Model):
    """Who looks at the entries of a contest. Of a member it keeps the order, which never changes, so that it is the
    same on every page and every visit; others keep theirs themselves, in a signed cookie."""

    wagtail_reference_index_ignore = True

    contest = models.ForeignKey(ContestPage, on_delete=models.CASCADE, related_name="visitors")
    key = models.CharField(max_length=32)  # keyed hash of the member, or of a cookie's random value
    starts = models.JSONField(default=list)  # where the order began, by round (`Order.plain`)
    at = models.DateTimeField(default=timezone.now)

    objects = VisitorQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "key"], name="one_visitor_a_contest")]


class ImpressionQuerySet(models.QuerySet["Impression"]):
    def record(self, visitor_id: int, entry_ids: Collection[int], *, at: datetime) -> list[int]:
        """Keys of the entries that this visitor has not seen before; now they have."""
        if not entry_ids:
            return []
        connection = connections[self.db]
        table, marks = (
            connection.ops.quote_name(self.model._meta.db_table),
            ", ".join(["(%s, %s, %s)"] * len(entry_ids)),
        )
        seen = connection.ops.adapt_datetimefield_value(at)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (visitor_id, entry_id, at) VALUES {marks} "  # noqa: S608
                "ON CONFLICT (visitor_id, entry_id) DO NOTHING RETURNING entry_id",
                [value for pk in sorted(entry_ids) for value in (visitor_id, pk, seen)],
            )
            return [pk for (pk,) in cursor.fetchall()]


class Impression(models.Model):
    """One visitor has really seen one entry: half of it, for a second. Once."""

    wagtail_reference_index_ignore = True

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="impressions")
    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="impressions")
    at = models.DateTimeField(default=timezone.now)

    objects = ImpressionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visitor", "entry"], name="seen_once")]
