"""The kinds of notice that this room sends, and what their words need at the moment of showing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.comments.news import comments_behind
from core.notices.kinds import NoticeKind
from core.notices.models import Notice
from ideas.models import IdeaComment, StatusChange

ANSWERED = "idea-answered"
WITHDRAWN = "idea-withdrawn"


def answers_behind(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """By notice: the timeline entry that it tells of. The key of the notice names it."""
    entry_ids = {notice.pk: notice.event_id for notice in notices}
    entries = StatusChange.objects.select_related("new", "old", "by").in_bulk(set(entry_ids.values()))
    return {pk: {"answer": entries[entry]} for pk, entry in entry_ids.items() if entry in entries}


KINDS = (
    NoticeKind(
        key=ANSWERED,
        label=_("An idea that you wrote, support or follow is answered"),
        reason=_("You wrote, support or follow this idea."),
        facts=answers_behind,
    ),
    NoticeKind(
        key=WITHDRAWN,
        label=_("An idea that you support or follow is withdrawn"),
        reason=_("You support or follow this idea."),
        by_email=False,
    ),
    NoticeKind(
        key=IdeaComment.news,
        label=_("Someone comments on your idea"),
        reason=_("You wrote this idea."),
        facts=comments_behind,
    ),
)
