"""By which day there is news of an idea: an answer names the day, or its status does."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from core.notices.models import Heartbeat
from ideas.actions.owning import give_owners
from ideas.actions.pacing import copy_pace
from ideas.days import days_after
from ideas.models import BoardStatus, Idea, IdeaBoardPage
from ideas.statuses import FINAL

LOOKED_AFTER = "promises"  # what the pulse calls the last look at all promises
OFTEN = timedelta(hours=1)


def give_dates(ideas: QuerySet[Idea] | None = None, *, at: datetime | None = None) -> int:
    """Of these ideas, or of all: what waits for an update has a day for it, and one that was missing is counted from
    now. One statement for each number of days that statuses promise; how many changed."""
    at, changed = at or timezone.now(), 0
    ideas = Idea.objects.all() if ideas is None else ideas
    open_ones = BoardStatus.objects.exclude(stage__in=FINAL)
    dateless = ideas.awaiting().filter(next_update_by=None)  # type: ignore[attr-defined]
    if not dateless.exists():
        return 0
    for days in sorted(set(open_ones.order_by().values_list("update_days", flat=True))):
        here = dateless.filter(status__in=open_ones.filter(update_days=days).values("pk")).order_by()
        changed += Idea.objects.filter(pk__in=here.values("pk")).update(next_update_by=days_after(at, days))
    return changed


def look_after_promises(*, at: datetime | None = None) -> int:
    """Once an hour: no idea waits without a day, and none has an owner who may not answer. How many were put right."""
    at = at or timezone.now()
    last = Heartbeat.objects.last(LOOKED_AFTER)
    if last and last > at - OFTEN:
        return 0
    Heartbeat.objects.beat(LOOKED_AFTER, at=at)
    return give_owners() + give_dates(at=at)


def follow_board(board: IdeaBoardPage) -> None:
    """After a board was published: its ideas have owners and days as it says now, and its pace is its newest one."""
    ideas = Idea.objects.filter(board=board)
    give_owners(ideas)
    give_dates(ideas)
    copy_pace(board)
