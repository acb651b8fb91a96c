"""The statement of reasons as its author will read it, while it is being written. Nothing of it is stored."""

from typing import Any

from django.utils import timezone

from moderation.actions.deciding import Reasons, draft
from moderation.acts import NEEDS_TEXT, Act
from moderation.admin.dossier import Dossier
from moderation.models import Case
from moderation.registries import moderated
from moderation.statements import statement_of


def preview_of(case: Case, act: str, reasons: Reasons, *, by: Any) -> dict[str, Any]:
    """Of this act, or without one of the first that the author is told something of. Empty when the thing is gone."""
    thing = moderated[case.kind].fetched([case.subject_id]).first()
    if thing is None:
        return {}
    dossier = Dossier(case, by=by)
    chosen = Act(act) if act in Act else next(choice.act for choice in dossier.choices if choice.act in NEEDS_TEXT)
    facts = {"thing": thing, "by": by, "at": timezone.now(), "reasons": reasons}
    row = draft(case, chosen, **facts, takes_back=dossier.appeal.decision if dossier.appeal else None)
    if dossier.appeal and chosen == Act.UPHOLD:
        row.decides = dossier.appeal  # in memory: what the statement names
    language = case.author.language if case.author else ""
    return {"statement": statement_of(row, language=language or None), "statement_language": language}
