"""The kinds of notice that moderation sends, and what their words need at the moment of showing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import Count
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from core.notices.kinds import NoticeKind
from core.notices.letters import absolute
from core.notices.models import Notice
from core.subjects import Shown, show
from moderation.models import BulkApproval, Decision, Report
from moderation.models.case import late
from moderation.policies import may_moderate
from moderation.queue import cases_of
from moderation.sentences import name_of, outcome_of
from moderation.statements import statement_of
from moderation.trust import house

PASSED_ON = "moderation-passed-on"
LATE = "moderation-late"
DECIDED = "moderation-decided"
PUBLISHED = "moderation-published"
REPORTED = "moderation-reported"
FILED = "moderation-filed"
BULK_ASKED = "moderation-bulk-asked"
BULK_ENDED = "moderation-bulk-ended"


def key_of(decision_id: int) -> str:
    """Names the event for notices: whatever the worker does, each is told once."""
    return f"decision:{decision_id}"


def decisions_behind(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """By notice: the decision that its key names, and its statement, put into words only where it is read."""
    decisions = _decisions(notices)
    told = [(notice, decisions[notice.event_id]) for notice in notices if notice.event_id in decisions]
    seen = _seen(told)
    return {notice.pk: _told(decision, seen.get(notice.pk)) for notice, decision in told}


def _told(decision: Decision, seen: Shown | None) -> dict[str, Any]:
    """`name` is what the thing is called to this reader now, `seen_url` where they find it, if they may see it."""
    return {
        "decision": decision,
        "statement": SimpleLazyObject(partial(statement_of, decision)),
        "name": SimpleLazyObject(partial(name_of, decision, under=seen.title if seen else "")),
        "seen_url": absolute(seen.url) if seen else "",
    }


def reports_behind(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """By notice: the report, what became of it, and what the thing is called if this reader may see it now."""
    decisions = _decisions(notices)
    reports = Report.objects.in_bulk({notice.subject_id for notice in notices})
    told = [notice for notice in notices if notice.event_id in decisions and notice.subject_id in reports]
    seen = _seen((notice, decisions[notice.event_id]) for notice in told)
    return {
        notice.pk: {
            "report": reports[notice.subject_id],
            "act": decisions[notice.event_id].act,
            "outcome": SimpleLazyObject(partial(outcome_of, decisions[notice.event_id])),
            "title": seen[notice.pk].title if notice.pk in seen else "",
        }
        for notice in told
    }


def escalations_behind(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """By notice: the decision that passed the case on. Its note is read beside the case, not in a mail."""
    decisions = Decision.objects.select_related("by").in_bulk({notice.event_id for notice in notices})
    return {notice.pk: {"escalation": decisions[notice.event_id]} for notice in notices if notice.event_id in decisions}


def late_behind(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """By notice: how many cases that its reader may see now waited for too long when it was written."""
    promised, facts = house().promised, {}
    for mine in _by_reader(notices):
        numbers = {
            f"of_{notice.pk}": Count("pk", filter=late(promised=promised, at=notice.created_at)) for notice in mine
        }
        found = cases_of(mine[0].recipient).order_by().aggregate(**numbers)
        facts |= {notice.pk: {"late": found[f"of_{notice.pk}"]} for notice in mine if found[f"of_{notice.pk}"]}
    return facts


def _by_reader(notices: Iterable[Notice]) -> list[list[Notice]]:
    mine: dict[int, list[Notice]] = defaultdict(list)
    for notice in notices:
        mine[notice.recipient_id].append(notice)
    return list(mine.values())


def bulks_behind(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """By notice: the bulk approval as it stands now, with its numbers and no title of anything in it."""
    asked = BulkApproval.objects.exclude(asked_by=None).with_people().with_numbers()
    bulks = asked.in_bulk({notice.subject_id for notice in notices})
    return {notice.pk: {"bulk": bulks[notice.subject_id]} for notice in notices if notice.subject_id in bulks}


def _decisions(notices: Sequence[Notice]) -> dict[int, Decision]:
    rows = Decision.objects.select_related("case", "rule", "takes_back", "decides__decision")
    return rows.prefetch_related("rule__translations", "case__findings").in_bulk(
        {notice.event_id for notice in notices}
    )


def _seen(told: Iterable[tuple[Notice, Decision]]) -> dict[int, Shown]:
    """By notice the thing, as far as its reader may see it now. Asked once for each reader and kind."""
    asked: dict[tuple[int, str], list[tuple[Notice, int]]] = defaultdict(list)
    for notice, decision in told:
        asked[notice.recipient_id, decision.kind].append((notice, decision.subject_id))
    readers = {reader_id: pairs[0][0].recipient for (reader_id, _kind), pairs in asked.items()}
    seen = {}
    for (reader_id, kind), pairs in asked.items():
        things = show(kind, [subject_id for _notice, subject_id in pairs], to=readers[reader_id])
        seen |= {notice.pk: things[subject_id] for notice, subject_id in pairs if subject_id in things}
    return seen


KINDS = (
    NoticeKind(
        key=DECIDED,
        label=_("A moderator decides about something of yours"),
        reason=_("This is about something that you wrote here."),
        facts=decisions_behind,
        may_wait=False,
    ),
    NoticeKind(
        key=PUBLISHED,
        label=_("Something of yours that was checked is published"),
        reason=_("You wrote this, and it was checked before it appeared."),
        facts=decisions_behind,
    ),
    NoticeKind(
        key=REPORTED,
        label=_("Something that you reported is decided"),
        reason=_("You reported this."),
        facts=reports_behind,
    ),
    NoticeKind(
        key=PASSED_ON,
        label=_("A case was passed to you"),
        reason=_("You moderate here, and a case was passed to you."),
        facts=escalations_behind,
        is_for=may_moderate,
        may_wait=False,
    ),
    NoticeKind(
        key=LATE,
        label=_("Cases wait longer than promised"),
        reason=_("You moderate here. This comes at most once a day, and only when something is late."),
        facts=late_behind,
        is_for=may_moderate,
        may_wait=False,
    ),
    NoticeKind(
        key=FILED,
        label=_("Notice of illegal content"),
        reason=_("You moderate here."),
        is_for=may_moderate,
        may_wait=False,
    ),
    NoticeKind(
        key=BULK_ASKED,
        label=_("Another moderator asks you to approve many cases together"),
        reason=_("You moderate here, and more than fifty at once need a second person."),
        facts=bulks_behind,
        is_for=may_moderate,
        may_wait=False,
    ),
    NoticeKind(
        key=BULK_ENDED,
        label=_("What you asked to be approved together is confirmed, or not done"),
        reason=_("You asked for this approval."),
        facts=bulks_behind,
        is_for=may_moderate,
    ),
)
