"""Taking an entry that broke the rules out of the running, before or after the results."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests import tasks
from contests.actions.correcting import next_number, said_in_public, with_moves
from contests.actions.publishing import held, prizes_by_place, write_placements
from contests.actions.shortlisting import renew_shortlist
from contests.figures import counts_of
from contests.kinds import Award
from contests.models import Disqualification, Entry, Placement, Publication
from contests.phases import Decides
from contests.policies.disqualifying import may_disqualify
from contests.standings import ALIKE
from core.effects import after_commit
from core.errors import RuleBroken
from core.policies import ensure

BY_VOTES = frozenset({Decides.PUBLIC, Decides.JURY_THEN_PUBLIC})
NOT_IN_CONTEST = _("It is not in the contest: only its entrant sees it.")
Cause = Publication.Cause


def disqualify(entry: Entry, *, by: Any, reason: str, at: datetime | None = None) -> Disqualification:
    """Take the entry out of the running and say why in public; its page stays. Again changes nothing.

    Who stands next moves up: onto the shortlist, as long as it can still change, and in results that are published.
    The earlier ones stay readable. Raises Refused, and RuleBroken by field.
    """
    at = at or timezone.now()
    ensure(may_disqualify(by, entry))
    _check_was_shown(entry)
    with transaction.atomic():
        held(entry.contest)
        entry = Entry.objects.locked(entry.pk)
        if there := Disqualification.objects.filter(entry=entry).holding().last():
            return there
        if not entry.is_published and not entry.placements.exists():
            raise RuleBroken(NOT_IN_CONTEST)
        made = Disqualification.objects.create(entry=entry, reason=said_in_public(reason), by=by, at=at)
        entry.disqualified_at = at
        entry.save(update_fields=["disqualified_at"])
        after_commit(tasks.tell_of_disqualification, made.pk)
        renew_shortlist(entry.contest, cause=Cause.DISQUALIFIED, about=entry, by=by, at=at)
        move_up(entry, by=by, at=at)
    return made


def _check_was_shown(entry: Entry) -> None:
    """Before anything is locked: whoever shows an entry for the first time has it, and then wants the register for its
    number. One that has a number asks for none, so whoever has the register may wait for it."""
    if not Entry.objects.filter(pk=entry.pk, number__isnull=False).exists():
        raise RuleBroken(NOT_IN_CONTEST)


def move_up(entry: Entry, *, by: Any, at: datetime) -> Publication | None:
    """Results without this entry, which was disqualified since they were published; None where it had no place.

    Nothing is decided anew: whoever stood behind moves up, with the prize of the new place. The caller holds the
    contest's register.
    """
    contest = entry.contest
    before = contest.publications.results().newest().first()
    if before is None or not before.placements.exclude(entry__disqualified_at=None).exists():
        return None
    after = next_number(before, cause=Cause.DISQUALIFIED, about=entry, by=by, at=at)
    after.figures = before.figures | counts_of(contest)
    after.save()
    staying = before.placements.filter(entry__disqualified_at=None).order_by("award", "rank", "pk")
    write_placements(with_moves(_moved_up(list(staying), after), contest))
    after_commit(tasks.tell_of_publication, after.pk)
    return after


def _moved_up(staying: list[Placement], after: Publication) -> list[Placement]:
    """In their order; those who shared a place share the next one up."""
    prizes, ahead, moved = prizes_by_place(after.contest), 0, []
    amounts = Counter(_amount(placement, after) for placement in staying)
    for index, old in enumerate(staying):
        first = index == 0 or staying[index - 1].award != old.award
        ahead = 0 if first else ahead + 1
        shares = not first and staying[index - 1].rank == old.rank
        moved.append(_copied(old, after, rank=moved[-1].rank if shares else ahead + 1))
        moved[-1].is_tied = old.is_tied and amounts[_amount(old, after)] > 1
        if moved[-1].rank != old.rank:
            moved[-1].prizes = prizes.get((old.award, moved[-1].rank), [])
    return moved


def _amount(placement: Placement, published: Publication) -> tuple[str, float | None]:
    """That by which it has its place, among others of its award."""
    by_votes = placement.award == Award.PEOPLE or published.figures["decides"] in BY_VOTES
    return placement.award, placement.votes if by_votes else round(placement.points or 0, ALIKE)


def _copied(old: Placement, after: Publication, *, rank: int) -> Placement:
    return Placement(
        publication=after,
        entry_id=old.entry_id,
        award=old.award,
        rank=rank,
        prizes=old.prizes,
        votes=old.votes,
        points=old.points,
        raw_points=old.raw_points,
        words=old.words,
    )
