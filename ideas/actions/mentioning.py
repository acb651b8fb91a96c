"""Whom an answer of the brand mentions."""

from core.comments.mentions import mentioned_ids
from core.members.models import User
from core.notices.actions.telling import notify
from ideas.models import Idea, StatusChange
from ideas.news import MENTIONED


def tell_mentioned(change: StatusChange) -> int:
    """Whoever this answer names and may read it has one notice of it, unless they have one as people of the idea: so
    these are told first. Returns how many are new."""
    if change.is_imported:
        return 0
    named = mentioned_ids(change.note, change.change_our_mind, by=change.by)
    seen = Idea.objects.filter(pk=change.idea_id)
    readers = [member.pk for member in User.objects.present().filter(pk__in=named) if seen.visible_to(member).exists()]
    about, key = ("idea", change.idea_id), f"status-change:{change.pk}"
    return notify(readers, kind=MENTIONED, about=about, key=key, by=change.by, at=change.at)
