"""Plain functions that make things, with what a test does not care about filled in."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from ideas.actions.boards import give_default_statuses
from ideas.actions.submitting import submit_idea
from ideas.models import BoardStatus, Category, Idea, IdeaBoardPage, Tally, Vote
from moderation.registries import Review
from tests.cast import make_member


def make_board(*, parent: Page | None = None, slug: str = "", **fields: Any) -> IdeaBoardPage:
    """A live board with the six usual statuses and the categories `shops` and `menu`, below the site's root page.

    What members write on it appears at once, unless `review` says otherwise.
    """
    slug = slug or f"board-{uuid4().hex[:8]}"
    parent = parent or home_page()
    fields = {"title": "Ideas", "review": Review.NOTHING, **fields}
    with disable_reference_index_auto_update():  # a third of what making one costs, and it refers to nothing
        board = parent.add_child(instance=IdeaBoardPage(slug=slug, **fields))
        give_default_statuses(board)
        for place, name in enumerate(("Shops", "Menu")):
            Category.objects.create(board=board, name=name, slug=name.lower(), sort_order=place)
    return board


def somebody() -> Any:
    """A member whom the test does not name."""
    return make_member(f"member-{uuid4().hex[:12]}")


def home_page() -> Page:
    """The page below which the site's pages stand."""
    return Page.objects.get(depth=2)


def the_board() -> IdeaBoardPage:
    """One board that all ideas of a test share, unless it makes its own."""
    return IdeaBoardPage.objects.first() or make_board(slug="ideas")


def make_idea(
    *,
    board: IdeaBoardPage | None = None,
    by: Any = None,
    status: str = "new",
    title: str = "A bench at the tram stop",
    body: str = "So that one can sit while waiting.",
    category: str | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> Idea:
    """A published idea with its author's support. `status` is a slug of the board; `fields` are set as they are."""
    board = board or the_board()
    by = by or somebody()
    found = Category.objects.get(board=board, slug=category) if category else None
    idea = submit_idea(board, by=by, title=title, body=body, category=found, at=at)
    if status != "new":
        to = BoardStatus.objects.get(board=board, slug=status)
        fields = {"status": to, "open_to_votes": to.open_to_votes, **fields}
        Tally.objects.add(board.pk, idea.status_id, idea.category_id, -1)
        Tally.objects.add(board.pk, to.pk, idea.category_id, 1)
    if fields:
        Idea.objects.filter(pk=idea.pk).update(**fields)
    return Idea.objects.select_related("board", "status", "category", "author").get(pk=idea.pk)


def support(idea: Idea, count: int) -> None:
    """So many more members support the idea, without counting: for tests that look at the rows."""
    Vote.objects.bulk_create(Vote(idea=idea, voter=somebody()) for _ in range(count))
