"""Passing a case on to others, and taking it back into the queue. Neither decides anything about the thing."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from core.errors import RuleBroken, Stale
from core.notices.actions.telling import News
from core.policies import ensure
from moderation.acts import Act
from moderation.models import Case, Decision
from moderation.news import PASSED_ON, key_of
from moderation.policies import may_return
from moderation.teams import escalation_of, listeners


def move(case: Case, decision: Decision) -> None:
    """The case is with those to whom this decision passes it, or back in the queue; nobody has it in hand.

    Raises Refused, RuleBroken, and Stale when somebody took it back meanwhile.
    """
    if decision.act == Act.RETURN:
        if not case.escalated_to:
            raise Stale(_("It is back in the queue already."))
        ensure(may_return(decision.by, case))
    elif decision.passed_to == case.escalated_to:
        raise RuleBroken({"passed_to": _("It is with them already.")})
    case.escalated_to = decision.passed_to
    case.claimed_by = case.claimed_until = None
    case.save(update_fields=["escalated_to", "claimed_by", "claimed_until"])


def where_it_is(case: Case) -> str:
    """To whom the case is passed on by its rows, empty while it is in the queue: what `escalated_to` has to be."""
    last = last_passing(case)
    return last.passed_to if last else ""


def last_passing(case: Case) -> Decision | None:
    return Decision.objects.passings().filter(case=case).first()


def news_for_teams(decisions: Iterable[Decision]) -> Iterator[News]:
    """Of each escalation that still stands: to those to whom the case was passed."""
    for decision in decisions:
        case = Case.objects.open().filter(pk=decision.case_id).first() if decision.act == Act.ESCALATE else None
        if case is None or escalation_of(case) != decision:
            continue
        for member in listeners(case, decision):
            yield News(member.pk, PASSED_ON, ("case", case.pk), key_of(decision.pk), decision.by_id)
