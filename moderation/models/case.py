from datetime import datetime, timedelta
from typing import Any, Self

from django.db import connections, models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LEASE = timedelta(minutes=2)  # how long a claim lives without a sign of life
PASSED_ON = Q(escalated_to__gt="")


class CaseState(models.TextChoices):
    OPEN = "open", _("Open")
    DECIDED = "decided", _("Decided")
    LAPSED = "lapsed", _("Lapsed: it is gone")


def late(*, promised: timedelta, at: datetime) -> Q:
    """What waited for approval at that time for longer than `promised`. Members are promised nothing of the rest."""
    was_open = Q(state=CaseState.OPEN) | Q(closed_at__gt=at)
    return was_open & Q(is_waiting=True, opened_at__lt=at - promised)


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> Self:
        return self.filter(state=CaseState.OPEN)

    def about(self, kind: str, subject_id: int) -> Self:
        return self.filter(kind=kind, subject_id=subject_id)

    def unclaimed(self, *, at: datetime) -> Self:
        """Nobody works on it: never claimed, released, or the claim's lease has run out."""
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lte=at))

    def not_by(self, user: Any) -> Self:
        """Nobody judges their own things."""
        return self.filter(Q(author=None) | ~Q(author=user.pk))

    def most_urgent_first(self) -> Self:
        return self.order_by(F("urgent_since"), F("pk"))

    # Written as SQL: a moderator waits for both after every decision, and building them costs tenfold what they do.

    def take(self, pk: int, *, by: Any, until: datetime) -> None:
        """This case is theirs until then, and whatever else was theirs is let go: in one statement, which waits for
        nobody. What somebody is just taking from them is passed over; two could otherwise wait for each other."""
        connection = connections[self.db]
        table, end = self._quoted(), connection.ops.adapt_datetimefield_value(until)
        has_row_locks = connection.features.has_select_for_update_skip_locked
        waiting = connection.ops.for_update_sql(skip_locked=True) if has_row_locks else ""
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET claimed_by_id = CASE WHEN id = %s THEN %s END, "  # noqa: S608
                "claimed_until = CASE WHEN id = %s THEN %s END WHERE id IN ("
                f"SELECT id FROM {table} WHERE id = %s OR state = %s AND claimed_by_id = %s {waiting})",
                [pk, by.pk, pk, end, pk, CaseState.OPEN.value, by.pk],
            )

    def close(self, pk: int, *, by: Any, at: datetime) -> bool | None:
        """This case ends as decided, unless it is closed or appealed or somebody else is at it: then nothing changes.

        Returns whether it was reported when it ended, None when it goes on.
        """
        connection = connections[self.db]
        table, now = self._quoted(), connection.ops.adapt_datetimefield_value(at)
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET state = %s, closed_at = %s, claimed_until = NULL "  # noqa: S608
                "WHERE id = %s AND state = %s AND NOT is_appealed "
                "AND (claimed_until IS NULL OR claimed_until <= %s OR claimed_by_id = %s) RETURNING is_reported",
                [CaseState.DECIDED.value, now, pk, CaseState.OPEN.value, now, by.pk],
            )
            closed = cursor.fetchone()
            return bool(closed[0]) if closed else None

    def _quoted(self) -> str:
        return str(connections[self.db].ops.quote_name(self.model._meta.db_table))


class Case(models.Model):
    """What moderators have to decide about one thing. At most one is open for a thing, however many reports it has.

    What is urgent is kept so that an index can order it: `urgent_since` is when the case was opened, moved into the
    past by what makes waiting harmful (see `moderation.urgency`). So time itself moves all cases alike.
    """

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    kind = models.CharField(_("kind"), max_length=30)
    subject_id = models.PositiveBigIntegerField()
    author = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=CaseState, default=CaseState.OPEN)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    urgent_since = models.DateTimeField(default=timezone.now)

    # Why it is here; each is a tab of the queue
    is_waiting = models.BooleanField(_("waits for approval"), default=False)
    is_reported = models.BooleanField(_("reported"), default=False)
    is_illegal_notice = models.BooleanField(_("notice of illegal content"), default=False)
    is_appealed = models.BooleanField(_("appealed"), default=False)
    escalated_to = models.CharField(_("escalated to"), max_length=10, blank=True)

    # What `urgent_since` was made of
    exposure = models.PositiveIntegerField(default=0)
    report_weight = models.FloatField(default=0.0)
    finding_weight = models.FloatField(default=0.0)

    claimed_by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    claimed_until = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        permissions = [("moderate", _("Can moderate"))]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"], condition=Q(state="open"), name="one_open_case_a_thing"
            )
        ]
        indexes = [
            models.Index(fields=["urgent_since", "id"], condition=Q(state="open"), name="moderation_urgent"),
            models.Index(
                fields=["urgent_since", "id"], condition=Q(state="open") & PASSED_ON, name="moderation_passed_on"
            ),
            models.Index(fields=["kind", "subject_id"], name="moderation_cases_of_thing"),
            models.Index(fields=["author", "state"], name="moderation_cases_of_author"),
            models.Index(fields=["-closed_at"], condition=~Q(state="open"), name="moderation_closed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"

    @property
    def is_open(self) -> bool:
        return self.state == CaseState.OPEN

    def is_late(self, *, promised: timedelta, at: datetime) -> bool:
        """It waits for approval for longer than `promised`, as `late` says of many."""
        return self.is_open and self.is_waiting and self.opened_at < at - promised

    def is_claimed(self, *, at: datetime | None = None) -> bool:
        return self.claimed_until is not None and self.claimed_until > (at or timezone.now())

    def is_claimed_by_other(self, user: Any, *, at: datetime | None = None) -> bool:
        return self.is_claimed(at=at) and self.claimed_by_id != user.pk
