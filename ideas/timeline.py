"""The story of an idea as steps: what its author said, what the brand answered, and what is promised next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.publication import State
from ideas.days import day_of
from ideas.models import BoardStatus, Idea, IdeaNote, Merge, StatusChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. `state` is done, now or next; `when` says in words what has no date."""

    title: str
    state: str = "done"
    at: datetime | None = None
    when: str = ""
    ago: str = ""
    status: BoardStatus | None = None
    by: Any = None
    note: str = ""
    reason: str = ""
    get_reason_display: str = ""
    change_our_mind: str = ""
    evidence_url: str = ""
    evidence: Any = None
    next_update_by: date | None = None
    corrects: str = ""
    order: int = 0
    is_imported: bool = False  # names in it are not those of members here
    standing: Any = None  # of a note that is not public, for its author
    other: Idea | None = None  # what it was merged with
    launched: Any = None  # what a story did to the idea (Launching), and the story for who may see it
    story: Any = None


def timeline_of(
    idea: Idea, entries: list[StatusChange], notes: Iterable[IdeaNote], merges: Iterable[Merge] = ()
) -> list[Step]:
    """All steps in order; `entries`, `notes` and `merges` are the idea's, oldest first, as the reader may see them. The
    last thing that happened is marked as now."""
    steps = [*_happened(idea, entries, notes), *_merged(idea, merges)]
    happened = [_said(idea), *sorted(steps, key=lambda step: _moment(step, idea))]
    happened = [happened[0], *(_with_gap(before, step) for before, step in pairwise(happened))]
    happened[-1] = replace(happened[-1], state="now")
    return happened + list(_promised(idea))


def _said(idea: Idea) -> Step:
    name = idea.shown_author
    title = _("%(name)s said so") % {"name": name} if name else _("Somebody said so")
    return Step(title=title, at=idea.created_at)


def _happened(idea: Idea, entries: list[StatusChange], notes: Iterable[IdeaNote]) -> Iterator[Step]:
    titles = {entry.pk: _title_of(entry) for entry in entries}
    for entry in entries:
        yield _step_of(entry, titles)
    for note in notes:
        standing = getattr(note, "standing", None)
        yield Step(title=_("The author adds"), at=note.at, note=note.body, standing=standing)
    if idea.state == State.WITHDRAWN:
        yield Step(title=_("Withdrawn by its author"), at=idea.withdrawn_at)


def _merged(idea: Idea, merges: Iterable[Merge]) -> Iterator[Step]:
    for merge in merges:
        if merge.duplicate_id == idea.pk:
            title = _("Stands by itself again") if merge.is_undo else _("Merged into another idea")
        else:
            title = _("Parted again from another idea") if merge.is_undo else _("Another idea was merged into this one")
        other = merge.other  # type: ignore[attr-defined]
        yield Step(title=title, at=merge.at, by=merge.by, other=other)


def _step_of(entry: StatusChange, titles: dict[int, str]) -> Step:
    return Step(
        title=titles[entry.pk],
        at=entry.at,
        status=entry.new,
        by=entry.by,
        note=entry.note,
        reason=entry.reason,
        get_reason_display=entry.get_reason_display(),
        change_our_mind=entry.change_our_mind,
        evidence_url=entry.evidence_url,
        evidence=entry.evidence,
        corrects=titles.get(entry.corrects_id, "") if entry.corrects_id else "",
        order=entry.pk,
        launched=getattr(entry, "launched", None),
        story=getattr(entry, "story", None),
        is_imported=entry.is_imported,
    )


def _title_of(entry: StatusChange) -> str:
    if entry.old_id == entry.new_id:
        return _("Answered")
    return str(entry.new.name)


def _moment(step: Step, idea: Idea) -> tuple[bool, datetime, int]:
    """Undated entries stand directly after the creation."""
    return (step.at is not None, step.at or idea.created_at, step.order)


def _with_gap(before: Step, step: Step) -> Step:
    if not before.at or not step.at:
        return step
    days = (step.at - before.at).days
    if days < 1:
        return step
    return replace(step, ago=ngettext("%(days)d day later", "%(days)d days later", days) % {"days": days})


def _promised(idea: Idea) -> Iterator[Step]:
    if idea.is_awaiting and idea.next_update_by:
        if is_overdue(idea):
            yield Step(title=overdue_words(idea), state="next", when=_("It has not come yet."))
            return
        title = _("Next update") if idea.is_answered else _("A first answer")
        when = _("by %(day)s") % {"day": date_format(idea.next_update_by)}
        yield Step(title=title, state="next", when=when)


def is_overdue(idea: Idea, *, today: date | None = None) -> bool:
    """Whether the promised day and the board's grace time are over: then it is marked in public."""
    if not idea.is_awaiting or not idea.next_update_by:
        return False
    late: Any = (today or day_of()) - idea.next_update_by
    return bool(late.days > idea.board.grace_days)


def overdue_words(idea: Idea) -> str:
    """What the idea itself says in public once it is overdue."""
    day = {"day": date_format(idea.next_update_by) if idea.next_update_by else ""}
    if idea.is_answered:
        return _("An update was promised for %(day)s.") % day
    return _("An answer was promised for %(day)s.") % day
