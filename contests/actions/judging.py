"""What a judge does with an entry on their desk: marks it, puts it off, or says that it is not theirs to judge."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contests.actions.allotting import allot, discard, hold_desks
from contests.juries import before_jury
from contests.models import Criterion, Judgement, Juror, Mark
from contests.policies.judging import may_mark
from core.errors import Refused, RuleBroken, Stale
from core.policies import ensure

State = Judgement.State
POINTS = range(1, 6)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a judge says of an entry: points by key of the criterion, and words."""

    points: Mapping[int, int] = field(default_factory=dict)
    words: str = ""
    is_quotable: bool = False


def give_judgement(
    judgement: Judgement, opinion: Opinion, *, by: Any, after: str | None = None, at: datetime | None = None
) -> Judgement:
    """The judge marks this entry by every criterion; again until the end of judging, when the newest marks count.

    `after` is the stamp of what the judge had before them. Sending the same again changes nothing. Raises Refused,
    RuleBroken when a criterion has no mark, and Stale when another window said something else meanwhile, or when the
    entry is no longer on the desk.
    """
    at = at or timezone.now()
    with transaction.atomic():
        judgement = _held(judgement, by=by, at=at)
        if judgement.is_given and _says(judgement) == opinion:
            return judgement
        _keep_to(judgement, after)
        _check(opinion, of=judgement.juror)
        _write(judgement, opinion)
        judgement.state, judgement.given_at = State.GIVEN, at
        judgement.save(update_fields=["state", "given_at", "words", "is_quotable"])
    return judgement


def defer_judgement(
    judgement: Judgement, opinion: Opinion, *, by: Any, after: str | None = None, at: datetime | None = None
) -> Judgement:
    """Put it off: it returns when nothing else is open. What was said so far is kept and does not count. One that was
    given stays given. Raises Refused and Stale."""
    at = at or timezone.now()
    with transaction.atomic():
        judgement = _held(judgement, by=by, at=at)
        if judgement.is_given or (_is_stale(judgement, after) and _says(judgement) == opinion):
            return judgement
        _keep_to(judgement, after)
        known = set(judgement.juror.contest.criteria.values_list("pk", flat=True))
        points = {pk: n for pk, n in opinion.points.items() if pk in known and n in POINTS}
        _write(judgement, Opinion(points, opinion.words, opinion.is_quotable))
        judgement.state, judgement.deferred_at = State.DEFERRED, at
        judgement.save(update_fields=["state", "deferred_at", "words", "is_quotable"])
    return judgement


def declare_conflict(judgement: Judgement, *, by: Any, at: datetime | None = None) -> Judgement:
    """It is not this judge's to judge: it leaves the desk, marks that were given count no more, and another judge has
    it if there is one. Again changes nothing. Raises Refused."""
    at = at or timezone.now()
    ensure(may_mark(by, judgement.juror, at=at))
    with transaction.atomic():
        hold_desks(judgement.juror.contest)
        # It may have gone to another judge meanwhile; that it was a conflict is known all the same.
        whose = {"juror": judgement.juror, "entry_id": judgement.entry_id}
        kept, is_new = Judgement.objects.get_or_create(**whose, defaults={"state": State.CONFLICT})
        if not is_new and kept.state != State.CONFLICT:
            kept.state = State.CONFLICT
            kept.save(update_fields=["state"])
            allot(judgement.juror.contest, at=at)
    return kept


def take_back_conflict(judgement: Judgement, *, by: Any, at: datetime | None = None) -> Judgement:
    """It was a slip: the entry is on the desk again, as it was, and off that of another judge who has not begun it.
    Again changes nothing. Raises Refused, also for a conflict that the organisers have declared."""
    at = at or timezone.now()
    ensure(may_mark(by, judgement.juror, at=at))
    with transaction.atomic():
        hold_desks(judgement.juror.contest)
        slipped = Judgement.objects.filter(pk=judgement.pk, state=State.CONFLICT)
        if slipped.filter(declared_at__isnull=False).exists():
            raise Refused(_("The organisers have said that this entry is not yours to judge."))
        if slipped.update(state=judgement.state_before):
            judgement.refresh_from_db(fields=["state"])
            thin_out(judgement)
    return judgement


def _held(judgement: Judgement, *, by: Any, at: datetime) -> Judgement:
    """The row as it stands, nobody else's until the transaction ends."""
    ensure(may_mark(by, judgement.juror, at=at))
    held = Judgement.objects.select_for_update().filter(pk=judgement.pk).first()
    if held is None or held.state == State.CONFLICT:
        raise Stale(_("This entry is not on your desk any more: another judge has it now."))
    held.juror = judgement.juror
    if not before_jury(held.juror.contest).filter(pk=held.entry_id).exists():
        raise Stale(_("This entry is out of the running: there is nothing left to judge."))
    return held


def _says(judgement: Judgement) -> Opinion:
    points = dict(judgement.marks.values_list("criterion", "points"))
    return Opinion(points, judgement.words, judgement.is_quotable)


def _is_stale(judgement: Judgement, after: str | None) -> bool:
    return after is not None and after != judgement.stamp


def _keep_to(judgement: Judgement, after: str | None) -> None:
    if _is_stale(judgement, after):
        raise Stale(_("You have said something else about this entry in another window meanwhile."))


def _check(opinion: Opinion, *, of: Juror) -> None:
    criteria = list(of.contest.criteria.all())
    if not criteria:
        raise RuleBroken(_("Nobody has said yet what the jury looks at. Please tell the organisers."))
    if {criterion.pk for criterion in criteria} != set(opinion.points):
        raise RuleBroken(_missing(criteria, opinion))
    if any(points not in POINTS for points in opinion.points.values()):
        raise RuleBroken(_("A mark is a number from 1 to 5."))


def _missing(criteria: list[Criterion], opinion: Opinion) -> str:
    names = [criterion.name for criterion in criteria if criterion.pk not in opinion.points]
    if not names:
        return _("What the jury looks at has changed. Look at the marks again.")
    return _("There is no mark yet for: %(criteria)s.") % {"criteria": ", ".join(names)}


def _write(judgement: Judgement, opinion: Opinion) -> None:
    judgement.words, judgement.is_quotable = opinion.words, opinion.is_quotable
    judgement.marks.exclude(criterion__in=opinion.points).delete()
    Mark.objects.bulk_create(
        [Mark(judgement=judgement, criterion_id=pk, points=points) for pk, points in opinion.points.items()],
        update_conflicts=True,
        unique_fields=["judgement", "criterion"],
        update_fields=["points"],
    )


def thin_out(judgement: Judgement) -> None:
    """One judge more than the quorum may have it now: whoever got it instead gives it back, unless they have begun."""
    contest = judgement.juror.contest
    there = Judgement.objects.on_desks().filter(entry=judgement.entry_id, juror__contest=contest)
    if there.count() > contest.quorum:
        spare = there.filter(state=State.OPEN, words="").exclude(pk=judgement.pk).order_by("-allotted_at", "-pk")
        discard(spare.filter(pk__in=list(spare.values_list("pk", flat=True)[:1])))
