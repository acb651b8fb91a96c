"""Who hears about an idea, and the notices that they are sent."""

from itertools import chain
from typing import Any

from core.members.models import User
from core.notices.actions.telling import notify
from core.notices.models import Follow
from ideas.models import Idea, StatusChange, Vote
from ideas.news import ANSWERED, WITHDRAWN


def people_of(idea: Idea) -> dict[str, list[int]]:
    """Members by what they are to the idea: author, supporter, follower. One person may be several."""
    return {
        "author": [idea.author_id] if idea.author_id else [],
        "supporter": list(Vote.objects.filter(idea=idea.pk).values_list("voter_id", flat=True)),
        "follower": list(Follow.objects.follower_ids("idea", idea.pk)),
    }


def audience_of(idea: Idea, *, by: Any = None) -> set[int]:
    """Everyone who is told of a change, once each, without who has left and without the person who made it."""
    people = set(chain.from_iterable(people_of(idea).values())) - {getattr(by, "pk", None)}
    return set(User.objects.present().filter(pk__in=people).values_list("pk", flat=True))


def tell_people(change: StatusChange) -> int:
    """Everyone who wrote, supported or follows the idea has a notice of this change, once. Returns how many are new."""
    return notify(
        audience_of(change.idea, by=change.by),
        kind=ANSWERED,
        about=("idea", change.idea_id),
        key=f"status-change:{change.pk}",
        by=change.by,
        at=change.at,
    )


def tell_of_withdrawal(idea: Idea) -> int:
    """Its supporters and followers have a notice that the author withdrew the idea. Returns how many are new."""
    return notify(
        audience_of(idea, by=idea.author),
        kind=WITHDRAWN,
        about=("idea", idea.pk),
        key=f"idea-withdrawn:{idea.pk}",
        by=idea.author,
    )
