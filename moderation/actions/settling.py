"""What is left to do about a thing once a decision on it was taken back, or stands on appeal."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from core.publication import State
from core.subjects import subjects
from moderation.actions.opening import open_case, weigh
from moderation.acts import AGAINST_THING
from moderation.models import Appeal, Case, CaseState, Decision, Report
from moderation.registries import moderated


def settle(decision: Decision, *, outcome: Decision, at: datetime) -> None:
    """The appeal against `decision` is decided by `outcome`; the thing's open case keeps what is still to be judged.

    What waits again has an open case again; one in which nothing is left is closed. Reports that a decision taken back
    had agreed with were wrong after all, and their makers' word weighs so. Call it in the transaction of the outcome,
    with the decision's own case locked.
    """
    Appeal.objects.filter(decision=decision, outcome=None).update(outcome=outcome)
    if outcome.takes_back_id and decision.act in AGAINST_THING and decision.by_id:
        Report.objects.filter(case=decision.case_id, was_agreed=True).update(was_agreed=False)
    tidy(decision, at=at)


def drop_appeals(member: Any, *, at: datetime | None = None) -> None:
    """Nobody waits for an answer any more: what this member asked, and nobody has decided, is not asked any more."""
    for appeal in Appeal.objects.filter(by=member, outcome=None).select_related("decision"):
        appeal.delete()
        tidy(appeal.decision, at=at or timezone.now())


def tidy(decision: Decision, *, at: datetime) -> None:
    """The open case of what this decision is about holds what is still to be judged, or is closed."""
    waits = _state_of(decision) == State.WAITING
    if waits:
        open_case(decision.kind, _thing_of(decision), reason="is_waiting", at=at)
    case = Case.objects.open().about(decision.kind, decision.subject_id).select_for_update(of=("self",)).first()
    if case is None or not (case.is_appealed or waits):
        return
    case.is_waiting = waits
    case.is_appealed = Appeal.objects.waiting_about(case).exists()
    if not is_anything_left(case):
        case.state, case.closed_at, case.claimed_until = CaseState.DECIDED, at, None
    case.save(update_fields=["is_waiting", "is_appealed", "state", "closed_at", "claimed_until"])
    weigh(case, _thing_of(decision))


def is_anything_left(case: Case) -> bool:
    """Whether there is something in the case that only a decision on the thing itself ends."""
    said = case.is_waiting or case.is_reported or case.is_illegal_notice or case.is_appealed
    return bool(said or case.escalated_to or case.findings.exists())


def _thing_of(decision: Decision) -> object | None:
    return subjects[decision.kind].model._default_manager.filter(pk=decision.subject_id).first()


def _state_of(decision: Decision) -> str:
    thing = _thing_of(decision)
    return "" if thing is None else moderated[decision.kind].state(thing)
