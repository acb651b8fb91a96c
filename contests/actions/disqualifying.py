"""An entry that broke the rules is out of the running; who stood behind it moves up, and the results say so."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests import tasks
from contests.actions.publishing import held, prizes_by_place, write_placements
from contests.figures import counts_of
from contests.kinds import Award
from contests.models import ContestPage, Disqualification, Entry, Placement, Publication
from contests.phases import Decides
from contests.policies.disqualifying import may_disqualify
from contests.standings import ALIKE
from core.effects import after_commit
from core.errors import RuleBroken
from core.policies import ensure
from core.sanitizing import is_blank

BY_VOTES = frozenset({Decides.PUBLIC, Decides.JURY_THEN_PUBLIC})
LEAST_REASON = 20  # characters of the public reason


def disqualify(entry: Entry, *, by: Any, reason: str, at: datetime | None = None) -> Disqualification:
    """Take the entry out of the running and say why in public; its page stays. Again changes nothing.

    Once results are published, others follow in which the next ones move up; the earlier ones stay readable. Raises
    Refused, and RuleBroken by field.
    """
    at = at or timezone.now()
    ensure(may_disqualify(by, entry))
    reason = reason.strip()
    with transaction.atomic():
        held(entry.contest)
        entry = Entry.objects.locked(entry.pk)
        if there := Disqualification.objects.filter(entry=entry).first():
            return there
        _check(entry, reason)
        made = Disqualification.objects.create(entry=entry, reason=reason, by=by, at=at)
        entry.disqualified_at = at
        entry.save(update_fields=["disqualified_at"])
        after_commit(tasks.tell_of_disqualification, made.pk)
        move_up(entry.contest, by=by, at=at)
    return made


def _check(entry: Entry, reason: str) -> None:
    if not entry.is_published and not entry.placements.exists():
        raise RuleBroken(_("It is not in the contest: only its entrant sees it."))
    if is_blank(reason) or len(reason) < LEAST_REASON:
        words = ngettext(
            "Say why in at least %(least)d character: everybody reads it.",
            "Say why in at least %(least)d characters: everybody reads it.",
            LEAST_REASON,
        )
        raise RuleBroken({"reason": words % {"least": LEAST_REASON}})


def move_up(contest: ContestPage, *, by: Any, at: datetime) -> Publication | None:
    """Results without who was disqualified since they were published; None where that concerns none of them.

    Nothing is decided anew: whoever stood behind moves up, with the prize of the new place. The caller holds the
    contest's register.
    """
    before = contest.publications.results().newest().first()
    if before is None or not before.placements.exclude(entry__disqualified_at=None).exists():
        return None
    after = Publication.objects.create(
        contest=contest,
        what=before.what,
        number=before.number + 1,
        by=by,
        at=at,
        how=before.how,
        head=before.head,
        figures=before.figures | counts_of(contest),
    )
    staying = before.placements.filter(entry__disqualified_at=None).order_by("award", "rank", "pk")
    write_placements(_moved_up(list(staying), after))
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
            prize = prizes.get((old.award, moved[-1].rank))
            moved[-1].prize, moved[-1].prize_name = prize, prize.name if prize else ""
    return moved


def _amount(placement: Placement, published: Publication) -> tuple[str, float | None]:
    """That by which it has its place, among others of its award."""
    by_votes = placement.award == Award.PEOPLE or published.figures["decides"] in BY_VOTES
    return placement.award, placement.votes if by_votes else round(placement.points or 0, ALIKE)


def _copied(old: Placement, after: Publication, *, rank: int) -> Placement:
    was = old.moved_up_from or old.rank
    return Placement(
        publication=after,
        entry_id=old.entry_id,
        award=old.award,
        rank=rank,
        prize=old.prize,
        prize_name=old.prize_name,
        votes=old.votes,
        points=old.points,
        raw_points=old.raw_points,
        words=old.words,
        moved_up_from=was if rank < was else None,
    )
