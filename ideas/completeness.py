"""What a launch story needs before everybody sees it, in words: the one rule, for its form, for the checklist beside it
and for every other way in which a story is published. A draft may lack all of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.publication import State
from core.sanitizing import is_blank
from gallery.models import MediaItem
from ideas.desks import titles_for
from ideas.models.board import BoardStatus
from ideas.models.idea import Idea
from ideas.models.launching import STORY, Launching
from ideas.statuses import LEAST_NOTE, Credit, Stage

Given = Mapping[str, Any]
OF_STORY = (
    *("introduction", "launched_on", "evidence_picture", "evidence_film", "evidence_url"),
    *("thanks", "signed_by", "signed_face", "correction_note"),
)
OF_IDEA = ("idea_id", "credit", "credit_date", "note")
DATED = {
    Credit.PUSHED: _("Say since when it was on your list: that shows how far people pushed it."),
    Credit.PLANNED: _("Say the day of the plan: that shows that you had it."),
}


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that stands between a draft and the public: the field, the place of its idea among those of the story
    (None: it is the story's own), and what to do about it."""

    field: str
    words: str | Promise
    row: int | None = None


def reasons_against(story: Any, *, to: Any = None) -> list[str]:
    """Why this story, as it stands in hand (a page, or a revision of one), cannot be published; empty when it can. Each
    begins with the name of the field or the title of the idea, where it is said `to` somebody: if they may see it."""
    rows = [{name: getattr(row, name) for name in OF_IDEA} for row in story.launched_ideas.all()]
    found = list(lacking({name: getattr(story, name) for name in OF_STORY}, rows, story=story.pk))
    ids = {row["idea_id"] for row in rows} if found else set()
    everybodys = Idea.objects.filter(pk__in=ids).values_list("pk", "title")
    titles = dict(everybodys) if to is None else titles_for(to, ids)
    return [_named(story, lack, rows, titles) for lack in found]


def _named(story: Any, lack: Lack, rows: Sequence[Given], titles: Mapping[int, str]) -> str:
    if lack.row is not None or not lack.field:
        return named_lack(lack, rows, titles)
    label = capfirst(str(story._meta.get_field(lack.field).verbose_name))
    return gettext("%(field)s: %(problem)s") % {"field": label, "problem": lack.words}


def named_lack(lack: Lack, rows: Sequence[Given], titles: Mapping[int, str]) -> str:
    """With the title of the idea that it is about, if it is about one."""
    title = titles.get(rows[lack.row]["idea_id"], "") if lack.row is not None else ""
    return gettext("“%(idea)s”: %(problem)s") % {"idea": title, "problem": lack.words} if title else str(lack.words)


def lacking(given: Given, rows: Sequence[Given], *, story: int | None, today: date | None = None) -> Iterator[Lack]:
    """All that is missing or wrong of a story with these fields and these ideas. `story` is its key, if it has one:
    what it has launched already it may launch again. Three queries at most, however many ideas it names, and two for a
    film."""
    today = today or timezone.localdate()
    yield from _of_story(given, today)
    if not rows:
        yield Lack("", _("Name at least one idea that it goes back to."))
        return
    known = _Known(rows, story)
    for place, row in enumerate(rows):
        yield from (Lack(field, words, place) for field, words in _of_row(row, known, today))
    yield from _named_twice(rows)
    if is_blank(given.get("correction_note") or "") and known.is_corrected_by(rows):
        words = _("Say what was wrong: an idea that was launched is taken out, or its credit changes.")
        yield Lack("correction_note", words)


def _of_story(given: Given, today: date) -> Iterator[Lack]:
    if is_blank(given.get("introduction") or ""):
        yield Lack("introduction", _("Say in a sentence what there is now."))
    day = given.get("launched_on")
    if day is None:
        yield Lack("launched_on", _("Say since when people can have it."))
    elif day > today:
        yield Lack("launched_on", _("That day is still to come. Publish the story when people can have it."))
    film = given.get("evidence_film")
    if film and (words := _why_not_shown(film)):
        yield Lack("evidence_film", words)
    elif not film and not given.get("evidence_picture") and not given.get("evidence_url"):
        yield Lack("evidence_picture", _("Show that it is true: a photo, a film, or a link to a report."))
    if is_blank(given.get("thanks") or ""):
        yield Lack("thanks", _("Thank the people who said so."))
    signed_by = given.get("signed_by")
    if signed_by is None:
        yield Lack("signed_by", _("Somebody of the team signs with their name."))
    elif not given.get("signed_face") and not signed_by.shown_portrait:
        yield Lack("signed_face", _("They have no portrait on their profile, so choose a picture of their face."))


def _why_not_shown(film: MediaItem) -> str | Promise:
    """Why this film would not be shown to whoever reads a story that names it, or nothing."""
    if film.reason:
        return gettext("This film cannot be used: %(why)s") % {"why": film.reason}
    if film.stage in ("uploaded", "processing"):
        return _("This film is still being checked. Publish the story when it is ready.")
    if film.is_ready and film.state == State.PUBLISHED:
        of_a_story = film.attachments.filter(kind=STORY).exists()
        if of_a_story or MediaItem.objects.exhibited_to(AnonymousUser()).filter(pk=film.pk).exists():
            return ""
    return _("This film is not shown to everybody now: it waits, was hidden or taken back. Choose another, or none.")


class _Known:
    """What there is to know of the ideas that a story names."""

    def __init__(self, rows: Sequence[Given], story: int | None) -> None:
        self.story = story
        self.ideas = {idea.pk: idea for idea in _ideas(rows)}
        stands = Q(idea__in=self.ideas) | Q(page=story) if story else Q(idea__in=self.ideas)
        found = Launching.objects.standing().filter(stands).select_related("page")
        self.standing = {one.idea_id: one for one in found}
        boards = {idea.board_id for idea in self.ideas.values()}
        launched = BoardStatus.objects.filter(board__in=boards, stage=Stage.LAUNCHED)
        self.can_launch = set(launched.values_list("board", flat=True))

    def is_its_own(self, idea_id: int) -> bool:
        return idea_id in self.standing and self.standing[idea_id].page_id == self.story

    def is_corrected_by(self, rows: Sequence[Given]) -> bool:
        """Whether what this story has launched is not what it would launch now."""
        wanted = {row["idea_id"]: (row["credit"], row["credit_date"]) for row in rows}
        mine = [one for one in self.standing.values() if one.page_id == self.story] if self.story else []
        return any(wanted.get(one.idea_id) != (one.credit, one.credit_date) for one in mine)


def _ideas(rows: Sequence[Given]) -> Any:
    ids = {row["idea_id"] for row in rows if row.get("idea_id")}
    return Idea.objects.filter(pk__in=ids).defer("body", "search_text")


def _of_row(row: Given, known: _Known, today: date) -> Iterator[tuple[str, str | Promise]]:
    idea = known.ideas.get(row["idea_id"])
    if idea is None:
        yield "idea", _("This idea is gone.")
        return
    if not known.is_its_own(idea.pk) and (words := _why_not(idea, known)):
        yield "idea", words
    yield from _of_credit(row, idea, today)
    note = row.get("note") or ""
    if is_blank(note) or len(note.strip()) < LEAST_NOTE:
        words = ngettext(
            "Say what became of it in at least %(least)d character.",
            "Say what became of it in at least %(least)d characters.",
            LEAST_NOTE,
        )
        yield "note", words % {"least": LEAST_NOTE}


def _why_not(idea: Any, known: _Known) -> str | Promise:
    """Why this idea cannot be launched by this story, or nothing."""
    if idea.is_merged:
        return _("It was merged into another idea. Name that one: its supporters are counted there.")
    if idea.state == State.WITHDRAWN:
        return _("Its author withdrew this idea.")
    if idea.state != State.PUBLISHED:
        return _("Nobody but its author can read this idea, so it cannot be launched.")
    if (other := known.standing.get(idea.pk)) is not None:
        title = other.page.title if other.page else ""
        return gettext("“%(story)s” has launched it already. Take it out there first.") % {"story": title}
    if idea.board_id not in known.can_launch:
        return _("Its board has no status of the stage “Launched”.")
    return ""


def _of_credit(row: Given, idea: Any, today: date) -> Iterator[tuple[str, str | Promise]]:
    credit, day = row.get("credit"), row.get("credit_date")
    if not credit:
        yield "credit", _("Give credit, honestly.")
    if day is None:
        if credit in DATED:
            yield "credit_date", DATED[credit]
        return
    said_on = timezone.localdate(idea.created_at)
    if day > today:
        yield "credit_date", _("That day is still to come.")
    elif credit == Credit.YOURS and day < said_on:
        yield "credit", _("On that day nobody had said it here yet, so you had it before: it is not “your idea”.")
    elif credit == Credit.PLANNED and day > said_on:
        yield "credit", _("By that day it had been said here, so it was not in your plans already.")


def _named_twice(rows: Sequence[Given]) -> Iterator[Lack]:
    seen: set[int] = set()
    for place, row in enumerate(rows):
        if row["idea_id"] in seen:
            yield Lack("idea", _("This story names it already."), place)
        seen.add(row["idea_id"])
