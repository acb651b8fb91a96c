"""A board that falls behind is slowed or paused, and says why, instead of falling silent."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import RuleBroken
from core.members.models import User
from core.policies import ensure
from core.sanitizing import is_blank
from ideas.models import IdeaBoardPage, PaceChange
from ideas.policies import may_answer
from ideas.statuses import Pace

LEAST_REASON = 20  # characters, so that it says why


def check_pace(pace: str, reason: str) -> None:
    """Raises RuleBroken, by field. A board that is open needs no reason."""
    if pace not in Pace.values:
        raise RuleBroken({"pace": _("Choose how fast this board takes new ideas.")})
    if pace != Pace.OPEN and (is_blank(reason) or len(reason.strip()) < LEAST_REASON):
        words = ngettext(
            "Say why in at least %(least)d character: everyone reads it.",
            "Say why in at least %(least)d characters: everyone reads it.",
            LEAST_REASON,
        )
        raise RuleBroken({"reason": words % {"least": LEAST_REASON}})


def set_pace(
    board: IdeaBoardPage, pace: str, *, by: Any, reason: str = "", at: datetime | None = None
) -> PaceChange | None:
    """The board takes new ideas so fast from now on, and says this reason in public. What holds already changes
    nothing and leaves no row. Raises Refused, and RuleBroken for a reason that is missing."""
    ensure(may_answer(by))
    check_pace(pace, reason)
    reason = "" if pace == Pace.OPEN else reason.strip()
    with transaction.atomic():
        rows = IdeaBoardPage.objects.select_for_update(of=("self",)).filter(pk=board.pk)
        before = rows.values_list("pace", "pace_reason").get()
        board.pace, board.pace_reason = pace, reason
        if before == (pace, reason):
            return None
        change = PaceChange.objects.create(board=board, pace=pace, reason=reason, by=by, at=at or timezone.now())
        copy_pace(board)
    return change


def copy_pace(board: IdeaBoardPage) -> None:
    """The board says what its newest change says."""
    newest = PaceChange.objects.filter(board=board.pk).first()
    pace, reason = (newest.pace, newest.reason) if newest else (Pace.OPEN, "")
    IdeaBoardPage.objects.filter(pk=board.pk).update(pace=pace, pace_reason=reason)


def in_turn(board: IdeaBoardPage, *, by: Any) -> bool:
    """Whether the board takes ideas freely. The board knows its pace as it is now; while it does not, what one member
    sends waits here for what they sent before, until the transaction ends."""
    now = IdeaBoardPage.objects.filter(pk=board.pk).values_list("pace", "pace_reason").first()
    if now:
        board.pace, board.pace_reason = now
    if board.is_slowed:
        list(User.objects.select_for_update(no_key=True).filter(pk=by.pk).values_list("pk"))
    return board.pace == Pace.OPEN
