from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models.case import Case, CaseState
from moderation.models.rule import HouseRule


class Outcome(models.TextChoices):
    """What became of a report, as whoever made it reads it."""

    WAITS = "waits", _("A moderator has not decided yet")
    AGREED = "agreed", _("You were right: something was done")
    NO_BREACH = "no-breach", _("No breach of our rules was found")
    GONE = "gone", _("It was taken away before a moderator decided")


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: Any) -> Self:
        """Each to the member who made it; the moderators read them with their case."""
        return self.filter(by=user.pk) if user.is_authenticated else self.none()

    def with_row_relations(self) -> Self:
        return self.select_related("case", "rule").prefetch_related("rule__translations")


class Report(models.Model):
    """One member says that one thing breaks a rule; with the words as they stood then."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    rule = models.ForeignKey(HouseRule, on_delete=models.PROTECT, null=True, related_name="+")  # None: something else
    note = models.TextField(_("note"), max_length=1_000, blank=True)
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField()
    snapshot = models.JSONField()
    weight = models.FloatField()  # what this reporter's word weighed then
    was_agreed = models.BooleanField(null=True)  # None until it is decided

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "by"], name="one_report_a_member_and_case")]
        indexes = [models.Index(fields=["by", "was_agreed"], name="moderation_reports_of_member")]

    def __str__(self) -> str:
        return f"report {self.pk}"

    @property
    def outcome(self) -> Outcome:
        if self.was_agreed is None:
            return Outcome.GONE if self.case.state == CaseState.LAPSED else Outcome.WAITS
        return Outcome.AGREED if self.was_agreed else Outcome.NO_BREACH

    def get_absolute_url(self) -> str:
        return reverse("moderation:my-report", args=[self.pk])


class Finding(models.Model):
    """What one check of the screening noticed about one version of a thing, in words. It rejects nothing by itself."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="findings")
    check_key = models.CharField(max_length=40)
    words = models.CharField(max_length=300)
    weight = models.FloatField()
    version = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("finding")
        ordering = ["-weight", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "check_key", "version"], name="one_finding_a_check")]

    def __str__(self) -> str:
        return self.words
