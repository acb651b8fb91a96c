"""The record of launches: what a story did to which idea, when, and with what credit."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.audience.models import visible_pages
from ideas.statuses import Credit

STORY = "launch"  # the kind of subject under which a story's own films stand


class Act(models.TextChoices):
    LAUNCHED = "launched", _("Launched")
    CORRECTED = "corrected", _("Corrected")
    TAKEN_BACK = "taken-back", _("Taken back")


class Launch(models.Model):
    """One time that a story launched ideas, put their credit right or took them back: what its people are told of,
    once each. Never edited but for when they all had been told."""

    wagtail_reference_index_ignore = True  # a record; the story itself points at the ideas

    page = models.ForeignKey("ideas.LaunchPage", on_delete=models.SET_NULL, null=True, related_name="launches")
    act = models.CharField(max_length=10, choices=Act)
    by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["at"], condition=Q(told_at=None), name="launches_untold")]


class LaunchingQuerySet(models.QuerySet["Launching"]):
    def standing(self) -> Self:
        """What is launched by a story as it now stands: one row an idea."""
        return self.filter(stands=True)

    def visible_to(self, user: Any, *, at: datetime | None = None) -> Self:
        """Whose story this person may see. Start from ideas that they may see, too."""
        return self.filter(page__in=visible_pages(user, at).order_by().values("pk"))


class Launching(models.Model):
    """What one story did to one idea at one time, with the credit that it gave. Rows are only added; `stands` marks the
    last word on an idea that is launched by a story now."""

    wagtail_reference_index_ignore = True  # a record; the story itself points at the ideas

    launch = models.ForeignKey(Launch, on_delete=models.CASCADE, related_name="launchings")
    page = models.ForeignKey("ideas.LaunchPage", on_delete=models.SET_NULL, null=True, related_name="launchings")
    idea = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="launchings")
    entry = models.OneToOneField("ideas.StatusChange", on_delete=models.CASCADE, related_name="launching")
    act = models.CharField(max_length=10, choices=Act)
    credit = models.CharField(_("credit"), max_length=10, choices=Credit)
    credit_date = models.DateField(_("since when"), null=True)
    launched_on = models.DateField(_("launched on"))
    at = models.DateTimeField(default=timezone.now)
    stands = models.BooleanField(default=False)

    objects = LaunchingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("launching")
        verbose_name_plural = _("launchings")
        constraints = [
            models.UniqueConstraint(fields=["idea"], condition=Q(stands=True), name="launched_by_one_story"),
        ]
        indexes = [
            models.Index(fields=["launched_on"], condition=Q(stands=True), name="launchings_that_stand"),
        ]
