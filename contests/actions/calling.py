"""Telling judges that something lies on their desks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from contests.juries import before_jury, has_jury, window_of
from contests.models import ContestPage, Judgement
from contests.policies.running import may_run
from core.errors import RuleBroken
from core.notices.actions import notify
from core.policies import ensure

REMINDED, CALLED, KIND = "jury-reminded", "jury-called", "juror"


def remind_judges(contest: ContestPage, *, by: Any, at: datetime | None = None) -> int:
    """Tell every judge who has something left how much; each once a day at most. How many were told now. Raises
    Refused, and RuleBroken when there is nothing to remind of."""
    at = at or timezone.now()
    ensure(may_run(by, contest))
    window = window_of(contest) if has_jury(contest) else None
    if window is None or at not in window:
        raise RuleBroken(_("Judges can be reminded while the jury judges."))
    waiting = with_something_left(contest)
    if not waiting:
        raise RuleBroken(_("Nobody has anything left to judge."))
    day = contest.day_at(at).toordinal()
    return sum(
        notify([member], kind=REMINDED, about=(KIND, pk), key=f"{REMINDED}-{pk}:{day}", by=by, at=at)
        for pk, member in waiting.items()
    )


def call_judges(contest: ContestPage, *, at: datetime | None = None) -> int:
    """Tell each judge, once, that entries lie on their desk now. How many were told."""
    return sum(
        notify([member], kind=CALLED, about=(KIND, pk), key=f"{CALLED}:{pk}", at=at)
        for pk, member in with_something_left(contest).items()
    )


def with_something_left(contest: ContestPage) -> Mapping[int, int]:
    """Member by judge."""
    left = Judgement.objects.unfinished().filter(juror__contest=contest, entry__in=before_jury(contest))
    return dict(contest.jurors.judging().filter(pk__in=left.values("juror")).values_list("pk", "member"))
