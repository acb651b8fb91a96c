"""What who has sent feedback is told: that the team has answered, while they may see the page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.notices.kinds import NoticeKind
from core.notices.models import Notice
from insiders.models import EarlyAccess, Feedback

ANSWERED = "feedback-answered"
FEEDBACK = "feedback"


class FeedbackSubject:
    """Only who wrote it sees it, and only while they may see its page."""

    key = FEEDBACK
    model = Feedback
    label = _("feedback")
    words: tuple[str, ...] = ()

    def visible_to(self, user: Any) -> QuerySet[Feedback]:
        return (
            Feedback.objects.of(user)
            .filter(early__in=EarlyAccess.objects.visible_to(user))
            .select_related("early__page")
        )

    def title(self, feedback: Feedback) -> str:
        return str(feedback.early)

    def url(self, feedback: Feedback) -> str:
        return f"{feedback.early.get_absolute_url()}#feedback"

    def author_id(self, feedback: Feedback) -> int | None:
        return feedback.author_id

    def people(self, feedback: Feedback) -> dict[str, list[int]]:
        return {"author": [feedback.author_id] if feedback.author_id else []}

    def version(self, feedback: Feedback) -> int:
        return 1

    def snapshot(self, feedback: Feedback) -> dict[str, Any]:
        return {}

    def thumbnail(self, feedback: Feedback) -> str | None:
        return None


def of_those_who_are_answered(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """The answer as it stands now; one that was taken back says nothing."""
    ids = {notice.subject_id for notice in notices}
    found = Feedback.objects.filter(pk__in=ids, answered_at__isnull=False).in_bulk()
    return {notice.pk: {"feedback": found[notice.subject_id]} for notice in notices if notice.subject_id in found}


def _has_sent_some(member: Any) -> bool:
    return Feedback.objects.of(member).exists()


KIND = NoticeKind(
    key=ANSWERED,
    label=_("The team answers what you told it of an early-access page"),
    reason=_("You told the team what you think."),
    facts=of_those_who_are_answered,
    is_for=_has_sent_some,
)
