"""What the screening holds of one member: for the export of their data and for its erasure."""

from typing import Any

from moderation.models import TextPrint


def export(member: Any) -> list[dict[str, Any]]:
    """Numbers say nothing about a member; in which things they were made of their words does."""
    prints = TextPrint.objects.filter(author=member).order_by("kind", "subject_id", "pk")
    return [
        {"kind": kind, "id": pk, "at": at.isoformat()}
        for kind, pk, at in prints.values_list("kind", "subject_id", "at")
    ]


def erase(member: Any) -> None:
    """The sentences stay known, so that they can still be told from a copy, but nobody's."""
    TextPrint.objects.filter(author=member).update(author=None)
