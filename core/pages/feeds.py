"""Feeds of what stands below one page."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed

ROWS = 50


class PageFeed(Feed):
    """The newest things of a page as Atom. It holds what a visitor may see, whoever asks: readers do not log in."""

    feed_type = Atom1Feed
    route = "feed"  # by which the page calls the address of its feed

    def get_object(self, request: HttpRequest, page: Any) -> Any:
        return page

    def title(self, page: Any) -> str:
        return str(page.title)

    def link(self, page: Any) -> str:
        return str(page.get_url())

    def feed_url(self, page: Any) -> str:
        return str(page.get_url_of(self.route))

    def item_title(self, thing: Any) -> str:
        return str(thing.title)
