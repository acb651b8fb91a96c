from django.db import models
from django.utils import timezone

from contests.models.contest import ContestPage
from contests.models.entry import Entry


class Visitor(models.Model):
    """Who looks at the entries of a contest, and where in the permutation of each round they began: that never changes,
    so an order is the same on every page and every visit."""

    wagtail_reference_index_ignore = True

    contest = models.ForeignKey(ContestPage, on_delete=models.CASCADE, related_name="visitors")
    key = models.CharField(max_length=32)  # keyed hash of the member, or of a cookie's random value
    starts = models.JSONField(default=list)  # by round, the place to begin at
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "key"], name="one_visitor_a_contest")]


class Impression(models.Model):
    """One visitor has really seen one entry: half of it, for a second. Once."""

    wagtail_reference_index_ignore = True

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="impressions")
    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="impressions")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visitor", "entry"], name="seen_once")]
