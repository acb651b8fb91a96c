"""Following an idea, with what is merged into it."""

from typing import Any

from core.notices.actions import following
from ideas.models import Idea

KIND = "idea"


def follow_idea(idea: Idea, *, by: Any) -> None:
    """The member is told what happens to it. Again changes nothing."""
    following.follow(KIND, idea.pk, by=by)


def unfollow_idea(idea: Idea, *, by: Any) -> None:
    """The member follows neither the idea nor what is merged into it, of which they would hear here. Again changes
    nothing."""
    for pk in Idea.objects.group_of(idea.pk).values_list("pk", flat=True):
        following.unfollow(KIND, pk, by=by)
