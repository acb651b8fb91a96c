from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models.case import Case
from moderation.models.rule import HouseRule


class Report(models.Model):
    """One member says that one thing breaks a rule; with the words as they stood then."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    rule = models.ForeignKey(HouseRule, on_delete=models.PROTECT, null=True, related_name="+")  # None: something else
    note = models.TextField(_("note"), max_length=1_000, blank=True)
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField()
    snapshot = models.JSONField()
    weight = models.FloatField()  # what this reporter's word weighed then
    was_agreed = models.BooleanField(null=True)  # None until it is decided

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "by"], name="one_report_a_member_and_case")]
        indexes = [models.Index(fields=["by", "was_agreed"], name="moderation_reports_of_member")]

    def __str__(self) -> str:
        return f"report {self.pk}"


class Finding(models.Model):
    """What one check of the screening noticed about one version of a thing, in words. It rejects nothing by itself."""

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
