"""What a room's table of comments holds of one member, and by whom they do not want to be mentioned: for the export of
their data and for its erasure."""

from typing import Any

from django.db.models import Q

from core.comments.models import MentionBlock
from core.publication import State


def export_comments(member: Any, *, model: Any) -> list[dict[str, Any]]:
    """The titles of things that the member may no longer see stay out."""
    own = model.objects.filter(author=member, deleted_at=None).select_related("subject")
    open_now = set(model.things().visible_to(member).filter(comments__author=member).values_list("pk", flat=True))
    return [_comment(comment, titled=comment.subject_id in open_now) for comment in own.prefetch_related("revisions")]


def _comment(comment: Any, *, titled: bool) -> dict[str, Any]:
    return {
        "id": comment.pk,
        "under": {"id": comment.subject_id, "title": str(comment.subject) if titled else ""},
        "answers": comment.parent_id,
        "body": comment.body,
        "state": comment.state,
        "created_at": comment.created_at.isoformat(),
        "edited_at": comment.edited_at.isoformat() if comment.edited_at else None,
        "revisions": [{"body": former.body, "at": former.at.isoformat()} for former in comment.revisions.all()],
    }


def erase_comments(member: Any, *, model: Any) -> None:
    """What was said in public stays, shown as a former member's; what only waits leaves with its author."""
    model.objects.filter(author=member, state__in=(State.WAITING, State.RETURNED, State.REJECTED)).delete()


def export_blocks(member: Any) -> list[dict[str, Any]]:
    """What the member decided; who decided so of them stays with those."""
    blocks = MentionBlock.objects.by(member).select_related("blocked").order_by("created_at", "pk")
    return [{"member": block.blocked.shown_name, "since": block.created_at.isoformat()} for block in blocks]


def erase_blocks(member: Any) -> None:
    MentionBlock.objects.filter(Q(member=member) | Q(blocked=member)).delete()
