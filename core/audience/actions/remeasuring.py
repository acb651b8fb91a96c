"""Having somebody measured soon who has just done something."""

from collections.abc import Iterable

from core.audience import tasks
from core.audience.models import Condition, Way
from core.effects import after_commit


def look_again(member: int | None, *keys: str) -> None:
    """The member has done something that these measures count: once it is stored they are in what they have earned by
    it, where a tier without a limit of places asks for it. None is nobody. One question."""
    look_again_at([member], *keys)


def look_again_at(members: Iterable[int | None], *keys: str) -> None:
    """The same of several, in one question as well."""
    there = sorted({member for member in members if member is not None})
    asked = Condition.objects.filter(measure__in=keys, tier__way=Way.EARNED, tier__seats=None)
    if there and asked.exists():
        for member in there:
            after_commit(tasks.measure_member, member)
