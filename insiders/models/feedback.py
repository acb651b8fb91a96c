"""What somebody who has seen an early-access page says to its team. Nobody else reads it."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Avg, Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.audience.models import Membership
from insiders.models.early_access import EarlyAccess

MOST_WORDS = 2_000
BEST = 5


class Sort(models.TextChoices):
    """What the words are about."""

    WORKS = "works", _("It works well")
    FAILS = "fails", _("It does not work")
    IDEA = "idea", _("An idea")


FIGURES: dict[str, Any] = {
    "said": Count("pk"),
    "rated": Count("rating"),
    "mean": Avg("rating"),
    "asked": Count("wants"),
    "wanting": Count("pk", filter=Q(wants=True)),
}
UNANSWERED = Count("pk", filter=Q(answered_at=None, author__isnull=False) & ~Q(words=""))


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def of(self, member: Any) -> Self:
        return self.filter(author=member.pk) if member.is_authenticated else self.none()

    def narrowed(
        self,
        *,
        page: Any = None,
        q: str = "",
        sort: str = "",
        rating: int | None = None,
        answered: bool | None = None,
        tier: Any = None,
    ) -> Self:
        """Those that are so; what is not named is not asked. `q` is a part of the words, of the answer, or of a name;
        `tier` one that the author is or was in."""
        found = self.filter(early__page=page.pk) if page else self
        found = found.filter(sort=sort) if sort else found
        found = found.filter(rating=rating) if rating is not None else found
        found = found.filter(answered_at__isnull=not answered) if answered is not None else found
        if tier:
            theirs = Membership.objects.filter(tier=tier.pk, member=OuterRef("author"))
            found = found.filter(Exists(theirs))
        if q:
            named = Q(author__handle__icontains=q.removeprefix("@")) | Q(author__display_name__icontains=q)
            found = found.filter(named | Q(words__icontains=q) | Q(answer__icontains=q))
        return found

    def figures(self) -> dict[str, Any]:
        """How many said something; of how many the rating is the mean; how many of those who said would want it."""
        return self.aggregate(**FIGURES)

    def ratings(self) -> list[tuple[int, int]]:
        """Each rating, the best first, and how many gave it."""
        counts = dict(self.exclude(rating=None).order_by().values_list("rating").annotate(Count("pk")))
        return [(rating, counts.get(rating, 0)) for rating in range(BEST, 0, -1)]

    def figures_by_page(self) -> list[dict[str, Any]]:
        """The figures of each page on which something was said, with its key and title; those with most first."""
        pages = self.order_by().values("early__page", "early__page__title")
        figures: Any = pages.annotate(**FIGURES, unanswered=UNANSWERED)
        return sorted(figures, key=lambda one: (-one["said"], one["early__page__title"]))


class Feedback(models.Model):
    """One of each member on each page. A former member's figures stay, without words and name."""

    early = models.ForeignKey(EarlyAccess, models.CASCADE, related_name="feedback")
    author = models.ForeignKey("members.User", models.SET_NULL, null=True, related_name="+")
    rating = models.PositiveSmallIntegerField(
        _("rating"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(BEST)]
    )
    wants = models.BooleanField(_("would want it"), null=True, blank=True)
    sort = models.CharField(_("what it is about"), max_length=10, choices=Sort, blank=True)
    words = models.TextField(_("words"), max_length=MOST_WORDS, blank=True)
    answer = models.TextField(_("answer"), max_length=MOST_WORDS, blank=True)
    answered_by = models.ForeignKey("members.User", models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        default_permissions = ()
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["early", "author"], name="one_feedback_of_a_member"),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__gte=1, rating__lte=BEST), name="rating_of_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_id} on {self.early_id}"
