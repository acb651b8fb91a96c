import re
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

PLACES = re.compile(r"\{(author|title)\}")
PLACE_LIKE = re.compile(r"\{[^\W\d]\w*\}")  # what somebody who wrote it will have taken for a place


class SavedReplyQuerySet(models.QuerySet["SavedReply"]):
    def on(self, boards: Any) -> Self:
        """Those of all boards, and those of these boards alone."""
        return self.filter(Q(board=None) | Q(board__in=boards))

    def for_idea(self, idea: Any) -> Self:
        """What can be said about it, in its own language first."""
        language = idea.language or settings.LANGUAGE_CODE
        fits = Case(When(language=language, then=0), When(language="", then=1), default=2)
        return self.on([idea.board_id]).order_by(fits, "place", "title", "pk")


class SavedReply(models.Model):
    """Words that the brand's team uses again and again. `{author}` and `{title}` are filled in where it is inserted."""

    wagtail_reference_index_ignore = True  # the board is no content of it

    title = models.CharField(_("title"), max_length=80, help_text=_("Only the team reads it."))
    note = models.TextField(
        _("public note"),
        max_length=5_000,
        help_text=_("{author} and {title} are replaced by the idea’s own when the reply is inserted."),
    )
    language = models.CharField(_("language"), max_length=10, blank=True, choices=settings.LANGUAGES)
    board = models.ForeignKey(
        "ideas.IdeaBoardPage",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="saved_replies",
        verbose_name=_("board"),
        help_text=_("Left empty it is offered on every board."),
    )
    # A slug, as every board has statuses of its own; one that a board does not have proposes nothing there.
    status = models.SlugField(_("proposed status"), max_length=40, blank=True)
    update_days = models.PositiveSmallIntegerField(
        _("next update, in days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("Proposed with it. Left empty the status says it."),
    )
    place = models.PositiveSmallIntegerField(_("place"), default=0, help_text=_("The first nine have a digit as key."))

    objects = SavedReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved reply")
        verbose_name_plural = _("saved replies")
        default_permissions = ()
        ordering = ["place", "title", "pk"]

    def __str__(self) -> str:
        return self.title

    def filled(self, idea: Any) -> str:
        return fill(self.note, idea)

    @property
    def longest_piece(self) -> str:
        """The most of its words in one line between places: an answer in which nobody changed them has it."""
        pieces = (piece.strip() for line in self.note.splitlines() for piece in PLACES.sub("\n", line).splitlines())
        return max(pieces, key=len, default="")


def misplaced(note: str) -> list[str]:
    """What looks like a place for which nothing is filled in: people would read it with its braces."""
    return [found for found in dict.fromkeys(PLACE_LIKE.findall(note)) if not PLACES.fullmatch(found)]


def fill(note: str, idea: Any) -> str:
    """The words with the idea's author and title in their places. In one walk: a name that looks like one is none."""
    said = {"author": idea.shown_author or _("whoever said this"), "title": idea.title}
    return PLACES.sub(lambda found: str(said[found[1]]), note)
