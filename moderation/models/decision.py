from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.publication import State
from moderation.acts import INSIDE, PASSING, SHOWS, Act
from moderation.models.bulk import BulkApproval
from moderation.models.case import Case
from moderation.models.rule import HouseRule

UNDO = timedelta(seconds=10)  # people are told when it is over


CHANGES_NOTHING = Q(act__in=SHOWS, state_before=State.PUBLISHED)
TAKES_BACK_NOTHING = Q(takes_back__act__in=SHOWS, takes_back__state_before=State.PUBLISHED)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: Any, *, at: datetime | None = None) -> Self:
        """Statements of reasons: each to the author whom it concerns."""
        return self.filter(author=user.pk).told_to_authors(at=at) if user.is_authenticated else self.none()

    def told_to_authors(self, *, at: datetime | None = None) -> Self:
        """Those that an author hears of, once they can no longer be undone.

        That a report led to nothing is not the author's to know.
        """
        stands = self.exclude(act__in=INSIDE).exclude(taken_back_by__act=Act.UNDO)
        changed = stands.exclude(CHANGES_NOTHING).exclude(TAKES_BACK_NOTHING)
        return changed.exclude(telling__due_at__gt=at or timezone.now())

    def passings(self) -> Self:
        """By which cases were passed on and taken back into the queue, the newest first; not what was undone."""
        return self.filter(act__in=PASSING).exclude(taken_back_by__act=Act.UNDO)


class Decision(models.Model):
    """What a moderator decided, about which version, and why. Rows are never changed: taking one back is another."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=30)
    subject_id = models.PositiveBigIntegerField()
    author = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    act = models.CharField(_("decision"), max_length=10, choices=Act)
    by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")  # None: automated
    at = models.DateTimeField(default=timezone.now)
    rule = models.ForeignKey(HouseRule, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    text = models.TextField(_("text to the author"), blank=True)
    note = models.TextField(_("internal note"), blank=True)
    version = models.PositiveIntegerField()
    snapshot = models.JSONField()
    state_before = models.CharField(max_length=12)
    state_after = models.CharField(max_length=12)
    until = models.DateTimeField(null=True, blank=True)  # of a suspension
    passed_to = models.CharField(_("passed to"), max_length=10, blank=True)  # of an escalation
    takes_back = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_back_by"
    )

    bulk = models.ForeignKey(
        BulkApproval, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )  # taken with many others

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        default_permissions = ()
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["kind", "subject_id", "-at"], name="moderation_decisions_of_thing"),
            models.Index(fields=["author", "act"], name="moderation_author_record"),
            models.Index(fields=["-at"], name="moderation_decisions_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} ({self.kind} {self.subject_id})"

    def get_act_display(self) -> str:  # type: ignore[no-redef]
        """Django's own translates the label of every act to find this one."""
        return str(Act(self.act).label)

    def get_absolute_url(self) -> str:
        """Its author's page of it; nothing while it is not stored."""
        return reverse("moderation:decision", args=[self.pk]) if self.pk else ""

    @property
    def title(self) -> str:
        """As the thing was called then."""
        return str(self.snapshot.get("title") or self.snapshot.get("subject") or "")


class Telling(models.Model):
    """People are still to be told of this decision, not before `due_at`. Gone once they are, or it is taken back."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="telling")
    due_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.decision_id)
