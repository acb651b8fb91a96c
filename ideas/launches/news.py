"""The kinds of notice that tell what became of an idea, and what their words need at the moment of showing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.members.models import User
from core.notices.kinds import NoticeKind
from core.notices.models import Notice
from ideas.models import Launching, LaunchPage

YOURS, LAUNCHED, CORRECTED = "idea-launched-yours", "idea-launched", "idea-launch-corrected"
Facts = Mapping[int, Mapping[str, Any]]


def launches_behind(notices: Sequence[Notice]) -> Facts:
    """By notice: what the story did to its idea, and the story itself where this reader may see it. Two queries, and
    one more a reader."""
    events = {notice.event_id for notice in notices}
    found = Launching.objects.filter(launch__in=events).select_related("entry__by", "entry__new")
    rows = {(one.launch_id, one.idea_id): one for one in found}
    stories = _stories(notices, {one.page_id for one in found if one.page_id})
    facts: dict[int, Mapping[str, Any]] = {}
    for notice in notices:
        if row := rows.get((notice.event_id, notice.subject_id)):
            story = stories.get((notice.recipient_id, row.page_id or 0))
            facts[notice.pk] = {"launching": row, "story": story, "answer": row.entry}
    return facts


def _stories(notices: Sequence[Notice], pages: set[int]) -> dict[tuple[int, int], LaunchPage]:
    """By reader and key: those that each may see."""
    readers: dict[int, Any] = User.objects.in_bulk({notice.recipient_id for notice in notices})
    seen: dict[tuple[int, int], LaunchPage] = {}
    for pk, reader in readers.items():
        for story in LaunchPage.objects.visible_to(reader).filter(pk__in=pages).select_related("signed_by"):
            seen[pk, story.pk] = story
    return seen


KINDS = (
    NoticeKind(
        key=YOURS,
        label=_("Your idea is launched"),
        reason=_("You wrote this idea."),
        facts=launches_behind,
    ),
    NoticeKind(
        key=LAUNCHED,
        label=_("An idea that you support or follow is launched"),
        reason=_("You support or follow this idea."),
        facts=launches_behind,
    ),
    NoticeKind(
        key=CORRECTED,
        label=_("What was said about a launch is corrected or taken back"),
        reason=_("You wrote, support or follow this idea."),
        facts=launches_behind,
    ),
)
