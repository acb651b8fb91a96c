from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.kinds import Award
from contests.models.contest import ContestPage, Prize
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
    """A shortlist or the results, as they were published, with all that lets anyone check them. Never edited: after a
    disqualification another one follows."""

    class What(models.TextChoices):
        SHORTLIST = "shortlist", _("Shortlist")
        RESULTS = "results", _("Results")

    wagtail_reference_index_ignore = True

    contest = models.ForeignKey(ContestPage, on_delete=models.CASCADE, related_name="publications")
    what = models.CharField(max_length=10, choices=What)
    number = models.PositiveSmallIntegerField(default=1)  # of its sort in this contest
    by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    how = models.TextField(_("how it was decided"), blank=True)
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
        return self.filter(models.Q(rank=1) | models.Q(prize_name__gt=""))


class Placement(models.Model):
    """Where an entry came, in one publication."""

    wagtail_reference_index_ignore = True

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="placements")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="placements")
    award = models.CharField(max_length=10, choices=Award, default=Award.WINNER)
    rank = models.PositiveIntegerField()
    prize = models.ForeignKey(Prize, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    prize_name = models.CharField(max_length=80, blank=True)  # as it was then
    votes = models.PositiveIntegerField(null=True, blank=True)
    points = models.FloatField(null=True, blank=True)  # of the jury, normalised
    raw_points = models.FloatField(null=True, blank=True)
    is_tied = models.BooleanField(default=False)
    words = models.TextField(blank=True)  # of the jury
    moved_up_from = models.PositiveIntegerField(null=True, blank=True)  # its place when results were first published

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["award", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "award", "entry"], name="placed_once_a_publication")
        ]

    @property
    def is_winning(self) -> bool:
        return self.rank == 1 or bool(self.prize_name)


class Disqualification(models.Model):
    """An entry that broke the rules and is out of the running. Its page stays, and says so."""

    wagtail_reference_index_ignore = True

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="disqualification")
    reason = models.TextField(_("public reason"), max_length=600)
    by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
