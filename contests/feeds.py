from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from contests.models import ContestPage, Entry

ROWS = 50


class ContestFeed(Feed):
    """The newest entries of a contest as Atom. It holds what a visitor may see, whoever asks: readers do not log in."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, contest: ContestPage) -> ContestPage:
        return contest

    def title(self, contest: ContestPage) -> str:
        return str(contest.title)

    def subtitle(self, contest: ContestPage) -> str:
        return str(contest.brief)

    def link(self, contest: ContestPage) -> str:
        return str(contest.get_url())

    def feed_url(self, contest: ContestPage) -> str:
        return contest.get_url_of("feed")

    def items(self, contest: ContestPage) -> Any:
        seen = Entry.objects.visible_to(AnonymousUser()).published().filter(contest=contest)
        return seen.select_related("author").order_by("-published_at", "-pk")[:ROWS]

    def item_guid(self, entry: Any) -> str:
        """For good: the address without the title, which its author may still change."""
        return f"{settings.BASE_URL}{reverse('contests:short', args=[entry.pk])}"

    def item_title(self, entry: Any) -> str:
        return str(entry.title)

    def item_description(self, entry: Any) -> str:
        return str(entry.caption)

    def item_author_name(self, entry: Any) -> str:
        return str(entry.shown_author)

    def item_pubdate(self, entry: Any) -> datetime:
        return entry.published_at  # type: ignore[no-any-return]

    def item_updateddate(self, entry: Any) -> datetime:
        return max(filter(None, (entry.published_at, entry.edited_at)))
