from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.kinds import Award
from contests.models.contest import ContestPage
from contests.models.entry import Entry


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, user: Any, *, at: datetime | None = None) -> Self:
        """Of contests that this person may see: shortlists at once, results once their time has come, for everybody."""
        at = at or timezone.now()
        public = models.Q(what=Publication.What.SHORTLIST) | models.Q(contest__results_from__lte=at)
        return self.filter(public, contest__in=ContestPage.objects.visible_to(user, at=at))

    def results(self) -> Self:
        return self.filter(what=Publication.What.RESULTS)

    def shortlists(self) -> Self:
        return self.filter(what=Publication.What.SHORTLIST)

    def newest(self) -> Self:
        """Of each sort and contest the last number, which holds."""
        later = Publication.objects.filter(
            contest=models.OuterRef("contest"), what=models.OuterRef("what"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(later))


class Publication(models.Model):
    """A shortlist or the results, as they were published, with all that lets anyone check them. Never edited: when
    something changes, another one follows and says why."""

    class What(models.TextChoices):
        SHORTLIST = "shortlist", _("Shortlist")
        RESULTS = "results", _("Results")

    class Cause(models.TextChoices):
        """Why it follows the number before it."""

        FIRST = "", _("Published")
        DISQUALIFIED = "disqualified", _("An entry was disqualified")
        REINSTATED = "reinstated", _("An entry is back in the running")
        LEFT = "left", _("What is in the running has changed")
        COUNTED = "counted", _("It was counted anew")

    wagtail_reference_index_ignore = True

    contest = models.ForeignKey(ContestPage, on_delete=models.CASCADE, related_name="publications")
    what = models.CharField(max_length=10, choices=What)
    number = models.PositiveSmallIntegerField(default=1)  # of its sort in this contest
    by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    how = models.TextField(_("how it was decided"), blank=True)
    cause = models.CharField(max_length=12, choices=Cause, default=Cause.FIRST, blank=True)
    about = models.ForeignKey(Entry, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")  # of the cause
    note = models.TextField(blank=True)  # the public reason of a correction
    head = models.CharField(max_length=64, blank=True)  # of the ledger
    figures = models.JSONField(default=dict)  # votes by class and reason, entries, judges, exposure
    told_at = models.DateTimeField(null=True, blank=True)  # once its people have their notices

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "what", "number"], name="published_once_a_number"),
        ]


class PlacementQuerySet(models.QuerySet["Placement"]):
    def winning(self) -> Self:
        """First of all, or with a prize."""
        return self.filter(models.Q(rank=1) | ~models.Q(prizes=[]))


class Placement(models.Model):
    """Where an entry came, in one publication."""

    wagtail_reference_index_ignore = True

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="placements")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="placements")
    award = models.CharField(max_length=10, choices=Award, default=Award.WINNER)
    rank = models.PositiveIntegerField()
    prizes = models.JSONField(default=list, blank=True)  # all of its place as they were then: name and text of each
    votes = models.PositiveIntegerField(null=True, blank=True)
    points = models.FloatField(null=True, blank=True)  # of the jury, normalised
    raw_points = models.FloatField(null=True, blank=True)
    is_tied = models.BooleanField(default=False)
    words = models.TextField(blank=True)  # of the jury
    moved_up_from = models.PositiveIntegerField(null=True, blank=True)  # its place when results were first published
    moved_down_from = models.PositiveIntegerField(null=True, blank=True)  # the best place that it had before

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["award", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "award", "entry"], name="placed_once_a_publication")
        ]

    @property
    def prize_names(self) -> list[str]:
        return [prize["name"] for prize in self.prizes]

    @property
    def is_winning(self) -> bool:
        return self.rank == 1 or bool(self.prizes)


class DisqualificationQuerySet(models.QuerySet["Disqualification"]):
    def holding(self) -> Self:
        """Those that nobody has taken back."""
        return self.exclude(reinstatements__is_confirmed=True)


class Disqualification(models.Model):
    """An entry that broke the rules and is out of the running. Its page stays, and says so. The row stays, too, when
    the entry is reinstated; then another one may follow."""

    wagtail_reference_index_ignore = True

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="disqualifications")
    reason = models.TextField(_("public reason"), max_length=600)
    by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = DisqualificationQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    @property
    def reinstatement(self) -> "Reinstatement | None":
        """What has taken it back, if anything has."""
        return next((one for one in self.reinstatements.all() if one.is_confirmed), None)  # type: ignore[attr-defined]


class Reinstatement(models.Model):
    """A disqualification shall hold no more: one person asks and says why in public, another one confirms. Nothing
    happens before that. The row stays."""

    wagtail_reference_index_ignore = True

    disqualification = models.ForeignKey(Disqualification, on_delete=models.CASCADE, related_name="reinstatements")
    reason = models.TextField(_("public reason"), max_length=600)
    asked_by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    is_confirmed = models.BooleanField(default=False)  # once decided: or it stayed as it was

    class Meta:
        default_permissions = ()
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["disqualification"], condition=models.Q(decided_at=None), name="asked_once_at_a_time"
            )
        ]
