"""When the people of an idea became what they are to it."""

from datetime import datetime

from django.db.models import Min

from core.notices.models import Follow
from ideas.models import Idea, IdeaComment, Vote


def commenters_of(idea: Idea) -> dict[int, datetime]:
    """Members with words under it that everybody may read, and when each said the first of them. They are not told of
    what happens to the idea unless they follow it."""
    said = IdeaComment.objects.counted().filter(subject=idea.pk, author__isnull=False).order_by()
    return dict(said.values_list("author").annotate(first=Min("created_at")))


def since(idea: Idea) -> dict[str, dict[int, datetime]]:
    """By role and member."""
    return {
        "author": {idea.author_id: idea.created_at} if idea.author_id else {},
        "supporter": dict(Vote.objects.filter(idea=idea.pk).values_list("voter", "at")),
        "commenter": commenters_of(idea),
        "follower": dict(Follow.objects.of("idea", idea.pk).values_list("member", "created_at")),
    }
