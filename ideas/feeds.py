from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed

from ideas.models import Idea, IdeaBoardPage
from ideas.models.idea import address

ROWS = 50


class BoardFeed(Feed):
    """The newest ideas of a board as Atom. It holds what a visitor may see, whoever asks: readers do not log in."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, board: IdeaBoardPage) -> IdeaBoardPage:
        return board

    def title(self, board: IdeaBoardPage) -> str:
        return str(board.title)

    def subtitle(self, board: IdeaBoardPage) -> str:
        return str(board.question)

    def link(self, board: IdeaBoardPage) -> str:
        return str(board.get_url())

    def feed_url(self, board: IdeaBoardPage) -> str:
        return board.get_url_of("feed")

    def items(self, board: IdeaBoardPage) -> Any:
        seen = Idea.objects.visible_to(AnonymousUser()).published().filter(board=board)
        return seen.with_card_relations().select_related("author").order_by("-published_at", "-pk")[:ROWS]

    def item_guid(self, idea: Any) -> str:
        """For good: the address without the title, which its author may still change."""
        return f"{settings.BASE_URL}{address('ideas:short', idea.pk)}"

    def item_title(self, idea: Any) -> str:
        return str(idea.title)

    def item_description(self, idea: Any) -> str:
        return str(idea.excerpt)

    def item_author_name(self, idea: Any) -> str:
        return str(idea.shown_author)

    def item_pubdate(self, idea: Any) -> datetime:
        return idea.published_at  # type: ignore[no-any-return]

    def item_updateddate(self, idea: Any) -> datetime:
        return max(filter(None, (idea.published_at, idea.edited_at, idea.last_answered_at)))

    def item_categories(self, idea: Any) -> list[str]:
        return [name for name in (idea.status.name, idea.category_name) if name]
