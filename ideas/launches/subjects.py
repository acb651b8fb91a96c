"""A story as what the films of its team stand under: whoever may read it sees them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.audience.gate import closed_paths, is_closed, once
from ideas import wording
from ideas.models import LaunchPage
from ideas.models.launching import STORY
from moderation.bearing import BearsMedia


class StorySubject:
    key = STORY
    model = LaunchPage
    label = _("launch")
    words = ("title",)

    def visible_to(self, user: Any) -> QuerySet[LaunchPage]:
        return LaunchPage.objects.visible_to(user)

    def title(self, story: LaunchPage) -> str:
        return str(story.title)

    def url(self, story: LaunchPage) -> str:
        return story.get_url() or ""

    def author_id(self, story: LaunchPage) -> int | None:
        return None

    def people(self, story: LaunchPage) -> dict[str, list[int]]:
        return {}

    def version(self, story: LaunchPage) -> int:
        return story.latest_revision_id or 0

    def snapshot(self, story: LaunchPage) -> dict[str, Any]:
        return {"title": str(story.title)}

    def thumbnail(self, story: LaunchPage) -> str | None:
        return None


class ModeratedStory(BearsMedia):
    key = STORY
    wording = wording.STORY

    def exposure(self, ids: Sequence[int]) -> dict[int, int]:
        return dict.fromkeys(ids, 0)  # nobody knows who reads a story

    def fetched(self, ids: Sequence[int]) -> QuerySet[LaunchPage]:
        return LaunchPage.objects.filter(pk__in=ids)

    def saying(self, words: str) -> QuerySet[LaunchPage]:
        return LaunchPage.objects.filter(title__icontains=words)

    def out_of_reach(self, user: Any) -> QuerySet[LaunchPage]:
        closed = stories_closed_to(user)
        return LaunchPage.objects.filter(pk__in=closed) if closed else LaunchPage.objects.none()


def stories_closed_to(user: Any) -> list[int]:
    """Keys of the stories that this person may not read. One query a request at most."""
    if not closed_paths(user):
        return []
    stories = LaunchPage.objects.values_list("pk", "path")
    return once(("closed stories", user.pk), lambda: [pk for pk, path in stories if is_closed(path, user)])
