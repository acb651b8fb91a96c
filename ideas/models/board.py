from datetime import date, datetime
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from core.audience.models import GatedPageManager, RoutedPage
from ideas.admin.board_form import BoardForm
from ideas.admin.panels import BOARD_PANELS
from ideas.days import days_after
from ideas.statuses import FINAL, UPDATE_DAYS, Pace, Stage
from moderation.registries import Review


class IdeaBoardManager(GatedPageManager):  # type: ignore[valid-type, misc]
    def half_life_of(self, board_id: int) -> float:
        """In days. Raises DoesNotExist for a board that is gone."""
        return float(self.values_list("half_life_days", flat=True).get(pk=board_id))


class IdeaBoardPage(RoutedPage):
    """A board of ideas. Its sub-addresses are routes of the page, so that the page's privacy gates them all."""

    question = models.CharField(_("question"), max_length=120, default="What should be better?")
    introduction = models.TextField(_("introduction"), max_length=500, blank=True)
    rules = RichTextField(_("rules"), blank=True, features=["bold", "italic", "link", "ol", "ul"])
    promise_days = models.PositiveSmallIntegerField(
        _("answer promise, in days"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("A person answers within this many days. The board shows how often that was so."),
    )
    grace_days = models.PositiveSmallIntegerField(
        _("grace time, in days"),
        default=3,
        validators=[MaxValueValidator(365)],
        help_text=_("How long an overdue answer is shown to the staff only, before the idea is marked in public."),
    )
    half_life_days = models.FloatField(
        _("half-life of a vote, in days"),
        default=7.0,
        validators=[MinValueValidator(0.1), MaxValueValidator(365)],
        help_text=_("How fast “hot” forgets. After a change, run `manage.py recount`."),
    )

    review = models.CharField(
        _("who is reviewed"),
        max_length=12,
        choices=Review,
        default=Review.NEW_MEMBERS,
        help_text=_("Whether a moderator reads what members write before it appears."),
    )

    idea_owner = models.ForeignKey(
        "members.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner of ideas"),
        help_text=_("Who looks after an idea whose category has no owner."),
    )
    # Copies of the newest PaceChange, beside the words of the page: no draft and no copy of it brings another back.
    pace = models.CharField(_("pace"), max_length=8, choices=Pace, default=Pace.OPEN, editable=False)
    pace_reason = models.TextField(_("public reason"), blank=True, editable=False)

    objects = IdeaBoardManager()

    exclude_fields_in_copy = ["pace", "pace_reason"]
    base_form_class = BoardForm
    content_panels = [*RoutedPage.content_panels, *BOARD_PANELS]
    subpage_types: list[str] = []
    url_conf = "ideas.board_urls"
    template = "ideas/board.html"
    page_description = _("A board where members suggest, support and discuss ideas")

    class Meta:
        verbose_name = _("idea board")
        verbose_name_plural = _("idea boards")

    def with_content_json(self, content: Any) -> "IdeaBoardPage":
        """How fast the board takes ideas is no editor's to publish: it stays as it is."""
        board: IdeaBoardPage = super().with_content_json(content)
        board.pace, board.pace_reason = self.pace, self.pace_reason
        return board

    @property
    def is_slowed(self) -> bool:
        return self.pace == Pace.SLOWED

    @property
    def is_paused(self) -> bool:
        return self.pace == Pace.PAUSED


class BoardStatus(Orderable):
    """One status of one board. Its stage and its openness to votes are data that the code reasons about."""

    board = ParentalKey(IdeaBoardPage, on_delete=models.CASCADE, related_name="statuses")
    name = models.CharField(_("name"), max_length=40)
    slug = models.SlugField(_("slug"), max_length=40, help_text=_("Stands in addresses, as in ?status=planned"))
    meaning = models.CharField(_("public meaning"), max_length=120)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.OPEN)
    open_to_votes = models.BooleanField(_("open to votes"), default=True)
    update_days = models.PositiveSmallIntegerField(
        _("next update, in days"),
        default=UPDATE_DAYS[Stage.OPEN],
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("Promised with an answer that names no day. A final status promises none."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("status")
        verbose_name_plural = _("statuses")
        constraints = [models.UniqueConstraint(fields=["board", "slug"], name="status_slug_once_a_board")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_final(self) -> bool:
        return self.stage in FINAL

    def update_by(self, at: datetime) -> date | None:
        """The day that is promised to an idea which enters this status then, or stays in it; None for a final one."""
        return None if self.is_final else days_after(at, self.update_days)

    @property
    def update_by_now(self) -> date | None:
        return self.update_by(timezone.now())


class Category(Orderable):
    """One category of one board, with the member of staff who answers for it."""

    board = ParentalKey(IdeaBoardPage, on_delete=models.CASCADE, related_name="categories")
    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(_("slug"), max_length=60)
    owner = models.ForeignKey(
        "members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [models.UniqueConstraint(fields=["board", "slug"], name="category_slug_once_a_board")]

    def __str__(self) -> str:
        return self.name


class Label(models.Model):
    """A free word on ideas of one board; where the importer keeps its tags."""

    board = models.ForeignKey(IdeaBoardPage, on_delete=models.CASCADE, related_name="labels")
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        constraints = [models.UniqueConstraint(fields=["board", "name"], name="label_once_a_board")]

    def __str__(self) -> str:
        return self.name
