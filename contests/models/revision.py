from typing import Any, Self

from django.db import models
from django.utils import timezone

from contests.models.entry import Entry
from core.publication import Publishable, State


class EntryRevisionQuerySet(models.QuerySet["EntryRevision"]):
    def visible_to(self, user: Any) -> Self:
        """Only its author reads what waits; what was approved is the entry itself."""
        return self.filter(entry__in=Entry.objects.of(user))

    def open(self) -> Self:
        """Waiting to be judged, or sent back to be changed."""
        return self.filter(state__in=(State.WAITING, State.RETURNED))


class EntryRevision(Publishable):
    """Other words for an entry that is published: judged by themselves, while the approved ones stay to be seen."""

    wagtail_reference_index_ignore = True

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="revisions")
    title = models.CharField(max_length=300)
    caption = models.TextField(blank=True)
    alt = models.CharField(max_length=300, blank=True)
    ai_use = models.CharField(max_length=10)
    ai_note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(default=timezone.now)

    objects = EntryRevisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=models.Q(state__in=("waiting", "returned")), name="one_revision_waits"
            )
        ]

    @property
    def author_id(self) -> int | None:
        return self.entry.author_id

    def get_absolute_url(self) -> str:
        return self.entry.get_absolute_url()


class EntryDraft(models.Model):
    """What a member has begun to say of an entry that is not sent yet. One in each contest; gone once it is sent."""

    wagtail_reference_index_ignore = True

    contest = models.ForeignKey("contests.ContestPage", on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey("members.User", on_delete=models.CASCADE, related_name="+")
    words = models.JSONField(default=dict)  # of the form, by field
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "author"], name="one_draft_a_contest")]
