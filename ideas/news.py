"""The kinds of notice that this room sends, and what their words need at the moment of showing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.comments.news import BESIDE_A_MENTION, comments_behind
from core.notices.kinds import NoticeKind
from core.notices.letters import absolute
from core.notices.models import Notice
from ideas.digests import digests_behind
from ideas.models import IdeaComment, Merge, StatusChange
from ideas.policies import may_answer

ANSWERED = "idea-answered"
WITHDRAWN = "idea-withdrawn"
MERGED = "idea-merged"
PARTED = "idea-parted"
OWNER_DIGEST = "owner-digest"
WAITING_LIST = "waiting-list"  # the kind of subject that the digest is about
MENTIONED = "answer-mention"


def answers_behind(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """By notice: the timeline entry that it tells of. The key of the notice names it."""
    entry_ids = {notice.pk: notice.event_id for notice in notices}
    entries = StatusChange.objects.select_related("new", "old", "by").in_bulk(set(entry_ids.values()))
    return {pk: {"answer": entries[entry]} for pk, entry in entry_ids.items() if entry in entries}


def merges_behind(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """By notice: the merge or the undoing that it tells of, the idea that the duplicate was merged into as far as it
    can be seen, and where one keeps or takes back one's support."""
    keys = {notice.pk: notice.event_id for notice in notices}
    merges = Merge.objects.select_related("into", "duplicate").in_bulk(set(keys.values()))
    return {pk: _facts_of(merges[merge]) for pk, merge in keys.items() if merge in merges}


def _facts_of(merge: Merge) -> dict[str, Any]:
    """Who may see the duplicate may enter the board of both; what a moderator does not show is not named to anybody."""
    choice = reverse("ideas:merged", args=[merge.duplicate_id])
    root = merge.into if merge.into.is_readable else None
    return {"merge": merge, "root": root, "choice_path": choice, "choice_url": absolute(choice)}


KINDS = (
    NoticeKind(
        key=ANSWERED,
        label=_("An idea that you wrote, support or follow is answered"),
        reason=_("You wrote, support or follow this idea."),
        facts=answers_behind,
    ),
    NoticeKind(
        key=MENTIONED,
        label=_("The brand’s team mentions you in an answer"),
        reason=_("This answer mentions you."),
        facts=answers_behind,
        beside=BESIDE_A_MENTION,
    ),
    NoticeKind(
        key=WITHDRAWN,
        label=_("An idea that you support or follow is withdrawn"),
        reason=_("You support or follow this idea."),
        by_email=False,
    ),
    NoticeKind(
        key=MERGED,
        label=_("An idea that you wrote, support or follow is merged into another one"),
        reason=_("You wrote, support or follow this idea."),
        facts=merges_behind,
    ),
    NoticeKind(
        key=PARTED,
        label=_("An idea that you wrote, support or follow stands by itself again"),
        reason=_("You wrote, support or follow this idea."),
        facts=merges_behind,
    ),
    NoticeKind(
        key=IdeaComment.news,
        label=_("Someone comments on your idea"),
        reason=_("You wrote this idea."),
        facts=comments_behind,
    ),
    NoticeKind(
        key=OWNER_DIGEST,
        label=_("Ideas that you look after are due"),
        reason=_("You look after these ideas. This comes at most once a week, and only when something is due."),
        facts=digests_behind,
        is_for=may_answer,
        may_wait=False,
    ),
)
