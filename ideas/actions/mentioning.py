"""Whom an answer of the brand mentions."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from core.comments.actions.telling import tell_of_return as tell_of_comments
from core.comments.mentions import mentioned_ids
from core.members.models import User
from core.notices.actions.telling import notify
from ideas.models import Idea, IdeaComment, StatusChange
from ideas.news import MENTIONED


def tell_mentioned(change: StatusChange, *, at: datetime | None = None) -> int:
    """Whoever this answer names and may read it has one notice of it, unless they have one as people of the idea: so
    these are told first. Returns how many are new."""
    if change.is_imported:
        return 0
    named = mentioned_ids(change.note, change.change_our_mind, by=change.by)
    seen = Idea.objects.filter(pk=change.idea_id)
    readers = [member.pk for member in User.objects.present().filter(pk__in=named) if seen.visible_to(member).exists()]
    about, key = ("idea", change.idea_id), f"status-change:{change.pk}"
    return notify(readers, kind=MENTIONED, about=about, key=key, by=change.by, at=at or change.at)


def tell_of_return(idea_ids: Collection[int]) -> int:
    """These ideas can be read again: whoever is mentioned in answers to them or in what is said under them, and could
    not read it then, is told now, once. How many were told."""
    named = Q(note__contains="@") | Q(change_our_mind__contains="@")
    answers = StatusChange.objects.filter(named, idea__in=idea_ids).select_related("by").order_by("pk")
    told = sum(tell_mentioned(answer, at=timezone.now()) for answer in answers)
    return told + tell_of_comments(IdeaComment, idea_ids)
