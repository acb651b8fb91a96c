"""Deciding on a case. Every act is a row that is never changed; taking one back is another (`taking_back`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.effects import after_commit_once
from core.errors import RuleBroken, Stale
from core.policies import ensure
from core.sanitizing import clean_text, is_blank
from core.subjects import subjects
from moderation import tasks
from moderation.actions.passing_on import last_passing, move
from moderation.acts import AGAINST_THING, NEEDS_RULE, NEEDS_TEXT, PASSING, PUTS, Act, can_place
from moderation.auditing import log_decision
from moderation.meanwhile import what_happened, what_was_edited
from moderation.models import Case, CaseState, Decision, HouseRule, Report, Suspension, Telling
from moderation.models.decision import UNDO
from moderation.policies import may_decide, may_suspend
from moderation.registries import moderated


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
        if act == Act.ESCALATE and is_blank(self.note):
            problems["note"] = _("Say what they should look at.")
        if problems:
            raise RuleBroken(problems)


def decide(
    case: Case, act: Act, *, by: Any, version: int, reasons: Reasons | None = None, at: datetime | None = None
) -> Decision:
    """The thing is as the act says, the case decided, and its people are told once the time for undoing is over.

    A warning, a suspension, an escalation and a return leave the case open: the thing itself is still to be judged;
    sent twice within the time for undoing they are one. `version` is the one that the moderator saw. Raises Refused,
    RuleBroken, and Stale when the thing or the case has changed.
    """
    at, reasons = at or timezone.now(), reasons or Reasons()
    reasons.check(act, at=at)
    with transaction.atomic():
        things = hold(case.kind, [case.subject_id])
        if act in PUTS:
            case = _closed(case, by=by, at=at)
            thing = thing_of(case, things, version=version)
            return _place(case, act, thing=thing, by=by, at=at, reasons=reasons)
        case = locked(case, by=by, at=at)
        thing = thing_of(case, things, version=version)
        if said := _said_before(case, act, by=by, at=at, reasons=reasons):
            return said
        if act == Act.SUSPEND:
            ensure(may_suspend(by, case.author))
        decision = record(case, act, thing=thing, by=by, at=at, reasons=reasons)
        _follow(case, decision, reasons)
        tell_later(decision)
    return decision


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
    state_before: str = "",
    state_after: str = "",
    takes_back: Decision | None = None,
) -> Decision:
    """The row, not yet stored: who decides on many stores them together. An act that moves the thing says from where
    and to where; of another the thing stands where it stood."""
    state_before = state_before or moderated[case.kind].state(thing)
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
        version=subjects[case.kind].version(thing),
        snapshot=words_of(case.kind, thing),
        state_before=state_before,
        state_after=state_after or state_before,
        until=reasons.until,
        passed_to=reasons.passed_to if act == Act.ESCALATE else "",
        takes_back=takes_back,
    )


def words_of(kind: str, thing: Any) -> dict[str, Any]:
    """The thing as it stands, to be kept beside what is said of it."""
    subject = subjects[kind]
    return {"title": subject.title(thing), **subject.snapshot(thing)}


def tell_later(decision: Decision) -> None:
    """Its people are told when the time for undoing is over; the sweep finds what a dead worker left."""
    Telling.objects.create(decision=decision, due_at=decision.at + UNDO)
    after_commit_once(tasks.tell_due_later, within=tasks.TOGETHER)


def locked(case: Case, *, by: Any, at: datetime) -> Case:
    """The case, held until the transaction ends. Raises Refused, and Stale when somebody else was quicker."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    ensure(may_decide(by, case))
    if not case.is_open:
        raise Stale(what_happened(case, to=by))
    if case.is_claimed_by_other(by, at=at):
        raise Stale(_("%(name)s is working on this.") % {"name": case.claimed_by})
    return case


def _closed(case: Case, *, by: Any, at: datetime) -> Case:
    """The case, decided and held; nobody waits for it to be read again where it can be closed as it was seen. Raises as
    `locked` does."""
    ensure(may_decide(by, case))
    was_reported = Case.objects.close(case.pk, by=by, at=at)
    if was_reported is None:
        case = locked(case, by=by, at=at)
        Case.objects.filter(pk=case.pk).update(state=CaseState.DECIDED, closed_at=at, claimed_until=None)
        return case
    case.is_reported = was_reported
    return case


def hold(kind: str, ids: Iterable[int]) -> dict[int, Any]:
    """These things by id, locked before their cases: so does an author who edits one, and nobody waits in a circle.
    Several in the order in which their room gives them, else by key."""
    wanted = list(ids)
    rows = moderated[kind].fetched(wanted).select_for_update(of=("self",))
    if len(wanted) > 1 and not rows.query.order_by:  # an order costs a quarter of the question
        rows = rows.order_by("pk")
    return {thing.pk: thing for thing in rows}


def thing_of(case: Case, held: dict[int, Any], *, version: int | None = None) -> Any:
    """What the case is about, of the things that are held. Raises Stale when it is gone, or is another version."""
    thing = held.get(case.subject_id)
    if thing is None:
        raise Stale(_("It is gone: its author has deleted it."))
    if version is not None and subjects[case.kind].version(thing) != version:
        raise Stale(what_was_edited(thing))
    return thing


def _place(case: Case, act: Act, *, thing: Any, by: Any, at: datetime, reasons: Reasons) -> Decision:
    """The act puts the thing where it belongs; what was said in reports on the closed case is right or wrong now."""
    adapter = moderated[case.kind]
    if case.is_appealed:
        raise RuleBroken(_("Its author has appealed. Decide on the appeal first."))
    before = adapter.state(thing)
    if not can_place(act, adapter.states, before):
        raise RuleBroken({"act": _("This cannot be done with it as it stands now.")})
    after = adapter.place(thing, PUTS[act], at=at)
    facts = {"thing": thing, "by": by, "at": at, "reasons": reasons, "state_before": before, "state_after": after}
    decision = record(case, act, **facts)
    if case.is_reported:
        Report.objects.filter(case=case, was_agreed=None).update(was_agreed=act in AGAINST_THING)
    tell_later(decision)
    return decision


def _said_before(case: Case, act: Act, *, by: Any, at: datetime, reasons: Reasons) -> Decision | None:
    """The same, said a moment ago: a double click, or a request that was sent again."""
    lately = Decision.objects.filter(case=case, act=act, by=by.pk, at__gt=at - UNDO, taken_back_by=None)
    said = lately.filter(text=clean_text(reasons.text), note=clean_text(reasons.note)).first()
    if said and act in PASSING and (said != last_passing(case) or said.passed_to != reasons.passed_to):
        return None  # the case went elsewhere in between, or is to go elsewhere now
    return said


def _follow(case: Case, decision: Decision, reasons: Reasons) -> None:
    """What a decision that leaves the thing alone does to the case and the author."""
    if decision.act in PASSING:
        move(case, decision)
    elif decision.act == Act.SUSPEND and decision.author_id and reasons.until:
        Suspension.objects.create(member_id=decision.author_id, decision=decision, until=reasons.until)
