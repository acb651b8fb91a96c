from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.audience.actions.remeasuring import look_again_at
from core.comments.mentions import problem_with_mentions
from core.effects import after_commit
from core.errors import RuleBroken
from core.policies import ensure
from core.sanitizing import is_blank
from ideas import tasks
from ideas.actions.tallying import tallied
from ideas.crowd import authors_of
from ideas.days import day_of
from ideas.measuring import ANSWERED, LAUNCHED
from ideas.models import BoardStatus, Idea, StaffNote, StatusChange
from ideas.policies import may_answer, may_change_status
from ideas.statuses import LEAST_NOTE, Stage

ENTERED = (
    *("status", "open_to_votes", "next_update_by"),
    *("is_answered", "first_answered_at", "last_answered_at"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the brand says in public about one idea."""

    note: str
    reason: str = ""
    change_our_mind: str = ""
    evidence_image: Any = None
    evidence_url: str = ""
    next_update_by: date | None = None
    corrects: StatusChange | None = None

    def check(self, idea: Idea, *, entering: BoardStatus, today: date) -> None:
        """Raises RuleBroken, by field, when the answer lacks what the new status asks for."""
        problems: dict[str, str] = {}
        if is_blank(self.note) or len(self.note.strip()) < LEAST_NOTE:
            problems["note"] = ngettext(
                "Say why in at least %(least)d character.", "Say why in at least %(least)d characters.", LEAST_NOTE
            ) % {"least": LEAST_NOTE}
        if too_many := problem_with_mentions(self.note, self.change_our_mind):
            problems["note"] = too_many
        if entering.board_id != idea.board_id:
            problems["status"] = _("This status belongs to another board.")
        moves = entering.pk != idea.status_id
        if moves and entering.stage == Stage.DECLINED:
            if not self.reason:
                problems["reason"] = _("Choose the reason: people deserve to know it.")
            if is_blank(self.change_our_mind):
                problems["change_our_mind"] = _("Say what would change our mind.")
        if moves and idea.status.is_final and self.corrects is None:
            problems["corrects"] = _("Leaving a final status is a correction: name the entry that it corrects.")
        if self.corrects is not None and self.corrects.idea_id != idea.pk:
            problems["corrects"] = _("That entry belongs to another idea.")
        if self.next_update_by and self.next_update_by < today:
            problems["next_update_by"] = _("Promise a day that is still to come.")
        if problems:
            raise RuleBroken(problems)

    def as_fields(self) -> dict[str, Any]:
        return {
            "note": self.note.strip(),
            "reason": self.reason,
            "change_our_mind": self.change_our_mind.strip(),
            "evidence_image": self.evidence_image,
            "evidence_url": self.evidence_url,
            "corrects": self.corrects,
        }


def change_status(
    idea: Idea, to: BoardStatus, *, by: Any, answer: Answer, at: datetime | None = None, tell: bool = True
) -> StatusChange:
    """Move the idea and say why in public; the same status again is a plain answer.

    Any status of the same board may follow any other; leaving a launched or declined one is a correction and must
    name the entry that it corrects. What is merged into the idea is answered by it. Its people are told once, after
    commit, unless `tell` is false. Raises Refused, and RuleBroken when the answer lacks what the new status asks for.
    """
    at = at or timezone.now()
    ensure(may_answer(by, idea))
    with transaction.atomic():
        idea = Idea.objects.locked(idea.pk)
        ensure(may_change_status(by, idea))
        answer.check(idea, entering=to, today=day_of(at))
        due = None if to.is_final else answer.next_update_by or to.update_by(at)
        change = StatusChange.objects.create(
            idea=idea, old=idea.status, new=to, by=by, at=at, next_update_by=due, **answer.as_fields()
        )
        with tallied(idea):
            enter(idea, to, at=at, due=due)
            idea.save(update_fields=ENTERED)
        look_again_at(authors_of(idea), ANSWERED, LAUNCHED)
        if tell:
            after_commit(tasks.tell_people, change.pk)
    return change


def enter(idea: Idea, to: BoardStatus, *, at: datetime, due: date | None) -> None:
    """Set what follows from an answer that was given now (`ENTERED`); the caller has locked the idea, and saves it."""
    idea.status = to
    idea.open_to_votes = to.open_to_votes
    idea.next_update_by = due
    idea.is_answered = True
    idea.first_answered_at = min(idea.first_answered_at or at, at)
    idea.last_answered_at = max(idea.last_answered_at or at, at)


def assign_owner(idea: Idea, *, owner: Any, by: Any) -> None:
    """This person of the brand's team answers for the idea now. Raises Refused."""
    ensure(may_answer(by, idea))
    Idea.objects.filter(pk=idea.pk).update(owner=owner)


def add_staff_note(idea: Idea, *, by: Any, body: str) -> StaffNote:
    """Keep a private note of the brand's team. Raises Refused."""
    ensure(may_answer(by, idea))
    return StaffNote.objects.create(idea=idea, by=by, body=body)
