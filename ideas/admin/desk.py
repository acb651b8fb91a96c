"""What lies on the desk of a person of the brand's team, and in which order."""

from functools import wraps
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse

from core.http import View, error_answer
from ideas.desks import ideas_of
from ideas.models import Idea
from ideas.models.idea import IdeaQuerySet
from ideas.policies import may_answer


def unanswered(ideas: IdeaQuerySet) -> IdeaQuerySet:
    """Published, without a public answer, and not closed by a final status."""
    return ideas.awaiting().filter(is_answered=False)


def by_need(ideas: IdeaQuerySet) -> IdeaQuerySet:
    """The promise that falls due first stands first, so what is overdue leads; what is settled comes last."""
    return ideas.order_by(F("next_update_by").asc(nulls_last=True), "is_answered", "-hot_score", "-pk")


def next_to_answer(user: Any, *, but: int = 0) -> Idea | None:
    """The idea that needs an answer most, leaving out the one just looked at."""
    mine = ideas_of(user)
    waiting = unanswered(mine) | mine.overdue()
    return by_need(waiting.exclude(pk=but)).first()


def has_keys(user: Any) -> bool:
    """Unless they are switched off in the account."""
    profile = getattr(user, "wagtail_userprofile", None)
    return profile is None or bool(profile.keyboard_shortcuts)


def for_answerers(view: View) -> View:
    """403 with the reason for who may not answer. Wagtail would send them home without a word on this page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verdict = may_answer(request.user)
        if not verdict:
            return error_answer(request, status=403, exception=verdict.reason)
        return view(request, *args, **kwargs)

    return guarded
