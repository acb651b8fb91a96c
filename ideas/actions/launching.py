"""What a launch story does to the ideas that it names: launches them, puts their credit right, takes them back.

The page says what an editor wants, `Launching` what has happened. Each verb makes them agree, in one transaction, so
that it may be called again and again; `sweep` calls it for whatever a crash has left apart.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.audience.actions.remeasuring import look_again_at
from core.effects import after_commit
from core.errors import RuleBroken
from ideas import tasks
from ideas.actions.answering import ENTERED, enter
from ideas.actions.tallying import add_to_tallies
from ideas.crowd import authors_behind
from ideas.measuring import ANSWERED, LAUNCHED
from ideas.models import (
    Act,
    BoardStatus,
    Idea,
    Launch,
    LaunchedIdea,
    Launching,
    LaunchPage,
    StatusChange,
)
from ideas.statuses import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """What is to be done to one idea. `before` is what was said of it until now, `after` what the story says."""

    act: Act
    idea: Idea
    to: BoardStatus
    note: str
    before: Launching | None = None
    after: LaunchedIdea | None = None

    def entry(self, *, by: Any, at: datetime) -> StatusChange:
        return StatusChange(
            idea=self.idea,
            old=self.idea.status,
            new=self.to,
            by=by,
            at=at,
            note=self.note,
            corrects=self.before.entry if self.before else None,
            next_update_by=self.due(at=at),
        )

    def due(self, *, at: datetime) -> Any:
        return self.to.update_by(at)


def launch(story: LaunchPage, *, by: Any, at: datetime | None = None, tell: bool = True) -> list[Launch]:
    """The ideas that this public story names are launched, with the credit that it gives. Those that it has launched
    already stay as they are; credit that has changed is put right, and what it names no more is taken back.

    Permission is the caller's: whoever published the story could. Raises RuleBroken, and changes nothing, when one of
    them cannot be launched. What was done, empty when all was as it should be.
    """
    with transaction.atomic():
        standing = _standing(story)
        wanted = {row.idea_id: row for row in LaunchedIdea.objects.filter(page=story.pk).order_by("sort_order", "pk")}
        new = [pk for pk in wanted if pk not in standing]
        gone = [pk for pk in standing if pk not in wanted]
        kept = {pk: standing[pk] for pk in wanted if pk in standing}
        wrong = [pk for pk, before in kept.items() if not _is_said(before, wanted[pk])]
        ideas = _locked([*new, *wrong, *gone])
        _ensure_free(new, ideas)
        launched = _launched_statuses(ideas.values())
        with translation.override(settings.LANGUAGE_CODE):
            reason = story.correction_note.strip() or _("We have put right what we had said about this launch.")
            changes = [
                *(_launching(ideas[pk], wanted[pk], launched) for pk in new),
                *(_correction(ideas[pk], standing[pk], wanted[pk], reason) for pk in wrong),
                *_returns([ideas[pk] for pk in gone], standing, reason),
            ]
        return _carry_out(story, changes, by=by, at=at or timezone.now(), tell=tell)


@transaction.atomic
def take_back(
    story: LaunchPage, *, by: Any, reason: str = "", at: datetime | None = None, is_leaving: bool = False
) -> list[Launch]:
    """All that this story has launched is taken back, with a reason that everybody reads in the timelines of its ideas:
    each goes back to where it stood before. Again changes nothing. Permission is the caller's.

    `is_leaving`: the page is about to be deleted, and the record is kept without it.
    """
    standing = _standing(story)
    ideas = _locked(standing)
    with translation.override(settings.LANGUAGE_CODE):
        words = reason.strip() or _("We have taken back that this is launched.")
        changes = list(_returns(ideas.values(), standing, words))
    return _carry_out(None if is_leaving else story, changes, by=by, at=at or timezone.now(), tell=True)


def _standing(story: LaunchPage) -> dict[int, Launching]:
    """What the story has launched as it stands, by idea. Whoever publishes the same story at once waits here."""
    LaunchPage.objects.select_for_update(of=("self",)).filter(pk=story.pk).order_by("pk").first()
    found = Launching.objects.standing().filter(page=story.pk).select_related("entry").order_by("pk")
    return {one.idea_id: one for one in found}


def _locked(ids: Iterable[int]) -> dict[int, Idea]:
    locked = Idea.objects.filter(pk__in=list(ids)).held().select_related("status").defer("body", "search_text")
    return {idea.pk: idea for idea in locked}


def _is_said(before: Launching, row: LaunchedIdea) -> bool:
    return (before.credit, before.credit_date) == (row.credit, row.credit_date)


def _ensure_free(new: Iterable[int], ideas: Mapping[int, Idea]) -> None:
    """That nothing has happened to them since the story was looked at: they are locked now."""
    other = Launching.objects.standing().filter(idea__in=list(new)).select_related("page").first()
    if other is not None:
        words = _("“%(story)s” has launched “%(idea)s” already. Take it out there first.")
        raise RuleBroken(words % {"story": other.page or "", "idea": ideas[other.idea_id].title})
    for idea in (ideas[pk] for pk in new):
        if not idea.is_published or idea.merged_into_id:
            raise RuleBroken(_("“%(idea)s” cannot be launched any more.") % {"idea": idea.title})


def _launched_statuses(ideas: Iterable[Idea]) -> dict[int, BoardStatus]:
    """By board the first of its statuses that says "launched"."""
    boards = {idea.board_id for idea in ideas}
    found = BoardStatus.objects.filter(board__in=boards, stage=Stage.LAUNCHED).order_by("-sort_order", "-pk")
    return {status.board_id: status for status in found}


def _launching(idea: Idea, row: LaunchedIdea, launched: Mapping[int, BoardStatus]) -> _Change:
    """One that was said to be launched before stays where it is, and gets its credit."""
    to = idea.status if idea.status.stage == Stage.LAUNCHED else launched.get(idea.board_id)
    if to is None:
        raise RuleBroken(_("The board of “%(idea)s” has no status of the stage “Launched”.") % {"idea": idea.title})
    return _Change(act=Act.LAUNCHED, idea=idea, to=to, note=row.note.strip(), after=row)


def _correction(idea: Idea, before: Launching, row: LaunchedIdea, reason: str) -> _Change:
    return _Change(act=Act.CORRECTED, idea=idea, to=idea.status, note=reason, before=before, after=row)


def _returns(ideas: Iterable[Idea], standing: Mapping[int, Launching], reason: str) -> Iterator[_Change]:
    """Each goes back to the status before, unless the team has moved it since."""
    ideas = list(ideas)
    launched = Launching.objects.filter(idea__in=ideas, act=Act.LAUNCHED).select_related("entry__old").order_by("pk")
    entries = {one.idea_id: one.entry for one in launched} if ideas else {}
    for idea in ideas:
        entry = entries[idea.pk]
        is_where_it_was_put = idea.status_id == entry.new_id
        to = entry.old if is_where_it_was_put and entry.old else idea.status
        yield _Change(act=Act.TAKEN_BACK, idea=idea, to=to, note=reason, before=standing[idea.pk])


def _carry_out(story: LaunchPage | None, changes: list[_Change], *, by: Any, at: datetime, tell: bool) -> list[Launch]:
    """A timeline entry for each, ideas and tallies moved, and one row of the record a change. As many queries for many
    ideas as for one."""
    if not changes:
        return []
    entries = StatusChange.objects.bulk_create(change.entry(by=by, at=at) for change in changes)
    _move(changes, at=at)
    ended = [change.before.pk for change in changes if change.before]
    if ended:
        Launching.objects.filter(pk__in=ended).update(stands=False)
    launches = {
        act: Launch.objects.create(page=story, act=act, by=by, at=at, told_at=None if tell else at)
        for act in dict.fromkeys(change.act for change in changes)
    }
    Launching.objects.bulk_create(
        _row(change, entry, launches[change.act], story) for change, entry in zip(changes, entries, strict=True)
    )
    look_again_at(authors_behind([change.idea.pk for change in changes]), ANSWERED, LAUNCHED)
    if tell:
        for one in launches.values():
            after_commit(tasks.tell_of_launch, one.pk)
    return list(launches.values())


def _row(change: _Change, entry: StatusChange, of: Launch, story: LaunchPage | None) -> Launching:
    said: Any = change.after or change.before
    day = story.launched_on if story and change.after else None
    return Launching(
        launch=of,
        page=story,
        idea=change.idea,
        entry=entry,
        act=change.act,
        credit=said.credit,
        credit_date=said.credit_date,
        launched_on=day or (change.before.launched_on if change.before else timezone.localdate(of.at)),
        at=of.at,
        stands=change.act != Act.TAKEN_BACK,
    )


def _move(changes: list[_Change], *, at: datetime) -> None:
    moves: Counter[tuple[int, int, int | None]] = Counter()
    for change in changes:
        idea = change.idea
        if idea.is_published and idea.status_id != change.to.pk:
            moves[(idea.board_id, idea.status_id, idea.category_id)] -= 1
            moves[(idea.board_id, change.to.pk, idea.category_id)] += 1
        enter(idea, change.to, at=at, due=change.due(at=at))
    Idea.objects.bulk_update([change.idea for change in changes], ENTERED)
    add_to_tallies({place: n for place, n in moves.items() if n})
