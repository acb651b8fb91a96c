"""Approving many cases at once, in a number of queries that does not grow with them; above fifty by two people."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from core.effects import after_commit, after_commit_once
from core.errors import Refused, RuleBroken
from core.members.models import User
from core.policies import ensure
from core.publication import State
from core.subjects import subjects
from moderation import tasks
from moderation.actions.deciding import Reasons, draft, hold
from moderation.acts import AGAINST_THING, Act
from moderation.auditing import log_bulk, log_decisions
from moderation.models import BulkApproval, BulkEnd, Case, CaseState, Decision, Report, Telling
from moderation.models.bulk import ALONE, BulkApprovalQuerySet
from moderation.models.decision import UNDO
from moderation.policies import may_confirm, may_moderate, may_take_back_bulk
from moderation.registries import moderated, precedences

NEVER_SEEN = -1  # a version that nothing has


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
) -> BulkApproval:
    """What became of each stands in its `outcome`. Authors are told as after any decision.

    `versions` are those that were seen. The same again within ten seconds is a second click, and gives the first one.
    Raises Refused above fifty: see `ask_for_bulk`.
    """
    ensure(may_moderate(by))
    if len(set(case_ids)) > ALONE:
        raise Refused(_("More than %(most)d at once need a second person.") % {"most": ALONE})
    at, seen = at or timezone.now(), {str(pk): versions.get(pk, NEVER_SEEN) for pk in sorted(set(case_ids))}
    with transaction.atomic():
        hold_all(set(case_ids))
        if again := _just_done(seen, by=by, at=at):
            return again
        bulk = BulkApproval.objects.create(asked_by=by, asked_at=at, versions=seen)
        _carry_out(bulk, Hands(by), at=at)
    return bulk


def ask_for_bulk(
    case_ids: Collection[int], *, by: Any, versions: Mapping[int, int], at: datetime | None = None
) -> BulkApproval:
    """Another moderator has a day to confirm that all these are approved, and is told so. Nothing happens until then.

    Asking for the same again gives the one that waits. Raises Refused, and RuleBroken when one person may do it alone
    or a version is missing.
    """
    ensure(may_moderate(by))
    at, wanted = at or timezone.now(), sorted(set(case_ids))
    if len(wanted) <= ALONE:
        raise RuleBroken(_("Up to %(most)d need nobody else: approve them yourself.") % {"most": ALONE})
    if missing := [pk for pk in wanted if pk not in versions]:
        raise RuleBroken(_("Nobody says which version of %(case)d was seen.") % {"case": missing[0]})
    seen = {str(pk): versions[pk] for pk in wanted}
    with transaction.atomic():
        # Whoever asks twice at once waits here for themselves, and then finds what they asked for.
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        pending = BulkApproval.objects.pending(at=at).filter(asked_by=by)
        if again := next((bulk for bulk in pending if bulk.versions == seen), None):
            return again
        bulk = BulkApproval.objects.create(asked_by=by, asked_at=at, versions=seen)
        log_bulk(bulk, "ask", by=by, at=at)
        after_commit(tasks.ask_moderators, bulk.pk)
    return bulk


def confirm_bulk(
    bulk: BulkApproval, *, by: Any, unticked: Collection[int] = (), at: datetime | None = None
) -> BulkApproval:
    """What became of each stands in its `outcome`. The decisions are those of whoever confirms, but for the `unticked`.

    Confirming again, when the day is over, or nothing is refused.
    """
    at = at or timezone.now()
    with transaction.atomic():
        bulk = BulkApproval.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=bulk.pk)
        ensure(may_confirm(by, bulk, at=at))
        bulk.unticked = sorted(bulk.seen.keys() & set(unticked))
        if len(bulk.unticked) == len(bulk.seen):
            raise RuleBroken(_("Nothing is ticked. If none of them should be approved, let it be."))
        hold_all(bulk.seen)
        _carry_out(bulk, Hands(by, bulk.asked_by), at=at)
        numbers = Counter("left_out" if why else "approved" for why in bulk.outcome.values())
        log_bulk(bulk, "confirm", by=by, at=at, **numbers)
        after_commit(tasks.tell_askers_later)
    return bulk


def take_back_bulk(bulk: BulkApproval, *, by: Any, at: datetime | None = None) -> BulkApproval:
    """It will not be done: whoever asked thinks again, or somebody else does not agree, and they are told. Raises
    Refused."""
    at = at or timezone.now()
    with transaction.atomic():
        bulk = BulkApproval.objects.select_for_update().get(pk=bulk.pk)
        ensure(may_take_back_bulk(by, bulk, at=at))
        bulk.taken_back_by, bulk.closed_at, bulk.end = by, at, BulkEnd.TAKEN_BACK
        bulk.save(update_fields=["taken_back_by", "closed_at", "end"])
        log_bulk(bulk, "refuse", by=by, at=at)
        after_commit(tasks.tell_askers)
    return bulk


def pending_bulk(*, at: datetime | None = None) -> BulkApprovalQuerySet:
    """What waits for a second person, the oldest first."""
    return BulkApproval.objects.pending(at=at).select_related("asked_by")


def _just_done(seen: dict[str, int], *, by: Any, at: datetime) -> BulkApproval | None:
    """The same cases in the same versions, approved by the same person a moment ago and not taken back since."""
    standing = Decision.objects.filter(bulk=OuterRef("pk"), taken_back_by=None)
    lately = BulkApproval.objects.filter(Exists(standing), asked_by=by, confirmed_by=by, closed_at__gt=at - UNDO)
    return next((bulk for bulk in lately if bulk.versions == seen), None)


def _carry_out(bulk: BulkApproval, hands: Hands, *, at: datetime) -> None:
    """Approves all that was not unticked and can be, and keeps why the others were left out. The things are held."""
    wanted = sorted(bulk.seen.keys() - set(bulk.unticked))
    locked = Case.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    cases = {case.pk: case for case in locked.select_related("claimed_by")}
    outcome = {pk: obstacle(cases.get(pk), hands, at=at) for pk in wanted}
    by_kind: dict[str, list[Case]] = defaultdict(list)
    for pk, reason in outcome.items():
        if not reason:
            by_kind[cases[pk].kind].append(cases[pk])
    decisions = []
    for kind, same in by_kind.items():
        drafts = _approve_kind(kind, same, outcome, hands=hands, versions=bulk.seen, at=at)
        decisions += [row for row in drafts if not outcome[row.case_id]]
    _close(decisions, bulk, at=at)
    bulk.confirmed_by, bulk.closed_at, bulk.end = hands.by, at, BulkEnd.CONFIRMED
    bulk.left_out = {str(pk): reason for pk, reason in outcome.items() if reason}
    bulk.save(update_fields=["confirmed_by", "closed_at", "end", "unticked", "left_out"])


def hold_all(case_ids: Collection[int]) -> dict[str, dict[int, Any]]:
    """All that these cases are about, by kind and id, locked before the cases; what stands under another thing before
    that thing, which counts it: in this order everybody else takes them, too. What their rooms want first comes first.
    """
    ids: dict[str, list[int]] = defaultdict(list)
    for kind, subject_id in Case.objects.filter(pk__in=case_ids).values_list("kind", "subject_id"):
        ids[kind].append(subject_id)
    for precedence in precedences:
        precedence.hold(ids)
    return {kind: hold(kind, ids[kind]) for kind in reversed([adapter.key for adapter in moderated]) if kind in ids}


def obstacle(case: Case | None, hands: Hands, *, at: datetime) -> str:
    """Why this case is not one for a bulk; empty when it is. It is kept, and reads the same for everybody."""
    if case is None:
        return _("It is gone.")
    if not case.is_open:
        return _("Somebody decided on this meanwhile.")
    if case.is_claimed(at=at) and case.claimed_by_id not in hands:
        return _("%(name)s is working on this.") % {"name": case.claimed_by}
    if case.author_id == hands.by.pk:
        return _("Whoever approves wrote this: somebody else decides on it.")
    if case.author_id in hands:
        return _("Whoever asked wrote this: somebody else decides on it.")
    if case.is_appealed or case.is_illegal_notice:
        return _("Somebody waits for an answer in words: decide on it by itself.")
    return ""


def _approve_kind(
    kind: str, cases: list[Case], outcome: dict[int, str], *, hands: Hands, versions: Mapping[int, int], at: datetime
) -> list[Decision]:
    """The drafts of the decisions on these cases, all of one kind; `outcome` knows which of them do not hold."""
    adapter, subject = moderated[kind], subjects[kind]
    ids = [case.subject_id for case in cases]
    closed = set(adapter.out_of_reach(hands.by).filter(pk__in=ids).values_list("pk", flat=True))
    things = {thing.pk: thing for thing in adapter.fetched(ids)}
    drafts = []
    for case in cases:
        thing = things.get(case.subject_id)
        if thing is None:
            outcome[case.pk] = _("It is gone: its author has deleted it.")
        elif thing.pk in closed:
            outcome[case.pk] = _("It stands on a page that is closed to %(name)s.") % {"name": hands.by}
        elif subject.version(thing) != versions.get(case.pk):
            outcome[case.pk] = _("Its author has edited it meanwhile. Read it again.")
        else:
            facts = {"thing": thing, "by": hands.by, "at": at, "reasons": Reasons(note=hands.note)}
            drafts.append(draft(case, Act.APPROVE, state_after=State.PUBLISHED, **facts))
    became = adapter.approve_many([row.subject_id for row in drafts], by=hands.by, at=at)
    outcome |= {row.case_id: str(became[row.subject_id]) for row in drafts}
    return drafts


def _close(decisions: Collection[Decision], bulk: BulkApproval, *, at: datetime) -> None:
    """What a single decision writes, once for all of them."""
    for decision in decisions:
        decision.bulk = bulk
    stored = Decision.objects.bulk_create(decisions)
    if not stored:
        return
    log_decisions(stored)
    Telling.objects.bulk_create(Telling(decision=decision, due_at=at + UNDO) for decision in stored)
    decided = [decision.case_id for decision in stored]
    Case.objects.filter(pk__in=decided).update(state=CaseState.DECIDED, closed_at=at, claimed_until=None)
    Report.objects.filter(case__in=decided, was_agreed=None).update(was_agreed=Act.APPROVE in AGAINST_THING)
    after_commit_once(tasks.tell_due_later, within=tasks.TOGETHER)
