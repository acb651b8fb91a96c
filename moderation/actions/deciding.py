"""Deciding on a case, taking it back within seconds, reversing it later. Every act is a row that is never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.effects import after_commit
from core.errors import Refused, RuleBroken, Stale
from core.policies import ensure
from core.publication import State
from core.sanitizing import clean_text, is_blank
from core.subjects import Subject, subjects
from moderation import tasks
from moderation.actions.opening import weigh
from moderation.actions.settling import settle
from moderation.auditing import log_decision
from moderation.models import Act, Case, CaseState, Decision, HouseRule, Report, Suspension, Telling
from moderation.models.decision import NEEDS_RULE, NEEDS_TEXT, UNDO
from moderation.policies import may_decide, may_moderate
from moderation.registries import moderated

VERBS = {
    Act.APPROVE: "approve",
    Act.ASK: "ask_for_changes",
    Act.REJECT: "reject",
    Act.HIDE: "hide",
    Act.RESTORE: "restore",
}
ABOUT_A_DECISION = (Act.REVERSE, Act.OVERTURN, Act.UPHOLD)
AGREES_WITH_REPORTS = {Act.ASK: True, Act.REJECT: True, Act.HIDE: True, Act.APPROVE: False, Act.RESTORE: False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """What a moderator gives with a decision. `text` is what the author reads, `note` stays inside."""

    rule: HouseRule | None = None
    text: str = ""
    note: str = ""
    until: datetime | None = None  # of a suspension
    passed_to: str = ""  # of an escalation: brand, legal, safety

    def check(self, act: str, *, at: datetime) -> None:
        """Raises RuleBroken with what is missing, by field."""
        problems: dict[str, Any] = {}
        if act in NEEDS_RULE and self.rule is None:
            problems["rule"] = _("Name the house rule.")
        if act in NEEDS_TEXT and is_blank(self.text):
            problems["text"] = _("Say why: the author reads this.")
        if act == Act.SUSPEND and (self.until is None or self.until <= at):
            problems["until"] = _("Say until when.")
        if act == Act.ESCALATE and not self.passed_to:
            problems["passed_to"] = _("Say who should look at it.")
        if problems:
            raise RuleBroken(problems)


def decide(
    case: Case, act: Act, *, by: Any, version: int, reasons: Reasons | None = None, at: datetime | None = None
) -> Decision:
    """The thing is as the act says, the case decided, and its people are told once the time for undoing is over.

    A warning, a suspension and an escalation leave the case open: the thing itself is still to be judged. `version` is
    the one that the moderator saw. Raises Refused, RuleBroken, and Stale when the thing or the case has changed.
    """
    at, reasons = at or timezone.now(), reasons or Reasons()
    reasons.check(act, at=at)
    with transaction.atomic():
        hold(case.kind, [case.subject_id])
        case = locked(case, by=by, at=at)
        if act in VERBS and case.is_appealed:
            raise RuleBroken(_("Its author has appealed. Decide on the appeal first."))
        thing = thing_of(case, version=version)
        before = moderated[case.kind].state(thing)
        if verb := VERBS.get(act):
            getattr(moderated[case.kind], verb)(thing, by=by, reason=reasons.text, at=at)
        decision = record(case, act, thing=thing, by=by, at=at, reasons=reasons, state_before=before)
        _follow(case, decision, reasons, at=at)
        tell_later(decision)
    return decision


def undo(decision: Decision, *, by: Any, at: datetime | None = None) -> Decision:
    """Within ten seconds, before anybody was told: all is as it was, the case open and in the same hands.

    Raises Refused when the time is over or the decision is somebody else's.
    """
    at = at or timezone.now()
    ensure(may_moderate(by))
    with transaction.atomic():
        hold(decision.kind, [decision.subject_id])
        case = Case.objects.select_for_update().get(pk=decision.case_id)
        if decision.by_id != by.pk:
            raise Refused(_("Only who decided can undo it."))
        if decision.act in ABOUT_A_DECISION:
            raise Refused(_("This says something about an earlier decision. It cannot be undone."))
        if at > decision.at + UNDO or not Telling.objects.filter(decision=decision).delete()[0]:
            raise Refused(_("The time for undoing is over. You can reverse the decision instead."))
        taken_back = _take_back(case, decision, Act.UNDO, by=by, at=at, reasons=Reasons())
        _reopen(case, by=by, at=at)
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
        hold(decision.kind, [decision.subject_id])
        case = Case.objects.select_for_update().get(pk=decision.case_id)
        ensure(may_decide(by, case))
        if Decision.objects.filter(takes_back=decision).exists():
            raise Stale(_("This decision was taken back already."))
        taken_back = _take_back(case, decision, act, by=by, at=at, reasons=reasons)
        settle(decision, outcome=taken_back, at=at)
        tell_later(taken_back)
    return taken_back


def record(case: Case, act: Act, **facts: Any) -> Decision:
    """The row of an act, with the thing as it stood. `facts` as `draft` takes them."""
    row = draft(case, act, **facts)
    row.save(force_insert=True)
    log_decision(row)
    return row


def draft(
    case: Case,
    act: Act,
    *,
    thing: Any,
    by: Any,
    at: datetime,
    reasons: Reasons,
    state_before: str,
    takes_back: Decision | None = None,
) -> Decision:
    """The row, not yet stored: who decides on many stores them together."""
    subject = subjects[case.kind]
    return Decision(
        case=case,
        kind=case.kind,
        subject_id=case.subject_id,
        author_id=case.author_id,
        act=act,
        by=by,
        at=at,
        rule=reasons.rule,
        text=clean_text(reasons.text),
        note=clean_text(reasons.note),
        version=subject.version(thing),
        snapshot={"title": subject.title(thing), **subject.snapshot(thing)},
        state_before=state_before,
        until=reasons.until,
        takes_back=takes_back,
    )


def tell_later(decision: Decision) -> None:
    """Its people are told when the time for undoing is over; the sweep finds what a dead worker left."""
    Telling.objects.create(decision=decision, due_at=decision.at + UNDO)
    after_commit(tasks.tell_people_later, decision.pk)


def locked(case: Case, *, by: Any, at: datetime) -> Case:
    """The case, held until the transaction ends. Raises Refused, and Stale when somebody else was quicker."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    ensure(may_decide(by, case))
    if not case.is_open:
        raise Stale(_("Somebody decided on this meanwhile."))
    if case.is_claimed_by_other(by, at=at):
        raise Stale(_("%(name)s is working on this.") % {"name": case.claimed_by})
    return case


def hold(kind: str, ids: Iterable[int]) -> None:
    """These things, locked before their cases: so does an author who edits one, and nobody waits in a circle."""
    rows = subjects[kind].model._default_manager.select_for_update(of=("self",)).filter(pk__in=ids)
    list(rows.order_by("pk").values_list("pk"))


def thing_of(case: Case, *, version: int | None = None) -> Any:
    """What the case is about. Raises Stale when it is gone, or is another version than this."""
    subject: Subject = subjects[case.kind]
    thing = subject.model._default_manager.filter(pk=case.subject_id).first()
    if thing is None:
        raise Stale(_("It is gone: its author has deleted it."))
    if version is not None and subject.version(thing) != version:
        raise Stale(_("Its author has edited it meanwhile. Read it again."))
    return thing


def _follow(case: Case, decision: Decision, reasons: Reasons, *, at: datetime) -> None:
    """What a decision does to its case, its reports and its author."""
    if decision.act == Act.ESCALATE:
        case.escalated_to = reasons.passed_to
        case.claimed_by = case.claimed_until = None
        case.save(update_fields=["escalated_to", "claimed_by", "claimed_until"])
    elif decision.act == Act.SUSPEND and decision.author_id and reasons.until:
        Suspension.objects.create(member_id=decision.author_id, decision=decision, until=reasons.until)
    elif decision.act in VERBS:
        case.state, case.closed_at, case.claimed_until = CaseState.DECIDED, at, None
        case.save(update_fields=["state", "closed_at", "claimed_until"])
        if case.is_reported:
            Report.objects.filter(case=case, was_agreed=None).update(was_agreed=AGREES_WITH_REPORTS[Act(decision.act)])


def _take_back(case: Case, decision: Decision, act: Act, *, by: Any, at: datetime, reasons: Reasons) -> Decision:
    thing = thing_of(case)
    adapter = moderated[case.kind]
    before = adapter.state(thing)
    if before != decision.state_before and _still_holds(decision, before):
        adapter.put_back(thing, state=decision.state_before, at=at)
    Suspension.objects.filter(decision=decision, ended_at=None).update(ended_at=at)
    return record(case, act, thing=thing, by=by, at=at, reasons=reasons, state_before=before, takes_back=decision)


def _still_holds(decision: Decision, state: str) -> bool:
    """Whether the thing is as this decision left it: not sent again by its author, and not decided on again, since."""
    if decision.act not in VERBS or state == State.WAITING:
        return False
    later = Decision.objects.filter(kind=decision.kind, subject_id=decision.subject_id, pk__gt=decision.pk)
    return not later.filter(act__in=VERBS, taken_back_by=None).exists()


def _reopen(case: Case, *, by: Any, at: datetime) -> None:
    if Case.objects.open().about(case.kind, case.subject_id).exclude(pk=case.pk).exists():
        raise Stale(_("Something new was said about this meanwhile. It has a case of its own."))
    case.state, case.closed_at, case.claimed_by = CaseState.OPEN, None, by
    case.escalated_to = ""
    case.save(update_fields=["state", "closed_at", "claimed_by", "escalated_to"])
    Report.objects.filter(case=case).update(was_agreed=None)
    weigh(case)
