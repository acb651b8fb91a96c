"""What this room holds of one member: for the export of their data and for its erasure."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from core.publication import State
from ideas.actions.merging import part_all
from ideas.actions.owning import hand_over
from ideas.models import Idea, IdeaNote, Merge, Vote


def export(member: Any) -> dict[str, Any]:
    ideas = Idea.objects.filter(author=member).select_related("status", "category").prefetch_related("revisions")
    open_now = set(Idea.objects.visible_to(member).filter(author=member).values_list("pk", flat=True))
    return {
        "ideas": [_idea(idea, is_open=idea.pk in open_now) for idea in ideas.order_by("pk")],
        "supports": [
            {"idea": pk, "title": title, "at": at.isoformat()}
            for pk, title, at in _own_votes(member).values_list("idea_id", "idea__title", "at")
        ],
        "notes": [
            {"idea": note.idea_id, "body": note.body, "state": note.state, "at": note.at.isoformat()}
            for note in IdeaNote.objects.filter(idea__author=member)
        ],
    }


def _own_votes(member: Any) -> Any:
    """Titles of ideas that the member may no longer see stay out of the export."""
    cast = Vote.objects.filter(voter=member, is_carried=False)
    return cast.filter(idea__in=Idea.objects.visible_to(member)).order_by("at")


def _idea(idea: Idea, *, is_open: bool) -> dict[str, Any]:
    """Where an idea stands that its author may not see any more is not theirs to know; what they wrote is."""
    return {
        "id": idea.pk,
        "title": idea.title,
        "body": idea.body,
        "category": idea.category_name if is_open else "",
        "status": idea.status.slug if is_open else "",
        "state": idea.state,
        "created_at": idea.created_at.isoformat(),
        "revisions": [
            {"title": former.title, "body": former.body, "at": former.at.isoformat()} for former in idea.revisions.all()
        ],
    }


def erase(member: Any) -> None:
    """Ideas and votes stay, shown as a former member's; what waits or was never public leaves with its author. What the
    member looked after falls to others."""
    hand_over(member)
    unread = Q(state__in=(State.WAITING, State.RETURNED, State.REJECTED)) | Q(published_at=None)
    IdeaNote.objects.filter(unread, idea__author=member).delete()
    leaving = Idea.objects.filter(unread, author=member)
    part_all(leaving.filter(Exists(Merge.objects.standing().of(OuterRef("pk")))))
    leaving.delete()
