"""Answering from the team's desk: on top of what the person has read, with an owner, and once for a double click."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Stale
from core.policies import ensure
from ideas.actions.answering import Answer, add_staff_note, assign_owner, change_status
from ideas.actions.owning import owner_for
from ideas.models import BoardStatus, Idea, StaffNote, StatusChange
from ideas.policies import may_answer


def newest_entry(idea: Idea) -> StatusChange | None:
    """What was said last, by the order of writing: an imported entry may have no date."""
    return StatusChange.objects.filter(idea=idea.pk).order_by("-pk").first()


def answer_from_desk(
    idea: Idea, to: BoardStatus, *, by: Any, answer: Answer, owner: Any, after: int, at: datetime | None = None
) -> StatusChange:
    """The idea is answered and `owner`, or whoever it falls to, looks after it, given that `after` (0: none) is still
    its newest entry.

    The same answer sent twice is one entry. Raises Stale when somebody else answered meanwhile, and what
    `change_status` raises.
    """
    ensure(may_answer(by, idea))
    with transaction.atomic():
        idea = Idea.objects.locked(idea.pk)
        newest = newest_entry(idea)
        if newest and newest.pk != after:
            if _is_that(newest, to, by=by, answer=answer):
                return newest
            raise Stale(_("Somebody answered this idea while you were writing. Read it, then send yours or leave it."))
        entry = change_status(idea, to, by=by, answer=answer, at=at)
        owner = owner or (None if to.is_final else owner_for(idea.board, idea.category))
        if (owner.pk if owner else None) != idea.owner_id:
            assign_owner(idea, owner=owner, by=by)
    return entry


def _is_that(entry: StatusChange, to: BoardStatus, *, by: Any, answer: Answer) -> bool:
    return entry.by_id == by.pk and entry.new_id == to.pk and entry.note == answer.note.strip()


def keep_staff_note(idea: Idea, *, by: Any, body: str) -> StaffNote:
    """Add a private note; the very words that stand last, by the same person, are not added again. Raises Refused."""
    newest = StaffNote.objects.filter(idea=idea.pk).order_by("-pk").first()
    if newest and newest.by_id == by.pk and newest.body == body:
        return newest
    return add_staff_note(idea, by=by, body=body)
