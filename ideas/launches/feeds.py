from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser

from core.pages.feeds import ROWS, PageFeed
from ideas.launches.stories import stories_in
from ideas.models import LaunchIndexPage


class LaunchFeed(PageFeed):
    """The latest launches."""

    route = "launch-feed"

    def subtitle(self, place: LaunchIndexPage) -> str:
        return str(place.introduction)

    def items(self, place: LaunchIndexPage) -> Any:
        return stories_in(place, AnonymousUser()).select_related("signed_by").defer("body")[:ROWS]

    def item_link(self, story: Any) -> str:
        return str(story.get_url())

    def item_description(self, story: Any) -> str:
        return str(story.introduction)

    def item_author_name(self, story: Any) -> str:
        return str(story.signed_by.shown_name) if story.signed_by else ""

    def item_pubdate(self, story: Any) -> datetime:
        return story.first_published_at  # type: ignore[no-any-return]

    def item_updateddate(self, story: Any) -> datetime:
        return story.last_published_at  # type: ignore[no-any-return]
