"""Who the people of an idea are, and since when. Those of what is merged into it are its people, too."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Min, QuerySet

from core.notices.models import Follow
from ideas.models import Idea, IdeaComment, Vote


class Behind(NamedTuple):
    """Members who wrote an idea or what is merged into it, and all who did, support or follow it."""

    authors: set[int]
    everyone: set[int]


def authors_of(idea: Idea) -> list[int]:
    """Its author first, then those of its duplicates, who are co-authors, once each."""
    wrote = Idea.objects.kin_of(idea.pk).exclude(author=None).duplicates_first().values_list("author", flat=True)
    return list(dict.fromkeys([*([idea.author_id] if idea.author_id else []), *wrote]))


def authors_behind(ids: Collection[int]) -> set[int]:
    """The same of many ideas at once, in one query."""
    return set(Idea.objects.kin_of(*ids).exclude(author=None).values_list("author", flat=True))


def crowds_behind(ids: Collection[int]) -> dict[int, Behind]:
    """The people of each of these ideas, which are merged into none, in three questions."""
    found = {pk: Behind(set(), set()) for pk in ids}
    kin = Idea.objects.kin_of(*ids)
    root_of: dict[int, int] = {}
    for pk, root, author in kin.values_list("pk", "merged_into", "author"):
        root_of[pk] = root or pk
        if author is not None:
            found[root or pk].authors.add(author)
            found[root or pk].everyone.add(author)
    for idea, voter in Vote.objects.filter(idea__in=ids).values_list("idea", "voter"):
        found[idea].everyone.add(voter)
    follows = Follow.objects.filter(subject_kind="idea", subject_id__in=root_of)
    for idea, member in follows.values_list("subject_id", "member"):
        found[root_of[idea]].everyone.add(member)
    return found


def followers_of(idea: Idea) -> QuerySet[Follow]:
    return Follow.objects.filter(subject_kind="idea", subject_id__in=Idea.objects.kin_of(idea.pk).values("pk"))


def follows(idea: Idea, member: Any) -> bool:
    """Whether the member follows it, or what is merged into it."""
    return followers_of(idea).filter(member=member.pk).exists()


def commenters_of(idea: Idea) -> dict[int, datetime]:
    """Members with words under it that everybody may read, and when each said the first of them. They are not told of
    what happens to the idea unless they follow it."""
    kin = Idea.objects.kin_of(idea.pk).values("pk")
    said = IdeaComment.objects.counted().filter(subject__in=kin, author__isnull=False).order_by()
    return dict(said.values_list("author").annotate(first=Min("created_at")))


def since(idea: Idea) -> dict[str, dict[int, datetime]]:
    """By role and member. Votes of duplicates stand among the idea's own, carried, since they were cast."""
    wrote = Idea.objects.kin_of(idea.pk).exclude(author=None).order_by().values_list("author")
    followed = followers_of(idea).order_by().values_list("member")
    return {
        "author": dict(wrote.annotate(first=Min("created_at"))),
        "supporter": dict(Vote.objects.filter(idea=idea.pk).values_list("voter", "at")),
        "commenter": commenters_of(idea),
        "follower": dict(followed.annotate(first=Min("created_at"))),
    }
