"""Who is told of a decision, once, when the time for undoing it is over."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.notices.actions.telling import notify
from core.notices.models import Notice
from moderation.models import Act, Decision, Report, Telling
from moderation.news import DECIDED, PUBLISHED, REPORTED
from moderation.statements import statement_of

__all__ = ["statement_of", "tell_due", "tell_people_of"]

SHOWS = frozenset({Act.APPROVE, Act.RESTORE})
SETTLES_REPORTS = SHOWS | {Act.ASK, Act.REJECT, Act.HIDE}
TAKES_BACK = frozenset({Act.REVERSE, Act.OVERTURN})


def tell_people_of(decision_id: int, *, at: datetime | None = None) -> int:
    """The author and the reporters have their notice; how many are new. Nothing while it is not due or taken back.

    The row that says that they are to be told is held meanwhile, so that undoing waits for the notices or prevents
    them, and goes in the same transaction.
    """
    at = at or timezone.now()
    with transaction.atomic():
        due = Telling.objects.filter(decision=decision_id, due_at__lte=at).select_for_update(of=("self",))
        telling = due.select_related("decision__takes_back", "decision__case").first()
        if telling is None:
            return 0
        told = _tell(telling.decision, at=at)
        telling.delete()
    return told


def tell_due(*, at: datetime | None = None) -> int:
    """Everything that is due is told; how many decisions. The safety net of the worker."""
    due = Telling.objects.filter(due_at__lte=at or timezone.now()).order_by("due_at", "pk")
    return sum(bool(tell_people_of(pk, at=at)) for pk in list(due.values_list("decision_id", flat=True)))


def _tell(decision: Decision, *, at: datetime) -> int:
    if Decision.objects.filter(takes_back=decision).exists():
        return 0
    return _tell_author(decision, at=at) + _tell_reporters(decision, at=at)


def _tell_author(decision: Decision, *, at: datetime) -> int:
    """Of what they may read on its own page; of a decision taken back if they had heard of it, or had appealed."""
    author = decision.author
    if author is None or not Decision.objects.visible_to(author, at=at).filter(pk=decision.pk).exists():
        return 0
    if decision.act == Act.REVERSE and author.pk not in _told_of(decision.takes_back):
        return 0
    kind = PUBLISHED if decision.act in SHOWS else DECIDED
    return notify([author.pk], kind=kind, about=("decision", decision.pk), key=key_of(decision), at=at)


def _tell_reporters(decision: Decision, *, at: datetime) -> int:
    """Each about their own report. A machine's decision leaves the case open: their reports are still to be judged."""
    reports = Report.objects.filter(case=decision.case_id).exclude(by=None).exclude(by=decision.by_id)
    if decision.act in TAKES_BACK:
        reports = reports.filter(by__in=_told_of(decision.takes_back) - {decision.author_id})
    elif decision.act not in SETTLES_REPORTS or decision.by_id is None:
        return 0
    rows = reports.values_list("pk", "by")
    return sum(notify([by], kind=REPORTED, about=("report", pk), key=key_of(decision), at=at) for pk, by in rows)


def _told_of(decision: Decision | None) -> set[int | None]:
    """Members who had a notice of this decision."""
    return set(Notice.objects.filter(key=key_of(decision)).values_list("recipient", flat=True)) if decision else set()


def key_of(decision: Decision) -> str:
    """Names the event for notices: whatever the worker does, each is told once."""
    return f"decision:{decision.pk}"
