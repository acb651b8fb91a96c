"""Approving many cases at once, in a number of queries that does not grow with them; above fifty by two people."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.effects import after_commit
from core.errors import Refused, RuleBroken
from core.policies import ensure
from core.publication import State
from core.subjects import subjects
from moderation import tasks
from moderation.actions.deciding import Reasons, draft, hold
from moderation.acts import AGAINST_THING, Act
from moderation.auditing import log_decisions
from moderation.models import BulkApproval, Case, CaseState, Decision, Report, Telling
from moderation.models.bulk import ALONE, BulkApprovalQuerySet
from moderation.models.decision import UNDO
from moderation.policies import may_confirm, may_moderate, may_take_back_bulk
from moderation.registries import moderated


@dataclass(frozen=True, slots=True)
class Hands:
    """Whoever answers for a bulk: who carries it out, and who asked for it when that is somebody else."""

    by: Any
    asked_by: Any = None

    def __contains__(self, member_id: int | None) -> bool:
        return member_id is not None and member_id in (self.by.pk, self.asked_by and self.asked_by.pk)

    @property
    def note(self) -> str:
        return _("Approved with many others; %(name)s asked for it.") % {"name": self.asked_by} if self.asked_by else ""


def approve_in_bulk(
    case_ids: Collection[int], *, by: Any, versions: Mapping[int, int], at: datetime | None = None
) -> dict[int, str]:
    """By case: empty when it is approved, else why it was left out. Authors are told as after any decision.

    `versions` are those that were seen. Raises Refused above fifty: see `ask_for_bulk`.
    """
    ensure(may_moderate(by))
    if len(set(case_ids)) > ALONE:
        raise Refused(_("More than %(most)d at once need a second person.") % {"most": ALONE})
    return _approve(case_ids, hands=Hands(by), versions=versions, at=at or timezone.now())


def ask_for_bulk(
    case_ids: Collection[int], *, by: Any, versions: Mapping[int, int], at: datetime | None = None
) -> BulkApproval:
    """Another moderator has a day to confirm that all these are approved. Nothing happens until then.

    Raises Refused, and RuleBroken when one person may do it alone or a version is missing.
    """
    ensure(may_moderate(by))
    wanted = sorted(set(case_ids))
    if len(wanted) <= ALONE:
        raise RuleBroken(_("Up to %(most)d need nobody else: approve them yourself.") % {"most": ALONE})
    if missing := [pk for pk in wanted if pk not in versions]:
        raise RuleBroken(_("Nobody says which version of %(case)d was seen.") % {"case": missing[0]})
    seen = {str(pk): versions[pk] for pk in wanted}
    return BulkApproval.objects.create(asked_by=by, asked_at=at or timezone.now(), versions=seen)


def confirm_bulk(bulk: BulkApproval, *, by: Any, at: datetime | None = None) -> dict[int, str]:
    """By case what became of it, as `approve_in_bulk` says it. The decisions are those of whoever confirms.

    Confirming again, or when the day is over, is refused.
    """
    at = at or timezone.now()
    with transaction.atomic():
        bulk = BulkApproval.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=bulk.pk)
        ensure(may_confirm(by, bulk, at=at))
        outcome = _approve(bulk.seen, hands=Hands(by, bulk.asked_by), versions=bulk.seen, at=at)
        bulk.confirmed_by, bulk.closed_at = by, at
        bulk.left_out = {str(pk): reason for pk, reason in outcome.items() if reason}
        bulk.save(update_fields=["confirmed_by", "closed_at", "left_out"])
    return outcome


def take_back_bulk(bulk: BulkApproval, *, by: Any, at: datetime | None = None) -> None:
    """It will not be done: whoever asked thinks again, or somebody else does not agree. Raises Refused."""
    with transaction.atomic():
        bulk = BulkApproval.objects.select_for_update().get(pk=bulk.pk)
        ensure(may_take_back_bulk(by, bulk))
        bulk.closed_at = at or timezone.now()
        bulk.save(update_fields=["closed_at"])


def pending_bulk(*, at: datetime | None = None) -> BulkApprovalQuerySet:
    """What waits for a second person, the oldest first."""
    return BulkApproval.objects.pending(at=at).select_related("asked_by")


@transaction.atomic
def _approve(case_ids: Collection[int], *, hands: Hands, versions: Mapping[int, int], at: datetime) -> dict[int, str]:
    _hold(case_ids)
    locked = Case.objects.select_for_update(of=("self",)).filter(pk__in=case_ids).order_by("pk")
    cases = {case.pk: case for case in locked.select_related("claimed_by")}
    outcome = {pk: _obstacle(cases.get(pk), hands, at=at) for pk in case_ids}
    by_kind: dict[str, list[Case]] = defaultdict(list)
    for pk, reason in outcome.items():
        if not reason:
            by_kind[cases[pk].kind].append(cases[pk])
    decisions = []
    for kind, same in by_kind.items():
        drafts = _approve_kind(kind, same, outcome, hands=hands, versions=versions, at=at)
        decisions += [row for row in drafts if not outcome[row.case_id]]
    _close(decisions, at=at)
    return outcome


def _hold(case_ids: Collection[int]) -> None:
    """All that these cases are about, before the cases; what stands under another thing before that thing, which
    counts it: in this order everybody else takes them, too."""
    ids: dict[str, list[int]] = defaultdict(list)
    for kind, subject_id in Case.objects.filter(pk__in=case_ids).values_list("kind", "subject_id"):
        ids[kind].append(subject_id)
    for kind in reversed([adapter.key for adapter in moderated]):
        if kind in ids:
            hold(kind, ids[kind])


def _obstacle(case: Case | None, hands: Hands, *, at: datetime) -> str:
    """Why this case is not one for a bulk; empty when it is."""
    if case is None:
        return _("It is gone.")
    if not case.is_open:
        return _("Somebody decided on this meanwhile.")
    if case.is_claimed(at=at) and case.claimed_by_id not in hands:
        return _("%(name)s is working on this.") % {"name": case.claimed_by}
    if case.author_id in hands:
        return (
            _("This is yours: somebody else decides on it.")
            if case.author_id == hands.by.pk
            else _("This is by whoever asked: somebody else decides on it.")
        )
    if case.is_appealed or case.is_illegal_notice:
        return _("Somebody waits for an answer in words: decide on it by itself.")
    return ""


def _approve_kind(
    kind: str, cases: list[Case], outcome: dict[int, str], *, hands: Hands, versions: Mapping[int, int], at: datetime
) -> list[Decision]:
    """The drafts of the decisions on these cases, all of one kind; `outcome` knows which of them do not hold."""
    adapter, subject = moderated[kind], subjects[kind]
    things = {thing.pk: thing for thing in _within_reach(kind, cases, hands)}
    drafts = []
    for case in cases:
        thing = things.get(case.subject_id)
        if thing is None:
            outcome[case.pk] = _("It is gone: its author has deleted it.")
        elif subject.version(thing) != versions.get(case.pk):
            outcome[case.pk] = _("Its author has edited it meanwhile. Read it again.")
        else:
            facts = {"thing": thing, "by": hands.by, "at": at, "reasons": Reasons(note=hands.note)}
            drafts.append(draft(case, Act.APPROVE, state_after=State.PUBLISHED, **facts))
    became = adapter.approve_many([row.subject_id for row in drafts], by=hands.by, at=at)
    outcome |= {row.case_id: str(became[row.subject_id]) for row in drafts}
    return drafts


def _within_reach(kind: str, cases: list[Case], hands: Hands) -> QuerySet:
    """What stands behind a door that is closed to whoever approves does not exist for them."""
    adapter = moderated[kind]
    ids = [case.subject_id for case in cases]
    there: QuerySet = adapter.fetched(ids)
    return there.exclude(pk__in=list(adapter.out_of_reach(hands.by).filter(pk__in=ids).values_list("pk", flat=True)))


def _close(decisions: Iterable[Decision], *, at: datetime) -> None:
    """What a single decision writes, once for all of them."""
    stored = Decision.objects.bulk_create(decisions)
    if not stored:
        return
    log_decisions(stored)
    Telling.objects.bulk_create(Telling(decision=decision, due_at=at + UNDO) for decision in stored)
    decided = [decision.case_id for decision in stored]
    Case.objects.filter(pk__in=decided).update(state=CaseState.DECIDED, closed_at=at, claimed_until=None)
    Report.objects.filter(case__in=decided, was_agreed=None).update(was_agreed=Act.APPROVE in AGAINST_THING)
    after_commit(tasks.tell_due_later)
