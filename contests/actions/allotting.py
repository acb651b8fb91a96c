"""Laying entries on the judges' desks, and what leads to that: it is called whenever desks may have gaps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contests import jury_tasks
from contests.allocating import Desk, Plan, allocate
from contests.juries import before_jury, has_jury, in_own_order, window_of
from contests.models import ContestPage, Judgement, Register
from contests.policies.running import may_run
from core.effects import after_commit
from core.errors import RuleBroken
from core.policies import ensure

State = Judgement.State


@dataclass(frozen=True, slots=True)
class Allotment:
    """What one go did: entries laid on desks, entries taken from fuller ones, and how many lack a judge still."""

    added: int = 0
    moved: int = 0
    lacking: int = 0


def allot(contest: ContestPage, *, by: Any = None, at: datetime | None = None) -> Allotment:
    """While the jury judges, every entry before it lies on as many desks as the contest's quorum says, the desks as
    even as can be, none on its author's own.

    Safe to repeat: it adds late entries, gives on what a removed judge or a conflict has left, and lets a new judge
    take over what nobody has begun. Raises Refused, and for an organiser RuleBroken when it is not the time for it.
    """
    at = at or timezone.now()
    if by is not None:
        ensure(may_run(by, contest))
        _check_time(contest, at=at)
    window = window_of(contest) if has_jury(contest) else None
    if window is None or at not in window:
        return Allotment()
    with transaction.atomic():
        hold_desks(contest)
        return _carry_out(contest, _plan(contest), at=at)


def hold_desks(contest: ContestPage) -> None:
    """Nobody else lays or clears desks of this contest until the transaction ends. Whoever locks a judge or a judgement
    and then allots takes this first, so that two never wait for each other."""
    Register.objects.select_for_update().get(contest=contest)


def allot_due(*, at: datetime | None = None) -> int:
    """The chore: for every contest whose jury judges now. How many entries were laid on desks."""
    at = at or timezone.now()
    begun = ContestPage.objects.filter(live=True, results_from__gt=at, jurors__accepted_at__isnull=False).distinct()
    return sum(allot(contest, at=at).added for contest in begun)


def _check_time(contest: ContestPage, *, at: datetime) -> None:
    window = window_of(contest) if has_jury(contest) else None
    if window is None:
        raise RuleBroken(_("In this contest the public decides alone: it has no jury."))
    if at < window.opens:
        raise RuleBroken(_("The jury has not begun yet. Entries are allotted by themselves when it does."))
    if at >= window.closes:
        raise RuleBroken(_("The jury has decided: nothing can be allotted any more."))


def _plan(contest: ContestPage) -> Plan:
    judges = dict(contest.jurors.judging().filter(member__is_active=True).values_list("pk", "member"))
    authors = dict(before_jury(contest).values_list("pk", "author"))
    rows = Judgement.objects.filter(juror__contest=contest, entry__in=before_jury(contest))
    seats = dict.fromkeys(authors, 0)
    loads, barred = dict.fromkeys(judges, 0), {judge: set[int]() for judge in judges}
    movable: dict[int, list[int]] = {judge: [] for judge in judges}
    for judge, entry, state, words in rows.values_list("juror", "entry", "state", "words"):
        holds = state == State.GIVEN or (judge in judges and state != State.CONFLICT)
        seats[entry] += holds
        if judge in judges:
            loads[judge] += holds
            barred[judge].add(entry)
            if state == State.OPEN and not words:
                movable[judge].append(entry)
    for judge, member in judges.items():
        barred[judge] |= {entry for entry, author in authors.items() if author is not None and author == member}
    # What a judge is looking at most likely, the first of their pile, stays there.
    desks = {judge: Desk(loads[judge], in_own_order(judge, movable[judge])[1:], barred[judge]) for judge in judges}
    wanted = {entry: contest.quorum - taken for entry, taken in seats.items() if taken < contest.quorum}
    return allocate(wanted, desks, seed=f"jury-{contest.pk}")


def _carry_out(contest: ContestPage, plan: Plan, *, at: datetime) -> Allotment:
    for judge in {judge for judge, _entry in plan.taken}:
        gone = [entry for one, entry in plan.taken if one == judge]
        Judgement.objects.filter(juror=judge, entry__in=gone, state=State.OPEN).delete()
    new = [Judgement(juror_id=judge, entry_id=entry, allotted_at=at) for judge, entry in sorted(plan.added)]
    Judgement.objects.bulk_create(new, batch_size=1_000)
    if new:
        after_commit(jury_tasks.call_judges, contest.pk)
    return Allotment(len(new) - len(plan.taken), len(plan.taken), len(plan.lacking))
