from datetime import datetime
from typing import Any, Self

from django.db import connections, models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from contests.kinds import AiUse, PeopleShown
from contests.models.announced import RulesVersion
from contests.models.contest import MOMENTS, ContestPage
from contests.phases import ORDER, Ability, Phase
from core.publication import Publishable, State
from core.searching import fold
from gallery.models import MediaItem
from gallery.on_desk import items_by_thing

TITLE_LENGTH = 80
CAPTION_LENGTH = 600
KIND = "entry"  # of the subject
VOTING_COLUMNS = (
    *("author", "state", "title", "vote_count", "withdrawn_at", "disqualified_at", "is_shortlisted"),
    *("contest__id", "contest__content_type", "contest__decides", "contest__shows_entries", "contest__time_zone"),
    *("contest__vote_rule", "contest__vote_limit", *(f"contest__{name}" for name in MOMENTS)),
    "contest__register__pause",
)


class EntryQuerySet(models.QuerySet["Entry"]):
    _finds_works = False

    def with_works(self) -> Self:
        """Each knows its `items`, as a moderator sees them: three queries for all."""
        found = self.all()
        found._finds_works = True
        return found

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._finds_works = self._finds_works
        return clone

    def _fetch_all(self) -> None:
        is_new = self._result_cache is None
        super()._fetch_all()  # type: ignore[misc]
        if is_new and self._finds_works:
            found = [row for row in self._result_cache or [] if isinstance(row, Entry)]
            items = items_by_thing(KIND, [entry.pk for entry in found])
            for entry in found:
                entry.__dict__["items"] = items.get(entry.pk, [])

    def visible_to(self, user: Any, *, at: datetime | None = None) -> Self:
        """What this person may see: one's own always; others' once they are published and the contest shows entries.
        Everything shown or fetched for a person starts here."""
        at = at or timezone.now()
        seen = Q(state=State.PUBLISHED) & _shows_entries(at, of="contest__")
        if user.is_authenticated:
            seen |= Q(author=user.pk)
        return self.filter(seen, contest__in=ContestPage.objects.visible_to(user, at=at))

    def published(self) -> Self:
        return self.filter(state=State.PUBLISHED)

    def in_shown_contests(self, *, at: datetime | None = None) -> Self:
        """Those of contests that show entries to others now."""
        return self.filter(contest__in=ContestPage.objects.filter(_shows_entries(at or timezone.now())))

    def in_the_running(self) -> Self:
        """What can still win: published and not disqualified."""
        return self.published().filter(disqualified_at=None)

    def of(self, user: Any) -> Self:
        return self.filter(author=user.pk) if user.is_authenticated else self.none()

    def for_voting(self) -> Self:
        """Only what a vote looks at, with the contest and its register."""
        return self.select_related("contest__register").only(*VOTING_COLUMNS)

    def count_vote(self, pk: int) -> int | None:
        """One vote more, in one UPDATE that touches the row only while the entry can win. The new count, or None."""
        connection = connections[self.db]
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET vote_count = vote_count + 1 "  # noqa: S608
                "WHERE id = %s AND state = %s AND disqualified_at IS NULL RETURNING vote_count",
                [pk, State.PUBLISHED.value],
            )
            row = cursor.fetchone()
            return int(row[0]) if row else None

    def locked(self, pk: int) -> "Entry":
        """The entry with its contest, held until the transaction ends. Raises DoesNotExist."""
        entry = self.select_for_update(of=("self",)).get(pk=pk)
        # Asked for afterwards: joined, they would be what they were before somebody else let go of the entry.
        entry.contest = ContestPage.objects.select_related("register__pause").get(pk=entry.contest_id)
        return entry


def _shows_entries(at: datetime, *, of: str = "") -> Q:
    """Contests that show entries at this time: `Schedule.abilities`, as a question to the database. The public votes in
    all of them; times of a jury that a contest does not have may still stand there, and say nothing."""
    early = Q((f"{of}shows_entries", True), (f"{of}entries_from__lte", at))
    judged = Q((f"{of}judging_from__lte", at), (f"{of}decides__in", _JUDGED_APART))
    return early | judged | Q((f"{of}voting_from__lte", at)) | Q((f"{of}results_from__lte", at))


_JUDGED_APART = [decides for decides, order in ORDER.items() if Phase.JUDGING in order]


class Entry(Publishable):
    """What a member enters in a contest: one item of the gallery, which stands under it, and words."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    contest = models.ForeignKey(ContestPage, on_delete=models.CASCADE, related_name="entries")
    author = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="entries")
    number = models.PositiveIntegerField(null=True, editable=False)  # among those that were ever shown, without gaps
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    caption = models.TextField(_("caption"), blank=True)
    ai_use = models.CharField(_("use of AI"), max_length=10, choices=AiUse, default=AiUse.NONE)
    ai_note = models.CharField(_("what was made with AI"), max_length=200, blank=True)
    people_shown = models.CharField(_("people shown"), max_length=10, choices=PeopleShown, default=PeopleShown.NONE)
    country = models.CharField(_("country"), max_length=2, blank=True)
    rules = models.ForeignKey(RulesVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("rules"))
    created_at = models.DateTimeField(_("entered"), default=timezone.now)  # the server's time, as the receipt says
    is_late = models.BooleanField(_("finished in the grace time"), default=False)
    sha256 = models.CharField(max_length=64, blank=True)  # of the file as it was sent
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    is_preparing = models.BooleanField(default=False, editable=False)  # meets the gatekeeper once its file is ready
    presented_at = models.DateTimeField(null=True, blank=True, editable=False)  # to the gatekeeper, for the first time
    is_shortlisted = models.BooleanField(default=False, editable=False)
    disqualified_at = models.DateTimeField(null=True, blank=True, editable=False)

    # Cached from rows; `recount` rebuilds them
    vote_count = models.PositiveIntegerField(_("votes"), default=0, editable=False)
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    seen_count = models.PositiveIntegerField(default=0, editable=False)
    search_text = models.TextField(blank=True, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["contest", "number"], name="entry_number_once_a_contest")]
        indexes = [
            models.Index(F("contest"), F("vote_count").desc(), F("id"), name="entries_top"),
            models.Index(F("contest"), F("published_at").desc(), F("id").desc(), name="entries_new"),
            models.Index(fields=["author", "contest"], name="entries_of_a_member"),
            models.Index(F("id"), condition=Q(is_preparing=True), name="entries_preparing"),
        ]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def items(self) -> list[MediaItem]:
        """What stands under it, in whatever state, with its files: for moderators and for whoever entered it."""
        return items_by_thing(KIND, [self.pk]).get(self.pk, [])

    @property
    def slug(self) -> str:
        return fold(self.title)[:60].strip().replace(" ", "-") or "entry"

    @property
    def dom_id(self) -> str:
        return f"entry-{self.pk}"

    @property
    def shown_author(self) -> str:
        return str(self.author.shown_name) if self.author else ""

    def is_shown(self, *, at: datetime | None = None) -> bool:
        """Whether others see it now."""
        return self.is_published and Ability.SEE_ENTRIES in self.contest.abilities_at(at)

    def set_words(self, *, title: str, caption: str) -> None:
        """Set the text and what search looks at."""
        self.title, self.caption = title, caption
        self.search_text = f"{fold(title)} {fold(caption)}".strip()

    def get_absolute_url(self) -> str:
        return reverse("contests:entry", args=[self.pk, self.slug])

    def get_vote_url(self) -> str:
        return reverse("contests:vote", args=[self.pk])
