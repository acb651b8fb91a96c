"""Taking a disqualification back: one person asks, another one confirms, and places are computed anew."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contests import tasks
from contests.actions.correcting import places_anew, said_in_public, write_again
from contests.actions.publishing import held
from contests.actions.returning import leave_to_others
from contests.actions.shortlisting import renew_shortlist
from contests.models import Disqualification, Entry, Publication, Reinstatement
from contests.policies.disqualifying import may_decide_reinstatement, may_disqualify
from core.effects import after_commit
from core.errors import RuleBroken, Stale
from core.policies import ensure

Cause = Publication.Cause


def ask_to_reinstate(made: Disqualification, *, by: Any, reason: str, at: datetime | None = None) -> Reinstatement:
    """Ask that the entry be in the running again. Nothing happens before another person confirms it. Asked again, it
    is the one that waits. Raises Refused, RuleBroken by field, and Stale for what holds no more."""
    ensure(may_disqualify(by, made.entry))
    with transaction.atomic():
        held(made.entry.contest)
        if not Disqualification.objects.holding().filter(pk=made.pk).exists():
            raise Stale(_("It is back in the running already."))
        if there := Reinstatement.objects.filter(disqualification=made, decided_at=None).first():
            return there
        return Reinstatement.objects.create(
            disqualification=made, reason=said_in_public(reason), asked_by=by, asked_at=at or timezone.now()
        )


def decide_reinstatement(asked: Reinstatement, *, confirm: bool, by: Any, at: datetime | None = None) -> Reinstatement:
    """Confirm what somebody else has asked for, or leave it as it is; whoever asked may take it back.

    Confirmed, the entry is in the running, and its entrant is told. It is on the shortlist again, as long as that can
    still change; results that are published are followed by others in which everybody has the place that is theirs.
    Raises Refused, Stale when it was decided meanwhile, and RuleBroken with what stands in the way of new results.
    """
    at = at or timezone.now()
    contest = asked.disqualification.entry.contest
    ensure(may_decide_reinstatement(by, asked, confirm=confirm))
    with transaction.atomic():
        held(contest)
        asked = Reinstatement.objects.select_related("disqualification").get(pk=asked.pk)
        if asked.decided_at:
            raise Stale(_("This was decided meanwhile."))
        asked.decided_by, asked.decided_at, asked.is_confirmed = by, at, confirm
        asked.save(update_fields=["decided_by", "decided_at", "is_confirmed"])
        if confirm:
            _carry_out(asked, by=by, at=at)
    return asked


def _carry_out(asked: Reinstatement, *, by: Any, at: datetime) -> None:
    former = Entry.objects.select_related("contest").get(pk=asked.disqualification.entry_id)
    leave_to_others(former, at=at)
    entry = Entry.objects.locked(former.pk)
    entry.disqualified_at = None
    entry.save(update_fields=["disqualified_at"])
    why: dict[str, Any] = {"cause": Cause.REINSTATED, "about": entry, "note": asked.reason}
    renew_shortlist(entry.contest, by=by, at=at, **why)
    before = entry.contest.publications.results().newest().first()
    if before is not None:
        try:
            places = places_anew(entry.contest, before)
        except RuleBroken as broken:
            said = _("Places have to be computed anew, and this stands in the way of it:")
            raise RuleBroken([said, *broken.messages]) from broken
        write_again(before, places, by=by, at=at, **why)
    after_commit(tasks.tell_of_reinstatement, asked.pk)
