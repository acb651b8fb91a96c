"""Undoing within seconds, reversing later, overturning on appeal: the thing is as if the decision had not been."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Refused, Stale
from core.policies import ensure
from moderation.actions.deciding import Reasons, hold, record, tell_later, thing_of
from moderation.actions.opening import weigh
from moderation.actions.passing_on import where_it_is
from moderation.actions.settling import settle
from moderation.acts import ABOUT_A_DECISION, PASSING, PUTS, TAKES_BACK, Act
from moderation.meanwhile import what_took_back
from moderation.models import Case, CaseState, Decision, Report, Suspension, Telling
from moderation.models.case import LEASE
from moderation.models.decision import UNDO
from moderation.policies import may_decide, may_moderate, may_take_back
from moderation.registries import moderated


def undo(decision: Decision, *, by: Any, at: datetime | None = None) -> Decision:
    """Within ten seconds, before anybody was told: all is as it was. A case that it had closed is open again, and in
    the hands of whoever decided.

    Raises Refused when the time is over or the decision is somebody else's.
    """
    at = at or timezone.now()
    ensure(may_moderate(by))
    with transaction.atomic():
        things = hold(decision.kind, [decision.subject_id])
        case = Case.objects.select_for_update(of=("self",)).get(pk=decision.case_id)
        if decision.by_id != by.pk:
            raise Refused(_("Only who decided can undo it."))
        if decision.act in ABOUT_A_DECISION:
            raise Refused(_("This says something about an earlier decision. It cannot be undone."))
        if at > decision.at + UNDO or not Telling.objects.filter(decision=decision).delete()[0]:
            raise Refused(_("The time for undoing is over. You can reverse the decision instead."))
        thing = thing_of(case, things)
        taken_back = _take_back(case, decision, Act.UNDO, thing=thing, by=by, at=at, reasons=Reasons())
        if decision.act in PUTS:
            _reopen(case, thing, by=by, at=at)
        elif decision.act in PASSING:
            Case.objects.filter(pk=case.pk).update(escalated_to=where_it_is(case))
    return taken_back


def reverse(decision: Decision, *, by: Any, text: str, at: datetime | None = None) -> Decision:
    """Later: the thing is as it was before the decision, and everybody who was told of it is told so.

    Raises Refused, and RuleBroken without a text.
    """
    return take_back(decision, Act.REVERSE, by=by, reasons=Reasons(text=text), at=at)


def take_back(decision: Decision, act: Act, *, by: Any, reasons: Reasons, at: datetime | None = None) -> Decision:
    """A further decision on the same case that takes this one back: reversed, or overturned on appeal."""
    at = at or timezone.now()
    reasons.check(act, at=at)
    with transaction.atomic():
        things = hold(decision.kind, [decision.subject_id])
        case = Case.objects.select_for_update(of=("self",)).get(pk=decision.case_id)
        ensure(may_decide(by, case))
        ensure(may_take_back(by, Decision.objects.select_related("appeal").get(pk=decision.pk)))  # as it is now
        if already := what_took_back(decision):
            raise Stale(already)
        thing = thing_of(case, things)
        taken_back = _take_back(case, decision, act, thing=thing, by=by, at=at, reasons=reasons)
        settle(decision, outcome=taken_back, at=at)
        tell_later(taken_back)
    return taken_back


def state_then(decision: Decision, state: str, *, by_a_person: bool) -> str:
    """Where the thing, which stands in `state`, belongs once this decision is taken back."""
    if decision.act not in PUTS or state != _left_in(decision):
        return state
    return state_without(decision, by_a_person=by_a_person)


def state_without(decision: Decision, *, by_a_person: bool) -> str:
    """Where the thing stands when this decision and all that are taken back had not been; empty when it stays.

    Every row says where the thing stood before and after it. Where one begins elsewhere than the last has ended, its
    author has moved it meanwhile, and that counts. What reports hid by themselves holds until a person has looked.
    """
    about = Decision.objects.filter(kind=decision.kind, subject_id=decision.subject_id, act__in={*PUTS, *TAKES_BACK})
    rows = list(about.order_by("pk"))
    gone = {row.takes_back_id for row in rows} | {decision.pk}
    seen = {row.case_id for row in rows if row.act in PUTS and row.by_id and row.pk not in gone}
    seen |= {row.case_id for row in rows if row.act in (Act.REVERSE, Act.OVERTURN)}
    seen |= {decision.case_id} if by_a_person else set()
    return _replayed(rows, gone | {row.pk for row in rows if not row.by_id and row.case_id in seen})


def _replayed(rows: Iterable[Decision], gone: set[int | None]) -> str:
    state = shown = ""
    for row in rows:
        if row.state_before != shown:
            state = row.state_before
        shown = row.state_after
        if row.act in PUTS and row.pk not in gone:
            state = row.state_after
    return state


def _take_back(case: Case, decision: Decision, act: Act, **facts: Any) -> Decision:
    thing, at = facts["thing"], facts["at"]
    adapter = moderated[case.kind]
    before = adapter.state(thing)
    wanted = state_then(decision, before, by_a_person=act != Act.UNDO)
    after = adapter.place(thing, wanted, at=at) if wanted != before else before
    Suspension.objects.filter(decision=decision, ended_at=None).update(ended_at=at)
    return record(case, act, state_before=before, state_after=after, takes_back=decision, **facts)


def _left_in(decision: Decision) -> str:
    """Where the last act on the thing of this decision has left it: elsewhere its author has taken it since."""
    acts = Decision.objects.filter(kind=decision.kind, subject_id=decision.subject_id, act__in={*PUTS, *TAKES_BACK})
    return str(acts.order_by("-pk").values_list("state_after", flat=True)[0])


def _reopen(case: Case, thing: Any, *, by: Any, at: datetime) -> None:
    if Case.objects.open().about(case.kind, case.subject_id).exclude(pk=case.pk).exists():
        raise Stale(_("Something new was said about this meanwhile. It has a case of its own."))
    case.state, case.closed_at = CaseState.OPEN, None
    case.claimed_by, case.claimed_until = by, at + LEASE
    case.save(update_fields=["state", "closed_at", "claimed_by", "claimed_until"])
    Report.objects.filter(case=case).update(was_agreed=None)
    weigh(case, thing)
