"""Telling people what became of their ideas: each once, however many of a story's ideas they stand behind."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from core.audience.gate import barriers_above
from core.audience.grounds import kept_out
from core.members.models import User
from core.notices.actions.telling import News, notify_each
from core.notices.models import Follow
from ideas.crowd import crowds_behind
from ideas.launches.news import CORRECTED, LAUNCHED, YOURS
from ideas.models import Act, Idea, Launch, Vote

KIND = "idea"
PATIENCE = timedelta(minutes=5)  # so long a worker may take before the chore begins as well


def tell_of_launch(launch: Launch) -> int:
    """Everyone behind the ideas that this launched, corrected or took back has a notice, once: authors about their own
    idea, all others about the first one that they may see. How many are new.

    Told in chunks: what a dead worker left half done is finished by calling this again, and then it is finished.
    """
    if launch.told_at is not None:
        return 0
    told = notify_each(_news(launch), at=launch.at)
    Launch.objects.filter(pk=launch.pk).update(told_at=timezone.now())
    return told


def tell_untold(*, at: datetime | None = None) -> int:
    """The chore: what no worker has told, or not to the end. How many notices are new."""
    at = at or timezone.now()
    untold = Launch.objects.filter(told_at=None, at__lt=at - PATIENCE).select_related("by")
    return sum(tell_of_launch(one) for one in untold)


def people_to_tell(ideas: Collection[int], *, by: Any = None) -> int:
    """How many members would have a notice if these were launched now. One query where their boards are open."""
    kin = Idea.objects.kin_of(*ideas)
    found = User.objects.present().filter(
        Q(pk__in=Vote.objects.filter(idea__in=ideas).values("voter"))
        | Q(pk__in=Follow.objects.filter(subject_kind=KIND, subject_id__in=kin.values("pk")).values("member"))
        | Q(pk__in=kin.exclude(author=None).values("author"))
    )
    counted = found.exclude(pk=getattr(by, "pk", None))
    paths = Idea.objects.filter(pk__in=ideas).values_list("board__path", flat=True).distinct() if ideas else ()
    if not any(barriers_above(path) for path in paths):
        return counted.count() if ideas else 0
    return len(set(counted.values_list("pk", flat=True)) & {one for one, *_ in _chosen(ideas, by=by)})


def _news(launch: Launch) -> Iterator[News]:
    ids = list(launch.launchings.order_by("pk").values_list("idea", flat=True))
    by_id, key = launch.by_id, f"launch:{launch.pk}"
    for member, idea_id, is_author in _chosen(ids, by=launch.by):
        kind = CORRECTED if launch.act != Act.LAUNCHED else YOURS if is_author else LAUNCHED
        yield News(member, kind, (KIND, idea_id), key, by_id)


def _chosen(ids: Collection[int], *, by: Any) -> Iterator[tuple[int, int, bool]]:
    """Each member once with one of these ideas whose board they may enter, and whether they wrote it. Authors come
    first."""
    there = set(Idea.objects.published().filter(pk__in=ids).values_list("pk", flat=True))
    behind = crowds_behind([pk for pk in ids if pk in there])
    outside = kept_out(((KIND, pk), member) for pk, people in behind.items() for member in people.everyone)
    told: set[int] = {by.pk} if by is not None else set()
    for is_author in (True, False):
        for pk, people in behind.items():
            for member in sorted((people.authors if is_author else people.everyone) - told):
                if ((KIND, pk), member) not in outside:
                    told.add(member)
                    yield member, pk, is_author
