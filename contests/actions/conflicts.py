"""What an organiser does about a judge who should not judge an entry and has not said so."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from contests.actions.allotting import allot, hold_desks
from contests.actions.calling import KIND
from contests.actions.judging import thin_out
from contests.models import Entry, Judgement, Juror
from contests.policies.judging import may_declare_conflict
from core.errors import RuleBroken
from core.notices.actions import notify
from core.policies import ensure
from core.sanitizing import clean_line

DECLARED, UNDONE = "contests.conflict_declared", "contests.conflict_undone"  # in Wagtail's log
TOLD, TOLD_UNDONE = "jury-conflict", "jury-conflict-undone"
LEAST_REASON = 10
State = Judgement.State


def declare_conflict_of(juror: Juror, entry: Entry, *, by: Any, why: str, at: datetime | None = None) -> Judgement:
    """This entry is not this judge's to judge: it leaves their desk or never comes to it. Marks that they gave stay to
    be read and count no more, and another judge has it if there is one. It stands in Wagtail's log, and the judge is
    told why. Again changes nothing. Raises Refused, and RuleBroken without a reason."""
    at = at or timezone.now()
    ensure(may_declare_conflict(by, juror, entry))
    why = _reason(why)
    with transaction.atomic():
        hold_desks(juror.contest)
        judgement, is_new = Judgement.objects.select_for_update().get_or_create(
            juror=juror, entry=entry, defaults={"allotted_at": at}
        )
        if judgement.declared_at:
            return judgement
        marks_out = judgement.state == State.GIVEN
        judgement.state, judgement.declared_by = State.CONFLICT, by
        judgement.declared_at, judgement.declared_why = at, why
        judgement.save(update_fields=["state", "declared_by", "declared_at", "declared_why"])
        said = {"judge": juror.pk, "entry": entry.pk, "why": why, "marks_out": marks_out}
        written = log(juror.contest, DECLARED, user=by, timestamp=at, data=said)
        if not is_new:
            allot(juror.contest, at=at)
        _tell(judgement, TOLD, written.pk, by=by, at=at)
    return judgement


def undo_conflict_of(judgement: Judgement, *, by: Any, at: datetime | None = None) -> Judgement:
    """It was none: the entry is the judge's again as it was, and what they gave counts. Whoever got it instead gives it
    back, unless they have begun. Again changes nothing. Raises Refused."""
    at = at or timezone.now()
    juror = judgement.juror
    ensure(may_declare_conflict(by, juror, judgement.entry))
    with transaction.atomic():
        hold_desks(juror.contest)
        judgement = Judgement.objects.select_for_update(of=("self",)).select_related("entry").get(pk=judgement.pk)
        judgement.juror = juror
        if judgement.declared_at is None:
            return judgement
        judgement.state, judgement.declared_by = judgement.state_before, None
        judgement.declared_at, judgement.declared_why = None, ""
        judgement.save(update_fields=["state", "declared_by", "declared_at", "declared_why"])
        said = {"judge": juror.pk, "entry": judgement.entry_id, "marks_in": judgement.is_given}
        written = log(juror.contest, UNDONE, user=by, timestamp=at, data=said)
        thin_out(judgement)
        _tell(judgement, TOLD_UNDONE, written.pk, by=by, at=at)
    return judgement


def _tell(judgement: Judgement, kind: str, number: int, *, by: Any, at: datetime) -> None:
    if judgement.juror.member_id and judgement.juror.is_judging:
        about = (KIND, judgement.juror_id)
        notify([judgement.juror.member_id], kind=kind, about=about, key=f"{kind}-{number}:{judgement.pk}", by=by, at=at)


def _reason(why: str) -> str:
    why = clean_line(why).strip()
    if len(why) < LEAST_REASON:
        raise RuleBroken({"why": _("Say in a sentence why. The judge reads it.")})
    longest = Judgement._meta.get_field("declared_why").max_length or 0
    if len(why) > longest:
        raise RuleBroken({"why": _("Say it in at most %(n)d characters.") % {"n": longest}})
    return why
