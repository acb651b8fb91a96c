"""“Did we get it right?”: a while after a launch its people are asked, and what they said."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.publication import Publishable, State
from ideas.models.launch import LaunchPage
from ideas.statuses import GotItRight

LINE_LENGTH = 200
REPLY_LENGTH = 1_000


class LaunchQuestionQuerySet(models.QuerySet["LaunchQuestion"]):
    def visible_to(self, user: Any) -> Self:
        """Those that were put to this person, about stories that they may see."""
        if not user.is_authenticated:
            return self.none()
        asked = LaunchOpinion.objects.filter(page=OuterRef("page"), member=user.pk)
        return self.filter(Exists(asked), page__in=LaunchPage.objects.visible_to(user))

    def due(self, *, at: datetime) -> Self:
        """Not everybody has been asked, it is time, and the story stands."""
        return self.filter(asked_at=None, due_at__lte=at, page__live=True)


class LaunchQuestion(models.Model):
    """When the people of one story are asked, once; and when all of them had been."""

    wagtail_reference_index_ignore = True  # a record, nothing that a page shows

    page = models.OneToOneField(LaunchPage, on_delete=models.CASCADE, related_name="question")
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, editable=False)

    objects = LaunchQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question about a launch")
        verbose_name_plural = _("questions about launches")
        default_permissions = ()
        indexes = [models.Index(fields=["due_at"], condition=Q(asked_at=None), name="launches_to_ask_about")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.due_at}"


class LaunchOpinionQuerySet(models.QuerySet["LaunchOpinion"]):
    def visible_to(self, user: Any) -> Self:
        """What this person may read: lines that are published, and their own, under stories that they may see."""
        seen = Q(state=State.PUBLISHED)
        if user.is_authenticated:
            seen |= Q(member=user.pk)
        return self.filter(seen, page__in=LaunchPage.objects.visible_to(user))

    def given(self) -> Self:
        """Of those who were asked, the ones who have answered."""
        return self.exclude(verdict="")

    def lines(self) -> Self:
        """Answers that say something in words."""
        return self.given().exclude(body="")


class LaunchOpinion(Publishable):
    """One member was asked whether a launch got it right, and perhaps has said so. The line alone is judged by
    moderators: what it was said with counts in any case."""

    wagtail_reference_index_ignore = True  # a record, nothing that a page shows

    page = models.ForeignKey(LaunchPage, on_delete=models.CASCADE, related_name="opinions")
    member = models.ForeignKey("members.User", on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    verdict = models.CharField(_("did we get it right?"), max_length=6, choices=GotItRight, blank=True)
    body = models.CharField(_("in one line"), max_length=LINE_LENGTH, blank=True)
    said_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = LaunchOpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("opinion of a launch")
        verbose_name_plural = _("opinions of launches")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["page", "member"], name="asked_once_about_a_launch")]
        indexes = [
            models.Index(fields=["page", "-said_at", "-id"], condition=~Q(verdict=""), name="opinions_of_a_launch")
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.verdict or '–'}"

    @property
    def is_given(self) -> bool:
        return bool(self.verdict)

    def get_absolute_url(self) -> str:
        """On the page of its story, which opens its lines where this one stands now."""
        return f"{self.page.get_url() or '/'}?opinion={self.pk}#opinion-{self.pk}"


class LaunchOpinionRevision(models.Model):
    """What somebody had said of a launch before they changed it."""

    wagtail_reference_index_ignore = True  # a record, nothing that a page shows

    opinion = models.ForeignKey(LaunchOpinion, on_delete=models.CASCADE, related_name="revisions")
    verdict = models.CharField(max_length=6, choices=GotItRight)
    body = models.CharField(max_length=LINE_LENGTH, blank=True)
    version = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["opinion", "version"], name="one_opinion_a_version")]


class LaunchReply(models.Model):
    """What the brand says to what its people said of a launch. Rows are only added; the last one is shown."""

    wagtail_reference_index_ignore = True  # a record, nothing that a page shows

    page = models.ForeignKey(LaunchPage, on_delete=models.CASCADE, related_name="replies")
    by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    body = models.TextField(_("reply"), max_length=REPLY_LENGTH)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        verbose_name = _("reply to opinions of a launch")
        verbose_name_plural = _("replies to opinions of launches")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.body[:40]}"

    @property
    def note(self) -> str:
        """As the page shows what the brand's team says anywhere."""
        return self.body
