from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from core.pages.feeds import ROWS, PageFeed
from ideas.models import Idea, IdeaBoardPage
from ideas.models.idea import address


class BoardFeed(PageFeed):
    """The newest ideas of a board."""

    def subtitle(self, board: IdeaBoardPage) -> str:
        return str(board.question)

    def items(self, board: IdeaBoardPage) -> Any:
        seen = Idea.objects.visible_to(AnonymousUser()).published().filter(board=board)
        return seen.with_card_relations().select_related("author").order_by("-published_at", "-pk")[:ROWS]

    def item_guid(self, idea: Any) -> str:
        """For good: the address without the title, which its author may still change."""
        return f"{settings.BASE_URL}{address('ideas:short', idea.pk)}"

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
