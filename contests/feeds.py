from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from contests.models import ContestPage, Entry
from core.pages.feeds import ROWS, PageFeed


class ContestFeed(PageFeed):
    """The newest entries of a contest."""

    def subtitle(self, contest: ContestPage) -> str:
        return str(contest.brief)

    def items(self, contest: ContestPage) -> Any:
        seen = Entry.objects.visible_to(AnonymousUser()).published().filter(contest=contest)
        return seen.select_related("author").order_by("-published_at", "-pk")[:ROWS]

    def item_guid(self, entry: Any) -> str:
        """For good: the address without the title, which its author may still change."""
        return f"{settings.BASE_URL}{reverse('contests:short', args=[entry.pk])}"

    def item_description(self, entry: Any) -> str:
        return str(entry.caption)

    def item_author_name(self, entry: Any) -> str:
        return str(entry.shown_author)

    def item_pubdate(self, entry: Any) -> datetime:
        return entry.published_at  # type: ignore[no-any-return]

    def item_updateddate(self, entry: Any) -> datetime:
        return max(filter(None, (entry.published_at, entry.edited_at)))
