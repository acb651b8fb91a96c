"""Moderators hear of a new notice of illegal content: each once, and those alone who can see it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from core.notices.actions.telling import notify
from moderation.models import IllegalNotice
from moderation.news import FILED
from moderation.queue import notices_of

BATCH = 100


@transaction.atomic
def alert_moderators(notice_id: int, *, at: datetime | None = None) -> int:
    """Everybody who moderates and may see its case is told; how many. Nobody when they were, or it is answered."""
    at = at or timezone.now()
    waiting = IllegalNotice.objects.unanswered().filter(pk=notice_id, alerted_at=None)
    notice = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if notice is None:
        return 0
    told = notify(_hearers(notice), kind=FILED, about=("illegal-notice", notice.pk), key=f"filed:{notice.pk}", at=at)
    IllegalNotice.objects.filter(pk=notice.pk).update(alerted_at=at)
    return told


def alert_of_waiting(*, at: datetime | None = None) -> int:
    """What a dead worker left untold; how many were told."""
    untold = IllegalNotice.objects.unanswered().filter(alerted_at=None).order_by("pk").values_list("pk", flat=True)
    return sum(alert_moderators(pk, at=at) for pk in list(untold[:BATCH]))


def _hearers(notice: IllegalNotice) -> Iterator[int]:
    """Not whoever filed it, who knows."""
    for moderator in _moderators().exclude(pk=notice.by_id):
        if notice.case_id is None or notices_of(moderator).filter(pk=notice.pk).exists():
            yield moderator.pk


def _moderators() -> QuerySet[Any]:
    holds = Q(is_superuser=True)
    for held_by in ("groups__permissions", "user_permissions"):
        holds |= Q(**{f"{held_by}__codename": "moderate", f"{held_by}__content_type__app_label": "moderation"})
    able = get_user_model().objects.filter(holds).values("pk")
    return get_user_model().objects.present().filter(pk__in=able).order_by("pk")
