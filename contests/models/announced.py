"""What was said of a contest in public and stays: each change of its schedule, each version of its rules."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models.contest import ContestPage


class ScheduleChange(models.Model):
    """What was changed in a contest that had been announced, for all to read: a time, a pause, an extension. Never
    edited, never deleted."""

    class What(models.TextChoices):
        MOVED = "moved", _("Moved")
        PAUSED = "paused", _("Paused")
        RESUMED = "resumed", _("Goes on")

    contest = models.ForeignKey(ContestPage, on_delete=models.CASCADE, related_name="schedule_changes")
    what = models.CharField(max_length=10, choices=What)
    field = models.CharField(max_length=20, blank=True)  # of MOMENTS
    old = models.DateTimeField(null=True)
    new = models.DateTimeField(null=True)
    note = models.CharField(_("public reason"), max_length=300, blank=True)
    by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]


class RulesVersion(models.Model):
    """The rules as they were from then on. Who entered has accepted one of them; none is ever changed."""

    wagtail_reference_index_ignore = True

    contest = models.ForeignKey(ContestPage, on_delete=models.CASCADE, related_name="rules_versions")
    number = models.PositiveSmallIntegerField()
    in_short = models.TextField(blank=True)
    text = models.TextField()
    rights = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["contest", "number"], name="rules_version_once")]

    def __str__(self) -> str:
        return f"{self.contest_id}: {self.number}"
