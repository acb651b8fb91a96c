"""The statement of reasons as its author will read it, while it is being written. Nothing of it is stored."""

from typing import Any

from django.utils import timezone

from moderation.actions.deciding import Reasons, draft
from moderation.actions.taking_back import state_then
from moderation.acts import NEEDS_TEXT, PUTS, Act
from moderation.admin.dossier import Dossier
from moderation.models import Case, Decision
from moderation.registries import moderated
from moderation.statements import statement_of


def preview_of(case: Case, act: str, reasons: Reasons, *, by: Any) -> dict[str, Any]:
    """Of this act, or without one of the first that the author is told something of. Empty when the thing is gone."""
    thing = moderated[case.kind].fetched([case.subject_id]).first()
    if thing is None:
        return {}
    dossier = Dossier(case, by=by)
    chosen = Act(act) if act in Act else next(choice.act for choice in dossier.choices if choice.act in NEEDS_TEXT)
    former = dossier.appeal.decision if dossier.appeal else None
    facts = {"thing": thing, "by": by, "at": timezone.now(), "reasons": reasons, "takes_back": former}
    row = draft(case, chosen, **facts, state_after=_state_after(chosen, former, moderated[case.kind].state(thing)))
    if dossier.appeal and chosen == Act.UPHOLD:
        row.decides = dossier.appeal  # in memory: what the statement names
    language = case.author.language if case.author else ""
    return {"statement": statement_of(row, language=language or None), "statement_language": language}


def _state_after(act: Act, former: Decision | None, state: str) -> str:
    """Where the thing, which stands in `state`, would stand then."""
    if act == Act.OVERTURN and former:
        return state_then(former, state, by_a_person=True)
    return PUTS.get(act, state)
