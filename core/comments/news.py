"""The kinds of notice about comments, and what their words need at the moment of showing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.notices.kinds import NoticeKind
from core.notices.models import Notice
from core.subjects import subjects

REPLY = "comment-reply"
MENTION = "comment-mention"
BESIDE_A_MENTION = "comments/mention_notice.html"


def comments_behind(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """By notice: the comment that it tells of, while its words are there."""
    by_kind: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_kind[notice.subject_kind].append(notice)
    facts = {}
    for kind, same in by_kind.items():
        comments = subjects[kind].model._default_manager.filter(deleted_at=None).select_related("author")
        there = comments.in_bulk({notice.subject_id for notice in same})
        facts |= {n.pk: {"comment": there[n.subject_id]} for n in same if n.subject_id in there}
    return facts


KINDS = (
    NoticeKind(
        key=REPLY,
        label=_("Someone answers your comment"),
        reason=_("You wrote the comment that this answers."),
        facts=comments_behind,
    ),
    NoticeKind(
        key=MENTION,
        label=_("Someone mentions you in a comment"),
        reason=_("This comment mentions you."),
        facts=comments_behind,
        beside=BESIDE_A_MENTION,
    ),
)
