from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Self

from django.db import connections, models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.publication import Publishable, State
from core.ranking import UNVOTED, hotter
from core.searching import fold
from ideas.days import day_of
from ideas.models.board import BoardStatus, IdeaBoardPage
from ideas.models.merge import Merge
from ideas.models.timeline import StatusChange
from ideas.models.vote import Vote
from ideas.statuses import FINAL

CARRYING = (State.PUBLISHED, State.WITHDRAWN)  # states in which a duplicate's supporters count for its root
TITLE_LENGTH = 120  # what a member may type; an imported title may be longer
EXCERPT_LENGTH = 200
CARD_COLUMNS = (
    *("status", "category", "state", "title", "title_folded", "excerpt", "published_at", "merged_into"),
    *("last_answered_at", "is_answered", "open_to_votes", "vote_count", "comment_count", "hot_score"),
)


class IdeaQuerySet(models.QuerySet["Idea"]):
    def visible_to(self, user: Any, *, at: datetime | None = None) -> Self:
        """What this person may see. Everything shown or fetched for a person starts here.

        What its author withdrew keeps its page, so that those who supported it find out; it leaves the lists.
        """
        at = at or timezone.now()
        seen = Q(state__in=(State.PUBLISHED, State.WITHDRAWN), published_at__lte=at)
        if user.is_authenticated:
            seen |= Q(author=user.pk)
        return self.filter(seen, board__in=IdeaBoardPage.objects.visible_to(user, at=at))

    def listed(self, *, judged: bool = False) -> Self:
        """What stands in lists: published, and one's own that waits for a moderator or for changes.

        With `judged` one's own that a moderator does not show, too. Withdrawn and merged ones have left all lists.
        """
        shown = (State.PUBLISHED, State.WAITING, State.RETURNED)
        return self.unmerged().filter(state__in=(*shown, State.REJECTED, State.HIDDEN) if judged else shown)

    def published(self) -> Self:
        """What stands on its board for everybody. What is merged into another idea has left it and keeps its page."""
        return self.unmerged().filter(state=State.PUBLISHED)

    def unmerged(self) -> Self:
        return self.filter(merged_into=None)

    def group_of(self, *roots: int) -> Self:
        """These ideas, with whatever is merged into them."""
        return self.filter(Q(pk__in=roots) | Q(merged_into__in=roots))

    def suggested_by(self, member: Any) -> Self:
        """What the member wrote, and what something of theirs is merged into."""
        theirs = self.model._default_manager.filter(author=member.pk, merged_into__isnull=False)
        return self.filter(Q(author=member.pk) | Q(pk__in=theirs.values("merged_into")))

    def carrying(self) -> Self:
        """Duplicates whose supporters and people count for the root: not what a moderator does not show."""
        return self.filter(merged_into__isnull=False, state__in=CARRYING)

    def kin_of(self, *roots: int) -> Self:
        """These ideas, with those of their duplicates that count for them."""
        return self.filter(pk__in=roots) | self.carrying().filter(merged_into__in=roots)

    def with_merges(self) -> Self:
        """Annotates `has_duplicates`, and `was_merged`: whether it ever was merged or had something merged into it."""
        return self.annotate(
            has_duplicates=Exists(self.model._default_manager.filter(merged_into=OuterRef("pk"))),
            was_merged=Exists(Merge.objects.of(OuterRef("pk"))),
        )

    def held(self) -> Self:
        """Locked until the transaction ends, always in the same order, so that nobody waits in a circle."""
        return self.select_for_update(of=("self",)).duplicates_first()

    def duplicates_first(self) -> Self:
        """Then roots, each by key: who holds a duplicate may still need its root."""
        return self.order_by(models.Case(models.When(merged_into=None, then=1), default=0), "pk")

    def locked(self, pk: int) -> "Idea":
        """The idea with its status and board, held until the transaction ends. Raises DoesNotExist."""
        return self.select_for_update(of=("self",)).select_related("status", "board").get(pk=pk)

    def for_cards(self) -> Self:
        """Only what a card and the orders of a list look at; status and category are left to whoever knows them."""
        return self.only(*CARD_COLUMNS)

    def with_card_relations(self) -> Self:
        """With status and category, and without the long columns that no card shows."""
        return self.select_related("status", "category").defer("body", "search_text")

    def with_vote_of(self, user: Any) -> Self:
        """Annotates `has_my_vote`. A visitor has none, without asking."""
        if not user.is_authenticated:
            return self.annotate(has_my_vote=models.Value(False, output_field=models.BooleanField()))
        return self.annotate(has_my_vote=Exists(Vote.objects.filter(idea=OuterRef("pk"), voter=user.pk)))

    def with_half_life(self) -> Self:
        """Annotates `half_life_days`, the board's, so that casting a vote need not ask for it."""
        return self.annotate(half_life_days=F("board__half_life_days"))

    def with_latest_answer(self) -> Self:
        """Prefetches `answers`, newest first, with who signed them. An imported move without words is none."""
        said = StatusChange.objects.exclude(note="").select_related("by", "new")
        entries = said.order_by(F("at").desc(nulls_last=True), "-pk")
        return self.prefetch_related(models.Prefetch("status_changes", queryset=entries, to_attr="answers"))

    def fresh(self, *, at: datetime | None = None) -> Self:
        """Open to votes, of the last 30 days."""
        at = at or timezone.now()
        return self.filter(open_to_votes=True, published_at__gt=at - timedelta(days=30))

    def awaiting(self) -> Self:
        """On a board, with news still to come: what has an owner and a day by which there is an update."""
        return self.published().exclude(status__stage__in=FINAL)

    def overdue(self, *, at: datetime | None = None) -> Self:
        """Not final, and the day by which an update was promised is over."""
        return self.awaiting().filter(next_update_by__lt=day_of(at))

    def to_compare(self) -> Self:
        """In public, and not compared with the others of their board since their words last changed."""
        return self.published().filter(is_compared=False).order_by("pk")

    def count_vote(self, pk: int, *, voter: int, moment: float) -> tuple[int, float] | None:
        """Add one supporter and heat, in one UPDATE that touches the row only while voting on it is open, it is merged
        into no other, and the member does not support it yet.

        Returns the new count and heat, else None. Written as SQL: it answers with what it wrote.
        """
        connection = connections[self.db]
        quote = connection.ops.quote_name
        table, votes = quote(self.model._meta.db_table), quote(Vote._meta.db_table)
        heat = hotter("hot_score", vendor=connection.vendor)
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET vote_count = vote_count + 1, hot_score = {heat} "  # noqa: S608
                "WHERE id = %s AND open_to_votes AND state = %s AND merged_into_id IS NULL "
                f"AND NOT EXISTS (SELECT 1 FROM {votes} AS given WHERE given.idea_id = %s AND given.voter_id = %s) "
                "RETURNING vote_count, hot_score",
                [moment, moment, pk, State.PUBLISHED.value, pk, voter],
            )
            counted: tuple[int, float] | None = cursor.fetchone()
            return counted


class Idea(Publishable):
    """What a member suggests on a board."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    board = models.ForeignKey(IdeaBoardPage, on_delete=models.CASCADE, related_name="ideas")
    status = models.ForeignKey(BoardStatus, on_delete=models.PROTECT, related_name="ideas", verbose_name=_("status"))
    category = models.ForeignKey(
        "ideas.Category",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="ideas",
        verbose_name=_("category"),
    )
    labels = models.ManyToManyField("ideas.Label", blank=True, related_name="ideas", verbose_name=_("labels"))
    author = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="ideas")
    author_name = models.CharField(_("author, as imported"), max_length=150, blank=True)
    title = models.CharField(_("title"), max_length=300)
    body = models.TextField(_("description"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    # Made by the form, so that a double click writes one idea.
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    external_id = models.CharField(_("number in the imported file"), max_length=100, blank=True)
    imported_support = models.PositiveIntegerField(_("imported support"), default=0)

    # Said to be the same as that idea, which is merged into no other. A cache of the merges that stand.
    merged_into = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="duplicates", editable=False
    )

    # Answering
    owner = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    next_update_by = models.DateField(_("next update by"), null=True, blank=True)
    first_answered_at = models.DateTimeField(null=True, editable=False)
    last_answered_at = models.DateTimeField(null=True, editable=False)

    # Cached from rows; `recount` rebuilds them
    is_answered = models.BooleanField(default=False, editable=False)
    open_to_votes = models.BooleanField(default=True, editable=False)
    vote_count = models.PositiveIntegerField(_("supporters"), default=0, editable=False)
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    hot_score = models.FloatField(default=UNVOTED, editable=False)
    excerpt = models.CharField(max_length=EXCERPT_LENGTH + 1, blank=True, editable=False)
    title_folded = models.TextField(blank=True, editable=False)
    search_text = models.TextField(blank=True, editable=False)
    # Whether twins were looked for since its words last changed.
    is_compared = models.BooleanField(default=False, db_default=False, editable=False)

    asked_as = ""  # where a search was led here by a duplicate, what that is called

    objects = IdeaQuerySet.as_manager()

    class Meta:
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        permissions = [("answer_idea", _("Can answer ideas"))]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["board", "external_id"], condition=~Q(external_id=""), name="external_id_once_a_board"
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="idea_merged_into_another"),
        ]
        indexes = [
            models.Index(F("board"), F("hot_score").desc(), F("id").desc(), name="ideas_hot"),
            models.Index(F("board"), F("published_at").desc(), F("id").desc(), name="ideas_new"),
            models.Index(F("board"), F("vote_count").desc(), F("id").desc(), name="ideas_top"),
            models.Index(F("board"), F("last_answered_at").desc(), F("id").desc(), name="ideas_answered"),
            models.Index(F("board"), F("status"), F("hot_score").desc(), F("id").desc(), name="ideas_hot_of_status"),
            models.Index(fields=["next_update_by"], name="ideas_promised"),
            models.Index(fields=["id"], condition=Q(is_compared=False, state=State.PUBLISHED), name="ideas_to_compare"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        """Of the folded title, which is words of plain letters already."""
        return (self.title_folded or fold(self.title))[:60].strip().replace(" ", "-") or "idea"

    @property
    def dom_id(self) -> str:
        return f"idea-{self.pk}"

    @property
    def is_readable(self) -> bool:
        """Whether everybody on its board may read it: it stands there, was merged, or its author withdrew it later."""
        return self.state in (State.PUBLISHED, State.WITHDRAWN) and self.published_at is not None

    @property
    def is_merged(self) -> bool:
        return self.merged_into_id is not None

    @property
    def is_awaiting(self) -> bool:
        """As `IdeaQuerySet.awaiting()` asks it of the database."""
        return self.is_published and not self.is_merged and not self.status.is_final

    @property
    def category_name(self) -> str:
        return self.category.name if self.category else ""

    @property
    def shown_author(self) -> str:
        """The author's name as it may be shown; an imported name when there is no account behind it."""
        return str(self.author.shown_name) if self.author else self.author_name

    def get_absolute_url(self) -> str:
        return address("ideas:idea", self.pk, self.slug)

    def get_vote_url(self) -> str:
        return address("ideas:vote", self.pk)

    def set_words(self, *, title: str, body: str) -> None:
        """Set the text and what is computed from it: the excerpt of the cards and what search looks at."""
        self.title, self.body, self.is_compared = title, body, False
        for field, value in words_of(title, body).items():
            setattr(self, field, value)


def address(name: str, pk: int, slug: str = "") -> str:
    """The same as `reverse`, which took a third of a card's time: twenty cards have forty addresses."""
    return _shape_of(name, bool(slug), get_urlconf(), get_script_prefix()).format(pk=pk, slug=slug)


@lru_cache(maxsize=64)
def _shape_of(name: str, has_slug: bool, urlconf: str | None, prefix: str) -> str:
    number, word = 1_234_567_890, "slug-of-the-idea"
    plain = reverse(name, urlconf, args=[number, word] if has_slug else [number])
    return plain.replace("{", "{{").replace("}", "}}").replace(str(number), "{pk}").replace(word, "{slug}")


def words_of(title: str, body: str) -> dict[str, str]:
    """The columns that follow from an idea's text; `recount` compares them with it."""
    flat = " ".join(body.split())
    cut = flat[:EXCERPT_LENGTH].rsplit(" ", 1)[0] if len(flat) > EXCERPT_LENGTH else flat
    folded = fold(title)
    return {
        "excerpt": cut + "…" if len(flat) > EXCERPT_LENGTH else flat,
        "title_folded": folded,
        "search_text": f"{folded} {fold(body)}".strip(),
    }


class IdeaRevision(models.Model):
    """What an idea said before its author edited it."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="revisions")
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    category = models.ForeignKey("ideas.Category", on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "version"], name="one_revision_a_version")]


class IdeaNoteQuerySet(models.QuerySet["IdeaNote"]):
    def visible_to(self, user: Any, *, under: Idea | None = None) -> Self:
        """What is published, and one's own. `under` is an idea that was already fetched for this person."""
        seen = Q(state=State.PUBLISHED)
        if user.is_authenticated:
            seen |= Q(idea__author=user.pk)
        return self.filter(seen, idea=under) if under else self.filter(seen, idea__in=Idea.objects.visible_to(user))


class IdeaNote(Publishable):
    """What the author adds in public once the idea itself can no longer be edited."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="notes")
    body = models.TextField(_("note"))
    at = models.DateTimeField(default=timezone.now)

    objects = IdeaNoteQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]


class StaffNote(models.Model):
    """A private note of the brand's team about an idea. Never shown outside the admin."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="staff_notes")
    by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    body = models.TextField(_("private note"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
