from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed

from ideas.launches.stories import stories_in
from ideas.models import LaunchIndexPage

ROWS = 50


class LaunchFeed(Feed):
    """The latest launches as Atom. It holds what a visitor may see, whoever asks: readers do not log in."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, place: LaunchIndexPage) -> LaunchIndexPage:
        return place

    def title(self, place: LaunchIndexPage) -> str:
        return str(place.title)

    def subtitle(self, place: LaunchIndexPage) -> str:
        return str(place.introduction)

    def link(self, place: LaunchIndexPage) -> str:
        return str(place.get_url())

    def feed_url(self, place: LaunchIndexPage) -> str:
        return place.get_url_of("launch-feed")

    def items(self, place: LaunchIndexPage) -> Any:
        return stories_in(place, AnonymousUser()).select_related("signed_by").defer("body")[:ROWS]

    def item_link(self, story: Any) -> str:
        return str(story.get_url())

    def item_title(self, story: Any) -> str:
        return str(story.title)

    def item_description(self, story: Any) -> str:
        return str(story.introduction)

    def item_author_name(self, story: Any) -> str:
        return str(story.signed_by.shown_name) if story.signed_by else ""

    def item_pubdate(self, story: Any) -> datetime:
        return story.first_published_at  # type: ignore[no-any-return]

    def item_updateddate(self, story: Any) -> datetime:
        return story.last_published_at  # type: ignore[no-any-return]
