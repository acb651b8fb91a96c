"""The timed audience of one page, and what outsiders are shown in its stead. Both are drafted, published, compared and
copied with their page."""

from datetime import datetime
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import PageViewRestriction

from core.audience.models.tier import Tier

EITHER = _("This page has a restriction under Privacy. Take that away first: a page has one or the other.")


class AudienceWindow(ClusterableModel):
    """The ladder of one page: insiders from, members from, public from. It closes all that is under the page.

    An empty `insiders_from` lets insiders in at once; without tiers there are none. An empty `members_from` or
    `public_from` never comes.
    """

    page = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="audience_windows")
    tiers = ParentalManyToManyField(Tier, blank=True, related_name="+", verbose_name=_("insiders"))
    insiders_from = models.DateTimeField(_("insiders from"), null=True, blank=True)
    members_from = models.DateTimeField(_("members from"), null=True, blank=True)
    public_from = models.DateTimeField(_("everyone from"), null=True, blank=True)

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audience")
        constraints = [models.UniqueConstraint(fields=["page"], name="one_ladder_a_page")]

    def __str__(self) -> str:
        return f"{self.page_id}"

    def clean(self) -> None:
        """The steps stand in their order, and a new ladder stands beside no restriction of Wagtail's."""
        super().clean()
        if self.pk is None and self.page_id and PageViewRestriction.objects.filter(page=self.page_id).exists():
            raise ValidationError(EITHER, code="restricted")
        steps = [
            ("insiders_from", self.insiders_from),
            ("members_from", self.members_from),
            ("public_from", self.public_from),
        ]
        known = [(name, moment) for name, moment in steps if moment is not None]
        wrong = {
            later: ValidationError(_("This comes before the step that lets fewer people in."), code="order")
            for (_earlier, one), (later, other) in pairwise(known)
            if other < one
        }
        if wrong:
            raise ValidationError(wrong)

    def is_public(self, at: datetime) -> bool:
        return self.public_from is not None and self.public_from <= at


class Teaser(models.Model):
    """What an outsider meets at the address of a closed page: written for them, and nothing of the page itself."""

    page = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="teasers")
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("text"), max_length=400, blank=True)
    picture = models.ForeignKey(
        "brand.BrandImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Everybody sees it. Take none of what is closed."),
    )

    class Meta:
        verbose_name = _("teaser")
        verbose_name_plural = _("teaser")
        constraints = [models.UniqueConstraint(fields=["page"], name="one_teaser_a_page")]

    def __str__(self) -> str:
        return self.title
