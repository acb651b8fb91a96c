"""What happened while a moderator was writing: who did what, and when. Moderators alone read it."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moderation.acts import ABOUT_AUTHOR, INSIDE, ON_APPEAL
from moderation.models import Appeal, Case, CaseState, Decision


def what_happened(case: Case, *, to: Any) -> str:
    """Why this case is not open any more."""
    if case.state == CaseState.LAPSED:
        return _("It is gone: its author took it away meanwhile (%(when)s).") % {"when": _moment(case.closed_at)}
    # The answer to an appeal belongs to the case of the decision that it is about.
    about = Decision.objects.filter(kind=case.kind, subject_id=case.subject_id, at__gte=case.opened_at)
    last = about.exclude(act__in=INSIDE | ABOUT_AUTHOR).select_related("by").first()
    return what_was_decided(last, to=to) if last else _("Somebody decided on this meanwhile.")


def what_was_decided(decision: Decision, *, to: Any) -> str:
    """This decision came first."""
    facts = _facts(decision)
    if decision.by_id is None:
        return _("This was decided meanwhile: “%(act)s” (%(when)s).") % facts
    if decision.by_id == to.pk:
        return _("You have decided on this already: “%(act)s” (%(when)s).") % facts
    if decision.act in ON_APPEAL:
        return _("%(name)s decided on the appeal meanwhile: “%(act)s” (%(when)s).") % facts
    return _("%(name)s decided on this meanwhile: “%(act)s” (%(when)s).") % facts


def what_was_answered(appeal: Appeal, *, to: Any) -> str:
    """Why nobody waits for an answer to this appeal any more; empty while its author does."""
    now = Appeal.objects.filter(pk=appeal.pk).select_related("outcome__by").first()
    if now is None:
        return _("Nobody waits for an answer to this appeal any more.")
    return what_was_decided(now.outcome, to=to) if now.outcome else ""


def what_took_back(decision: Decision) -> str:
    """Why there is nothing left to take back; empty while there is."""
    later = Decision.objects.filter(takes_back=decision).select_related("by").first()
    if later is None:
        return ""
    if later.by_id is None:
        return _("This decision was taken back already: “%(act)s” (%(when)s).") % _facts(later)
    return _("%(name)s took this decision back already: “%(act)s” (%(when)s).") % _facts(later)


def what_was_edited(thing: Any) -> str:
    """Another version is there than the one that was read. Not everything knows when that came."""
    if edited_at := getattr(thing, "edited_at", None):
        return _("Its author edited it meanwhile (%(when)s). Read it again.") % {"when": _moment(edited_at)}
    return _("Its author edited it meanwhile. Read it again.")


def _facts(decision: Decision) -> dict[str, Any]:
    return {"name": decision.by, "act": decision.get_act_display(), "when": _moment(decision.at)}


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT") if at else ""
