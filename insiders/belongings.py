"""What the room holds of one member: for the export of their data and for its erasure."""

from typing import Any

from insiders.models import EarlyAccess, Feedback


def export(member: Any) -> list[dict[str, Any]]:
    """The titles of pages that the member may no longer see stay out."""
    mine = Feedback.objects.of(member).select_related("early__page").order_by("pk")
    seen = set(EarlyAccess.objects.visible_to(member).filter(feedback__author=member.pk).values_list("pk", flat=True))
    return [
        {
            "page": str(one.early) if one.early_id in seen else "",
            "rating": one.rating,
            "would_want_it": one.wants,
            "about": one.sort,
            "words": one.words,
            "answer": one.answer,
            "sent": one.created_at,
            "changed": one.changed_at,
        }
        for one in mine
    ]


def erase(member: Any) -> None:
    """The figures count on, without name and words."""
    Feedback.objects.of(member).update(author=None, words="", answer="")
