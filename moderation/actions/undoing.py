"""Taking back a whole bulk approval within seconds, before anybody was told, in few queries however many they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.policies import ensure
from moderation.actions.bulk import hold_all
from moderation.actions.deciding import Reasons, draft
from moderation.acts import PUTS, Act
from moderation.auditing import log_bulk, log_decisions
from moderation.models import BulkApproval, Case, CaseState, Decision, Report, Telling
from moderation.policies import may_undo_bulk
from moderation.registries import moderated

Outcome = dict[int, str]
Rows = Collection[Decision]
Things = Mapping[int, Any]


def undo_bulk(bulk: BulkApproval, *, by: Any, at: datetime | None = None) -> Outcome:
    """By case what became of it: empty when all is as it was and the case open, else why its approval stays.

    As `undo` does it with one. Raises Refused when the time is over or somebody else approved them.
    """
    at = at or timezone.now()
    with transaction.atomic():
        bulk = BulkApproval.objects.select_for_update().get(pk=bulk.pk)
        ensure(may_undo_bulk(by, bulk, at=at))
        things = hold_all(bulk.seen)
        list(Case.objects.select_for_update().filter(decisions__bulk=bulk).order_by("pk").values_list("pk"))
        decisions = list(bulk.decisions.select_related("case").order_by("pk"))
        outcome = _obstacles(decisions)
        taken_back: list[Decision] = []
        for kind, alike in _by_kind(row for row in decisions if not outcome[row.case_id]).items():
            taken_back += _take_back(alike, things.get(kind, {}), outcome, by=by, at=at)
        if taken_back:
            _reopen(taken_back)
            log_bulk(bulk, "undo", by=by, at=at, cases=len(taken_back))
    return outcome


def _by_kind(decisions: Iterable[Decision]) -> dict[str, list[Decision]]:
    by_kind: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_kind[decision.kind].append(decision)
    return by_kind


def _obstacles(decisions: Rows) -> Outcome:
    """By case why this approval cannot be taken back any more; empty where it can. The cases are held."""
    outcome = dict.fromkeys((row.case_id for row in decisions), "")
    waiting = Telling.objects.select_for_update().filter(decision__in=decisions)
    untold = set(waiting.values_list("decision_id", flat=True))
    outcome |= {row.case_id: _("People were told of it already.") for row in decisions if row.pk not in untold}
    taken = Decision.objects.filter(takes_back__in=decisions).values_list("case_id", flat=True)
    outcome |= dict.fromkeys(taken, _("This was taken back already."))
    for kind, alike in _by_kind(decisions).items():
        overtaken = _overtaken(kind, alike)
        again = _("Something new was said about this meanwhile. It has a case of its own.")
        outcome |= {row.case_id: again for row in alike if row.subject_id in overtaken and not outcome[row.case_id]}
    return outcome


def _overtaken(kind: str, decisions: Rows) -> set[int]:
    """Things with a new case that is open, or on which somebody decided again."""
    ids, cases = [row.subject_id for row in decisions], [row.case_id for row in decisions]
    new = Case.objects.open().filter(kind=kind, subject_id__in=ids).exclude(pk__in=cases)
    last = max(row.pk for row in decisions)
    later = Decision.objects.filter(kind=kind, subject_id__in=ids, act__in=PUTS, pk__gt=last)
    return {*new.values_list("subject_id", flat=True), *later.values_list("subject_id", flat=True)}


def _take_back(decisions: Rows, things: Things, outcome: Outcome, *, by: Any, at: datetime) -> list[Decision]:
    """The drafts of the decisions that take these back, all of one kind; `outcome` learns which cannot be.

    Nobody has decided since, so that the thing belongs where it stood before: there is nothing to replay.
    """
    facts: dict[str, Any] = {"by": by, "at": at, "reasons": Reasons()}
    became = _put_back(decisions, things, at=at)
    outcome |= {row.case_id: became[row.subject_id] for row in decisions}
    drafts = []
    for row in decisions:
        if not outcome[row.case_id]:
            states: dict[str, Any] = {"state_before": row.state_after, "state_after": row.state_before}
            drafts.append(draft(row.case, Act.UNDO, thing=things[row.subject_id], takes_back=row, **states, **facts))
    return drafts


def _put_back(decisions: Rows, things: Things, *, at: datetime) -> dict[int, str]:
    """By thing what became of it: empty when it stands where it stood before."""
    became: dict[int, str] = {}
    moving: dict[str, list[int]] = defaultdict(list)
    for row in decisions:
        adapter, thing = moderated[row.kind], things.get(row.subject_id)
        if thing is None:
            became[row.subject_id] = _("It is gone: its author has deleted it.")
        elif adapter.state(thing) != row.state_after:
            became[row.subject_id] = _("Its author has moved it meanwhile: it stands as they left it.")
        elif row.state_after == row.state_before:
            became[row.subject_id] = ""
        else:
            moving[row.state_before].append(row.subject_id)
    for state, ids in sorted(moving.items()):
        placed = adapter.place_many(ids, state, at=at)
        became |= {pk: str(why) for pk, why in placed.items()}
    return became


def _reopen(taken_back: Rows) -> None:
    """The rows are stored, nobody will be told, and the cases are open and free for all.

    They are as urgent as they were: nothing was added to them while they were closed.
    """
    stored = Decision.objects.bulk_create(taken_back)
    log_decisions(stored)
    Telling.objects.filter(decision__in=[row.takes_back_id for row in stored]).delete()
    cases = [row.case_id for row in stored]
    Case.objects.filter(pk__in=cases).update(state=CaseState.OPEN, closed_at=None)
    Report.objects.filter(case__in=cases).update(was_agreed=None)
