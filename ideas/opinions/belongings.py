"""What one member was asked about launches and said of them: for the export of their data and for its erasure."""

from typing import Any

from ideas.actions.opinions import forget_lines
from ideas.models import LaunchOpinion, LaunchOpinionRevision, LaunchPage


def export(member: Any) -> list[dict[str, Any]]:
    """Titles of stories that the member may no longer see stay out."""
    mine = LaunchOpinion.objects.filter(member=member).select_related("page").prefetch_related("revisions")
    open_now = set(LaunchPage.objects.visible_to(member).filter(opinions__member=member).values_list("pk", flat=True))
    return [_opinion(opinion, titled=opinion.page_id in open_now) for opinion in mine.order_by("pk")]


def _opinion(opinion: LaunchOpinion, *, titled: bool) -> dict[str, Any]:
    return {
        "launch": {"id": opinion.page_id, "title": opinion.page.title if titled else ""},
        "asked_at": opinion.asked_at.isoformat(),
        "verdict": opinion.verdict,
        "body": opinion.body,
        "state": opinion.state,
        "said_at": opinion.said_at.isoformat() if opinion.said_at else None,
        "revisions": [
            {"verdict": former.verdict, "body": former.body, "at": former.at.isoformat()}
            for former in opinion.revisions.all()
        ],
    }


def erase(member: Any) -> None:
    """What was said counts on, and lines that everybody can read stay, shown as a former member's; a line that nobody
    else could read, and former words, leave with their author."""
    LaunchOpinionRevision.objects.filter(opinion__member=member).delete()
    forget_lines(member)
