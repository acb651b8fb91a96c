"""Authors ask once for other eyes; another moderator decides, with an answer either way."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Refused, RuleBroken, Stale
from core.policies import ensure
from core.publication import State
from core.sanitizing import clean_text, is_blank
from moderation.actions.deciding import Reasons, hold, locked, record, tell_later, thing_of
from moderation.actions.opening import open_case
from moderation.actions.settling import settle
from moderation.actions.taking_back import take_back
from moderation.acts import Act
from moderation.meanwhile import what_was_answered
from moderation.models import Appeal, Case, Decision
from moderation.policies import may_appeal, may_decide_appeal

LONGEST = 4_000


def appeal(decision: Decision, *, by: Any, text: str, at: datetime | None = None) -> Appeal:
    """The decision is looked at again: it joins the one open case of its thing. A suspended member may appeal too.

    Raises Refused, and RuleBroken without a text.
    """
    at, text = at or timezone.now(), clean_text(text)
    with transaction.atomic():
        things = hold(decision.kind, [decision.subject_id])
        case = Case.objects.select_for_update(of=("self",)).get(pk=decision.case_id)  # one after the other
        ensure(may_appeal(by, decision, at=at))
        if not Decision.objects.visible_to(by, at=at).filter(pk=decision.pk).exists():
            raise Refused(_("There is nothing to appeal against."))
        _check(text)
        thing = _thing_for_its_author(case, things)
        made = Appeal.objects.create(decision=decision, by=by, text=text, at=at)
        open_case(decision.kind, thing, reason="is_appealed", at=at)
    return made


def decide_appeal(
    appeal: Appeal, *, by: Any, overturn: bool, text: str, version: int, at: datetime | None = None
) -> Decision:
    """The decision stands, or all is as it was before it; the author is told why, either way.

    `version` is that of the thing as the moderator saw it. What its author has taken away meanwhile stays away when
    the decision on it is overturned. Raises Refused, RuleBroken without a text, and Stale when the appeal is decided or
    the thing is another than the one that was seen.
    """
    at, act, reasons = at or timezone.now(), Act.OVERTURN if overturn else Act.UPHOLD, Reasons(text=text)
    reasons.check(act, at=at)
    with transaction.atomic():
        decision, things = _decision_of(appeal, by=by)
        case = locked(_open_case_of(decision), by=by, at=at)
        ensure(may_decide_appeal(by, decision))
        thing = thing_of(case, things, version=version)
        if overturn:
            return _overturn(decision, thing, by=by, reasons=reasons, at=at)
        outcome = record(decision.case, act, thing=thing, by=by, at=at, reasons=reasons)
        settle(decision, outcome=outcome, at=at)
        tell_later(outcome)
    return outcome


def _check(text: str) -> None:
    if is_blank(text):
        raise RuleBroken({"text": _("Say why it should be decided otherwise.")})
    if len(text) > LONGEST:
        raise RuleBroken({"text": _("This is too long. %(most)s characters are enough.") % {"most": LONGEST}})


def _thing_for_its_author(case: Case, things: dict[int, Any]) -> Any:
    try:
        return thing_of(case, things)
    except Stale:
        raise Refused(_("What this was about is gone: there is nothing left to decide.")) from None


def _decision_of(appeal: Appeal, *, by: Any) -> tuple[Decision, dict[int, Any]]:
    """What the appeal is against, with its case and its thing locked. Raises Stale when the appeal has its outcome."""
    decision = Decision.objects.get(pk=appeal.decision_id)
    things = hold(decision.kind, [decision.subject_id])
    decision.case = Case.objects.select_for_update(of=("self",)).get(pk=decision.case_id)
    if answered := what_was_answered(appeal, to=by):
        raise Stale(answered)
    return decision, things


def _open_case_of(decision: Decision) -> Case:
    case = Case.objects.open().about(decision.kind, decision.subject_id).first()
    if case is None:
        raise Stale(_("It is gone: its author has deleted it."))
    return case


def _overturn(decision: Decision, thing: Any, *, by: Any, reasons: Reasons, at: datetime) -> Decision:
    try:
        return take_back(decision, Act.OVERTURN, by=by, reasons=reasons, at=at)
    except RuleBroken:  # its author has withdrawn or deleted it: what is taken back is what was said of it
        facts = {"thing": thing, "by": by, "at": at, "reasons": reasons, "takes_back": decision}
        outcome = record(decision.case, Act.OVERTURN, state_after=State.WITHDRAWN, **facts)
        settle(decision, outcome=outcome, at=at)
        tell_later(outcome)
        return outcome
