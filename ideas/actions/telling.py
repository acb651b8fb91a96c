"""Who hears about an idea, and the notices that they are sent."""

from itertools import chain
from typing import Any

from core.members.models import User
from core.notices.actions.telling import notify
from core.notices.models import Follow, Notice
from ideas.crowd import authors_of, followers_of
from ideas.models import Idea, Merge, StatusChange, Vote
from ideas.news import ANSWERED, MERGED, PARTED, WITHDRAWN


def people_of(idea: Idea) -> dict[str, list[int]]:
    """Members by what they are to the idea or to what is merged into it: author, supporter, follower. One person may be
    several."""
    followers = followers_of(idea).order_by("member_id").values_list("member_id", flat=True)
    return {
        "author": authors_of(idea),
        "supporter": list(Vote.objects.filter(idea=idea.pk).values_list("voter_id", flat=True)),
        "follower": list(dict.fromkeys(followers)),
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


def tell_of_merge(merge: Merge) -> int:
    """The people of the duplicate, and of what it brought along, have a notice that it was merged, once. Returns how
    many are new. Those whom it never reached are told nothing when it is undone at once."""
    if hasattr(merge, "undone_by"):
        return 0
    return notify(
        people_behind(merge),
        kind=MERGED,
        about=("idea", merge.duplicate_id),
        key=merge.key,
        by=merge.by,
        at=merge.at,
    )


def tell_of_parting(undone: Merge) -> int:
    """Those who were told of the merge, and are still people of the duplicate, have a notice that it was undone."""
    people = people_behind(undone)
    told = Notice.objects.told(undone.key_of_merge, people).values_list("recipient_id", flat=True)
    return notify(
        sorted(told),
        kind=PARTED,
        about=("idea", undone.duplicate_id),
        key=undone.key,
        by=undone.by,
        at=undone.at,
    )


def people_behind(merge: Merge) -> set[int]:
    """Authors, supporters and followers of the duplicate and of what it had brought along, who have not left."""
    ideas = [merge.duplicate_id, *Merge.objects.below(merge.duplicate_id)]
    people = {
        *Idea.objects.filter(pk__in=ideas, author__isnull=False).values_list("author_id", flat=True),
        *Vote.objects.filter(idea__in=ideas).values_list("voter_id", flat=True),
        *Follow.objects.filter(subject_kind="idea", subject_id__in=ideas).values_list("member_id", flat=True),
    }
    return set(User.objects.present().filter(pk__in=people).values_list("pk", flat=True))
