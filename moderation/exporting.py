"""All decisions, and all notices of illegal content, as CSV, for whoever has to answer for them."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from core.sanitizing import spreadsheet_safe
from moderation.models import Appeal, Decision, IllegalNotice
from moderation.queue import cases_of

BATCH = 500
COLUMNS = (
    *("decision", "at", "case", "kind", "thing", "version", "state_before", "decided", "rule", "text", "note"),
    *("by", "author", "until", "passed_to", "takes_back", "taken_back_by", "appealed_at", "appeal"),
)
NOTICE_COLUMNS = ("receipt", "at", "law", "case", "kind", "thing", "answered_at", "answered_by")


class _Line:
    """What csv writes to: a line is handed on, not kept."""

    def write(self, text: str) -> str:
        return text


def decisions_of(user: Any, *, since: date | None = None, until: date | None = None) -> QuerySet[Decision]:
    """Decisions that this moderator may read, from the day `since` to the end of the day `until`, oldest first.

    What was decided about things behind doors that are closed to them is not among them, nor what was decided about
    their own: of that they read what authors read.
    """
    decisions = Decision.objects.filter(case__in=cases_of(user).order_by().values("pk")).exclude(author=user.pk)
    if since:
        decisions = decisions.filter(at__gte=_moment(since, time.min))
    if until:
        decisions = decisions.filter(at__lte=_moment(until, time.max))
    return decisions.order_by("at", "pk")


def csv_lines(decisions: QuerySet[Decision]) -> Iterator[str]:
    """A head, and a line for each. Memory does not grow with them; nobody's e-mail address is in them."""
    writer = csv.writer(_Line())
    yield writer.writerow(COLUMNS)
    rows = decisions.select_related("rule", "by", "author", "appeal__outcome").prefetch_related("taken_back_by")
    for decision in rows.iterator(BATCH):
        cells = _cells(decision)
        yield writer.writerow([spreadsheet_safe(cells[column]) for column in COLUMNS])


def notice_lines(notices: QuerySet[IllegalNotice]) -> Iterator[str]:
    """The same of notices, oldest first. Who filed them is not in it."""
    writer = csv.writer(_Line())
    yield writer.writerow(NOTICE_COLUMNS)
    rows = notices.order_by("at", "pk").select_related("case", "answered_by")
    for notice in rows.defer("why", "snapshot", "answer", "name", "email").iterator(BATCH):
        cells = _notice_cells(notice)
        yield writer.writerow([spreadsheet_safe(cells[column]) for column in NOTICE_COLUMNS])


def _notice_cells(notice: IllegalNotice) -> dict[str, str]:
    return {
        "receipt": notice.receipt,
        "at": _when(notice.at),
        "law": notice.law,
        "case": str(notice.case_id or ""),
        "kind": notice.case.kind if notice.case else "",
        "thing": str(notice.case.subject_id) if notice.case else "",
        "answered_at": _when(notice.answered_at),
        "answered_by": notice.answered_by.handle if notice.answered_by else "",
    }


def _cells(decision: Decision) -> dict[str, str]:
    appeal: Appeal | None = getattr(decision, "appeal", None)
    later = [str(row.pk) for row in decision.taken_back_by.all()]  # type: ignore[attr-defined]
    outcome = appeal.outcome.act if appeal and appeal.outcome else "open"
    return {
        "decision": str(decision.pk),
        "at": _when(decision.at),
        "case": str(decision.case_id),
        "kind": decision.kind,
        "thing": str(decision.subject_id),
        "version": str(decision.version),
        "state_before": decision.state_before,
        "decided": decision.act,
        "rule": decision.rule.slug if decision.rule else "",
        "text": decision.text,
        "note": decision.note,
        "by": decision.by.handle if decision.by else "",
        "author": decision.author.handle if decision.author else "",
        "until": _when(decision.until),
        "passed_to": decision.passed_to,
        "takes_back": str(decision.takes_back_id or ""),
        "taken_back_by": " ".join(later),
        "appealed_at": _when(appeal.at) if appeal else "",
        "appeal": outcome if appeal else "",
    }


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour), timezone.get_default_timezone())


def _when(moment: datetime | None) -> str:
    return timezone.localtime(moment, timezone.get_default_timezone()).isoformat() if moment else ""
