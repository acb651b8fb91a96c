"""Stories that say "you said, we did": what there is now, and which ideas it goes back to."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.log_actions import log
from wagtail.models import Orderable, Revision

from core.audience.models import RoutedPage
from core.errors import RuleBroken
from core.pages.blocks import BodyBlock
from ideas.admin.launch_form import LaunchCopyForm, LaunchForm
from ideas.admin.launch_panels import LAUNCH_PANELS
from ideas.completeness import reasons_against
from ideas.statuses import Credit

SCHEDULED = "wagtail.publish.scheduled"  # how Wagtail's log calls a publication that waited for its hour
HELD_BACK = "ideas.held_back"  # in Wagtail's log


class LaunchIndexPage(RoutedPage):
    """All launches of a brand, the latest first."""

    headline = models.CharField(
        _("headline"),
        max_length=120,
        default="You said, we did",
        help_text=_("Stands over the list. The title is shorter: it stands in the menu."),
    )
    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels = [*RoutedPage.content_panels, "headline", "introduction"]
    subpage_types = ["ideas.LaunchPage"]
    url_conf = "ideas.launches.urls"
    template = "ideas/launches.html"
    page_description = _("The place where it stands what became of ideas")
    nav_icon = "check"

    class Meta:
        verbose_name = _("place of launches")
        verbose_name_plural = _("places of launches")


class LaunchPage(RoutedPage):
    """One launch, told as a story: what can be had now, whose ideas it goes back to, what proves it, and thanks."""

    introduction = models.TextField(
        _("introduction"), max_length=400, blank=True, help_text=_("What can be had now, in a sentence or two.")
    )
    picture = models.ForeignKey(
        "brand.BrandImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Stands over the story and on its card."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("text"))
    launched_on = models.DateField(_("launched on"), null=True, blank=True)

    # Evidence
    evidence_picture = models.ForeignKey(
        "brand.BrandImage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    evidence_film = models.ForeignKey(
        "gallery.MediaItem", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("film")
    )
    evidence_url = models.URLField(_("link"), max_length=500, blank=True, help_text=_("To a film, a report, the shop."))
    evidence_place = models.CharField(_("place"), max_length=120, blank=True)
    evidence_on = models.DateField(_("day"), null=True, blank=True)

    # Thanks
    thanks = models.TextField(_("thanks"), max_length=600, blank=True)
    signed_by = models.ForeignKey(
        "members.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed by"),
        help_text=_("Somebody of the team, by name."),
    )
    signed_as = models.CharField(
        _("who that is"), max_length=120, blank=True, help_text=_("What they do here: “Bakes our rolls”.")
    )
    signed_face = models.ForeignKey(
        "brand.BrandImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("face"),
        help_text=_("Empty: the portrait on their profile."),
    )

    correction_note = models.CharField(
        _("what was wrong"),
        max_length=300,
        blank=True,
        help_text=_(
            "Asked for when an idea is taken out of a story that is public, or its credit changes. Everybody reads it "
            "in the timeline of that idea."
        ),
    )

    base_form_class = LaunchForm
    copy_form_class = LaunchCopyForm
    exclude_fields_in_copy = ["correction_note"]
    content_panels = [*RoutedPage.content_panels, *LAUNCH_PANELS]
    parent_page_types = ["ideas.LaunchIndexPage"]
    subpage_types: list[str] = []
    url_conf = "ideas.launches.story_urls"
    template = "ideas/launch.html"
    page_description = _("Tells what became of one or more ideas, with credit and thanks")
    nav_icon = "check"

    class Meta:
        verbose_name = _("launch")
        verbose_name_plural = _("launches")

    def publish(self, revision: Revision, user: Any = None, **how: Any) -> Any:
        """With what it launches, all or nothing (`launch` listens), whichever way it is published. Raises RuleBroken,
        in words, while something is missing. One whose hour has come is held back instead, so that the pages which are
        published after it are; who scheduled it is told."""
        try:
            with transaction.atomic():
                done = super().publish(revision, user=user, **how)
                is_public = type(self)._default_manager.filter(pk=self.pk, live=True).exists()
                if not is_public and (reasons := reasons_against(revision.as_object(), to=user)):
                    raise RuleBroken(reasons)
                return done
        except RuleBroken:
            if how.get("log_action") != SCHEDULED:
                raise
        self.revisions.filter(pk=revision.pk).update(approved_go_live_at=None)
        log(self, HELD_BACK, revision=revision)
        return None


class LaunchedIdea(Orderable):
    """One idea that a story names, and honestly what the launch owes to it."""

    page = ParentalKey(LaunchPage, on_delete=models.CASCADE, related_name="launched_ideas")
    idea = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="+", verbose_name=_("idea"))
    credit = models.CharField(_("credit"), max_length=10, choices=Credit, blank=True)
    credit_date = models.DateField(
        _("since when"),
        null=True,
        blank=True,
        help_text=_("The day that shows it: for “already in our plans”, the day of the plan."),
    )
    note = models.TextField(
        _("what became of it"),
        max_length=600,
        blank=True,
        help_text=_(
            "For the idea’s own page, whoever may read this story: what there is now, and what of it was theirs."
        ),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("launched idea")
        verbose_name_plural = _("launched ideas")
