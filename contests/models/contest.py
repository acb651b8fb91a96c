from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField
from wagtail.log_actions import log
from wagtail.models import Orderable, Revision

from contests.admin.contest_form import ContestForm
from contests.admin.copy_form import ContestCopyForm
from contests.admin.panels import CONTEST_PANELS
from contests.completeness import reasons_against
from contests.fixed import published_of
from contests.kinds import Aspect, Award, Kind, TieRule, VoteRule
from contests.phases import RESULTS_FROM, Ability, Decides, Phase, Schedule
from core.audience.models import RoutedPage
from core.errors import RuleBroken
from gallery.purposes import Purpose, limits_of, narrowed
from moderation.registries import Review

MOMENTS = (
    *("entries_from", "entries_until", "voting_from", "voting_until", "judging_from", "judging_until"),
    RESULTS_FROM,
)

SCHEDULED = "wagtail.publish.scheduled"  # how Wagtail's log calls a publication that waited for its hour
HELD_BACK, QUORUM = "contests.held_back", "contests.quorum"  # in Wagtail's log

# What a copy of a contest begins without, beside its times.
OF_THIS_ONE_ALONE = ("schedule_note", "realised_picture", "realised_place", "realised_on", "realised_words")


class ContestIndexPage(RoutedPage):
    """All contests of a brand, those that are open first."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels = [*RoutedPage.content_panels, "introduction"]
    subpage_types = ["contests.ContestPage"]
    url_conf = "contests.index_urls"
    template = "contests/contests.html"
    page_description = _("The place where all contests stand")
    nav_icon = "ticket"

    class Meta:
        verbose_name = _("place of contests")
        verbose_name_plural = _("places of contests")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        found = ContestPage.objects.visible_to(request.user).child_of(self).select_related("picture", "register__pause")
        found = found.prefetch_related("picture__renditions")
        return context | {"contests": sorted(found, key=lambda contest: contest.place_in_lists())}


class ContestPage(RoutedPage):
    """One contest. What changes while it runs and no editor may overwrite stands in its `register`."""

    brief = models.CharField(_("brief, in one sentence"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PHOTO)
    about = RichTextField(_("about it"), blank=True, features=["bold", "italic", "link", "ol", "ul", "h3"])
    picture = models.ForeignKey(
        "brand.BrandImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )

    # Limits
    min_seconds = models.PositiveSmallIntegerField(_("a film lasts at least, in seconds"), null=True, blank=True)
    max_seconds = models.PositiveSmallIntegerField(_("a film lasts at most, in seconds"), null=True, blank=True)
    aspect = models.CharField(
        _("proportions of a billboard"), max_length=3, choices=Aspect, blank=True, help_text=_("Empty: 2:1 or 4:1.")
    )
    entries_each = models.PositiveSmallIntegerField(
        _("entries of one person"), default=1, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )

    # Schedule
    time_zone = models.CharField(_("time zone"), max_length=40, default=timezone.get_default_timezone_name)
    entries_from = models.DateTimeField(_("entries open"), null=True, blank=True)
    entries_until = models.DateTimeField(_("entries close"), null=True, blank=True)
    voting_from = models.DateTimeField(_("voting opens"), null=True, blank=True)
    voting_until = models.DateTimeField(_("voting closes"), null=True, blank=True)
    judging_from = models.DateTimeField(_("the jury begins"), null=True, blank=True)
    judging_until = models.DateTimeField(_("the jury has decided"), null=True, blank=True)
    results_from = models.DateTimeField(_("results are published"), null=True, blank=True)
    shows_entries = models.BooleanField(_("show entries while they come in"), default=True)
    schedule_note = models.CharField(
        _("why times move"),
        max_length=300,
        blank=True,
        help_text=_("Asked for when a time moves that was announced. Everybody reads it on the page of the contest."),
    )

    # Deciding
    decides = models.CharField(_("who decides"), max_length=20, choices=Decides, default=Decides.PUBLIC)
    shortlist_size = models.PositiveSmallIntegerField(
        _("entries on the shortlist"), default=10, validators=[MinValueValidator(2), MaxValueValidator(200)]
    )
    vote_rule = models.CharField(_("votes of one person"), max_length=10, choices=VoteRule, default=VoteRule.EACH)
    vote_limit = models.PositiveSmallIntegerField(
        _("how many votes"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_(
            "In all or a day, as the rule above says; at most one of them for the same entry, or the same day."
        ),
    )
    tie_rule = models.CharField(_("when two have the same"), max_length=10, choices=TieRule, default=TieRule.EARLIER)
    quorum = models.PositiveSmallIntegerField(
        _("judges for each entry"), default=3, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )

    # Rules
    rules_in_short = models.TextField(_("the rules in short, a line each"), max_length=1200, blank=True)
    rules = RichTextField(_("the rules in full"), blank=True, features=["bold", "italic", "link", "ol", "ul", "h3"])
    rights = models.TextField(
        _("what entrants agree to"),
        max_length=600,
        default="My work is mine. You may show it in this contest and when you tell of it. If it wins, you may use it "
        "as the prize says.",
    )
    minimum_age = models.PositiveSmallIntegerField(
        _("minimum age"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    countries = models.CharField(
        _("countries"),
        max_length=300,
        blank=True,
        help_text=_("Two letters each, as in “NO SE DK”. Empty: everywhere."),
    )
    staff_excluded = models.BooleanField(_("who works here cannot enter"), default=True)
    review = models.CharField(_("who is reviewed"), max_length=12, choices=Review, default=Review.EVERYTHING)

    # The end of it
    realised_picture = models.ForeignKey(
        "brand.BrandImage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    realised_place = models.CharField(_("place"), max_length=120, blank=True)
    realised_on = models.DateField(_("day"), null=True, blank=True)
    realised_words = models.TextField(_("in words"), max_length=400, blank=True)

    base_form_class = ContestForm
    copy_form_class = ContestCopyForm
    exclude_fields_in_copy = [*MOMENTS, *OF_THIS_ONE_ALONE]
    content_panels = [*RoutedPage.content_panels, *CONTEST_PANELS]
    parent_page_types = ["contests.ContestIndexPage"]
    subpage_types: list[str] = []
    url_conf = "contests.contest_urls"
    template = "contests/contest.html"
    page_description = _("Photos, films or billboards that members enter, and others vote on or judge")

    class Meta:
        verbose_name = _("contest")
        verbose_name_plural = _("contests")
        permissions = [
            ("run_contest", _("Can run contests: pause, extend, shortlist, publish results")),
            ("watch_votes", _("Can look after the integrity of votes")),
        ]

    def publish(self, revision: Revision, user: Any = None, **how: Any) -> Any:
        """Whichever way it is published, many at once or by approval too: raises RuleBroken, in words, while something
        is missing. One whose hour has come is held back instead, which Wagtail's log says, so that the pages which are
        published after it are; who scheduled it is told (`tell_of_held_back`)."""
        wanted = revision.as_object()
        reasons = reasons_against(wanted)
        if not reasons:
            before = published_of(self)
            done = super().publish(revision, user=user, **how)
            if before is not None and before.quorum != wanted.quorum:
                log(self, QUORUM, user=user, data={"before": before.quorum, "now": wanted.quorum}, revision=revision)
            return done
        if how.get("log_action") != SCHEDULED:
            raise RuleBroken(reasons)
        self.revisions.filter(pk=revision.pk).update(approved_go_live_at=None)
        log(self, HELD_BACK, revision=revision)
        return None

    @property
    def purpose(self) -> Purpose:
        """What is uploaded for it, with its own limits."""
        if self.kind == Kind.VIDEO:
            within = f"{self.min_seconds or 0}-{self.max_seconds}" if self.max_seconds else ""
        else:
            within = self.aspect if self.kind == Kind.BILLBOARD else ""
        return limits_of(narrowed(self.kind, within))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def schedule(self) -> Schedule:
        """As it was published: its form has seen to it that no time is missing."""
        return Schedule(self.decides, {name: getattr(self, name) for name in MOMENTS}, shows_entries=self.shows_entries)

    @cached_property
    def pause(self) -> Any:
        """The change that says what stands still just now, and why; None while it runs."""
        register = getattr(self, "register", None)
        return register.pause if register else None

    def phase_at(self, at: datetime | None = None) -> Phase:
        return self.schedule.phase(at or timezone.now())

    def abilities_at(self, at: datetime | None = None) -> frozenset[Ability]:
        """Nothing flips a flag at midnight: the schedule is read, so it is right even if no worker ran. While the
        contest is paused it can be looked at, and nothing else."""
        allowed = self.schedule.abilities(at or timezone.now())
        return allowed - {Ability.ENTER, Ability.VOTE, Ability.JUDGE} if self.pause else allowed

    def day_at(self, at: datetime) -> Any:
        """The calendar day in the contest's own time zone."""
        return at.astimezone(self.zone).date()

    def place_in_lists(self) -> tuple[int, float]:
        """Open ones first, what closes next in front; then those to come; then what is over, the latest first."""
        now = timezone.now()
        ahead = self.schedule.next_phase(now)
        if ahead is None:
            return 2, -self.schedule.results_from.timestamp()
        return int(self.phase_at(now) == Phase.ANNOUNCED), ahead[1].timestamp()


class Prize(Orderable):
    contest = ParentalKey(ContestPage, on_delete=models.CASCADE, related_name="prizes")
    rank = models.PositiveSmallIntegerField(_("place"), default=1, validators=[MinValueValidator(1)])
    award = models.CharField(_("given by"), max_length=10, choices=Award, default=Award.WINNER)
    name = models.CharField(_("prize"), max_length=80)
    text = models.CharField(_("in words"), max_length=300, blank=True)
    picture = models.ForeignKey(
        "brand.BrandImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("prize")
        verbose_name_plural = _("prizes")

    def __str__(self) -> str:
        return self.name


class Criterion(Orderable):
    """What the jury looks at. Weights need not sum up to anything: a mark counts by its share of them."""

    contest = ParentalKey(ContestPage, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(_("criterion"), max_length=60)
    question = models.CharField(_("what a judge asks"), max_length=200, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta(Orderable.Meta):
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")

    def __str__(self) -> str:
        return self.name
