"""Telling those who moderate that cases wait for longer than members are told: once a day, while it is so."""

from datetime import datetime

from django.utils import timezone

from core.notices.actions.telling import News, notify_each
from moderation.models import Case
from moderation.models.case import late
from moderation.news import LATE
from moderation.queue import cases_of
from moderation.teams import moderators
from moderation.trust import house


def remind_of_late(*, at: datetime | None = None) -> int:
    """Whoever moderates and may see a case that is late has today's notice of it; how many are new.

    It leads to the one that is the most urgent, and counts what its reader may see when it is read.
    """
    at = at or timezone.now()
    waits = late(promised=house().promised, at=at)
    if not Case.objects.open().filter(waits).exists():
        return 0
    key = key_of_day(at=at)
    untold = moderators().exclude(notices__key=key).order_by("pk")
    first = ((member.pk, cases_of(member).open().filter(waits).most_urgent_first().first()) for member in untold)
    return notify_each((News(pk, LATE, ("case", case.pk), key) for pk, case in first if case), at=at)


def key_of_day(*, at: datetime) -> str:
    """Names the day, where the site is: the second notice of a day cannot be stored."""
    return f"late:{timezone.localdate(at, timezone.get_default_timezone()):%Y%m%d}"
