"""Once a week whoever looks after ideas is told what is overdue and what is due next, if anything is."""

from datetime import datetime

from django.utils import timezone

from core.notices.actions.telling import News, notify_each
from ideas.answerers import answerers
from ideas.days import day_of, days_after
from ideas.digests import SOON, due_of
from ideas.models import Idea
from ideas.news import OWNER_DIGEST, WAITING_LIST


def send_digests(*, at: datetime | None = None) -> int:
    """Every owner of something that is due has this week's notice of it; how many are new.

    It names none of the ideas: what its reader may answer by then is looked up when it is read or sent.
    """
    at = at or timezone.now()
    due = Idea.objects.awaiting().filter(next_update_by__lte=days_after(at, SOON)).exclude(owner=None)
    if not due.exists():
        return 0
    key = key_of_week(at=at)
    untold = answerers().filter(pk__in=due.order_by().values("owner")).exclude(notices__key=key)
    first = ((owner.pk, due_of(owner, at=at).first()) for owner in untold)
    news = (News(pk, OWNER_DIGEST, (WAITING_LIST, idea.board_id), key) for pk, idea in first if idea)
    return notify_each(news, at=at)


def key_of_week(*, at: datetime) -> str:
    """Names the week, where the site is: a second notice of one week cannot be stored."""
    year, week, _day = day_of(at).isocalendar()
    return f"{OWNER_DIGEST}:{year}{week:02}"
