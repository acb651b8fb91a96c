"""What moderation holds of one member: for the export of their data and for its erasure."""

from datetime import datetime
from typing import Any

from moderation.actions.claiming import release_all
from moderation.actions.settling import drop_appeals
from moderation.models import Appeal, Decision, IllegalNotice, Report, Suspension
from moderation.statements import statement_of


def export(member: Any) -> dict[str, Any]:
    """What others wrote stays out: who reported, what moderators noted for themselves, the words that were reported."""
    return {
        "decisions": [_decision(decision) for decision in _told(member)],
        "appeals": [
            {"decision": appeal.decision_id, "text": appeal.text, "at": _iso(appeal.at), "outcome": _outcome(appeal)}
            for appeal in Appeal.objects.filter(by=member).select_related("outcome").order_by("pk")
        ],
        "suspensions": [
            {"until": _iso(row.until), "ended_at": _iso(row.ended_at)}
            for row in Suspension.objects.filter(member=member).order_by("pk")
        ],
        "reports": [_report(report) for report in Report.objects.visible_to(member).with_row_relations()],
        "notices_of_illegal_content": [
            _notice(notice) for notice in IllegalNotice.objects.filter(by=member).order_by("pk")
        ],
        "decided_as_moderator": [
            {"id": pk, "act": act, "kind": kind, "at": _iso(at)}
            for pk, act, kind, at in Decision.objects.filter(by=member)
            .order_by("pk")
            .values_list("pk", "act", "kind", "at")
        ],
    }


def erase(member: Any) -> None:
    """What was decided stays, as a former member's, without the words it was about; so does that something was
    reported, without who did and what they noted. Appeals that nobody has decided are dropped.

    A notice of illegal content keeps what it says, without name and address, and the words it is about: a court may ask
    for them.
    """
    drop_appeals(member)
    Appeal.objects.filter(by=member).update(by=None, text="")
    Suspension.objects.filter(member=member).delete()
    Decision.objects.filter(author=member).update(snapshot={})
    Report.objects.filter(case__author=member).update(snapshot={})
    Report.objects.filter(by=member).update(by=None, note="")
    IllegalNotice.objects.filter(by=member).update(by=None, name="", email="", letter_due_at=None)
    release_all(by=member)


def _told(member: Any) -> Any:
    decisions = Decision.objects.visible_to(member).select_related("case", "rule", "takes_back", "decides__decision")
    return decisions.prefetch_related("rule__translations", "case__findings").order_by("pk")


def _decision(decision: Decision) -> dict[str, Any]:
    said = statement_of(decision)
    return {
        "id": decision.pk,
        "act": decision.act,
        "about": {"kind": decision.kind, "id": decision.subject_id, "version": decision.version, "name": said.name},
        "words": list(said.said),
        "at": _iso(decision.at),
        "rule": decision.rule.slug if decision.rule else "",
        "text": decision.text,
        "until": _iso(decision.until),
        "automated": decision.by_id is None,
    }


def _outcome(appeal: Appeal) -> str:
    """Nothing while its author has not been told."""
    return appeal.outcome.act if appeal.outcome and not hasattr(appeal.outcome, "telling") else ""


def _report(report: Report) -> dict[str, Any]:
    return {
        "about": {"kind": report.case.kind, "id": report.case.subject_id},
        "rule": report.rule.slug if report.rule else "",
        "note": report.note,
        "at": _iso(report.at),
        "outcome": report.outcome.value,
    }


def _notice(notice: IllegalNotice) -> dict[str, Any]:
    own = ("receipt", "address", "law", "why", "name", "email", "answer")
    return {name: getattr(notice, name) for name in own} | {"at": _iso(notice.at)}


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
