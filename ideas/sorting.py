"""The five orders of a board, and the order of search results; each pages without repeats and without offsets."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from core.pagination import Page, decode, encode, keyset
from core.ranking import shuffled_place
from ideas.models import Idea
from ideas.searching import by_root

ROWS = 20
MOST_FRESH = 2_000  # the newest that "fresh eyes" shuffles
FEW_FRESH = 20  # fewer than this in 30 days: all open ideas are shuffled

# order → the fields that it goes by, downwards; the last is unique
KEYSETS: dict[str, tuple[Sequence[str], Sequence[type]]] = {
    "hot": (("hot_score", "pk"), (float, int)),
    "new": (("published_at", "pk"), (datetime, int)),
    "top": (("vote_count", "pk"), (int, int)),
    "answered": (("last_answered_at", "pk"), (datetime, int)),
}


def sorted_page(ideas: QuerySet[Idea], *, sort: str, after: str, seed: str, size: int = ROWS) -> Page[Idea]:
    """One page of these ideas. Raises RuleBroken for a cursor that is not of this order."""
    if sort == "fresh":
        return _fresh_page(ideas, after=after, seed=seed, size=size)
    if sort == "answered":
        ideas = ideas.filter(last_answered_at__isnull=False)
    elif sort == "new":
        ideas = ideas.filter(published_at__isnull=False)
    by, kinds = KEYSETS[sort]
    return keyset(ideas, by=by, kinds=kinds, after=after, size=size)


def page_of_found(
    ideas: QuerySet[Idea], found: Sequence[int], *, user: Any, after: str, size: int = ROWS
) -> Page[Idea]:
    """One page of `ideas` in the order in which search has found them; a duplicate that this person may see leads to
    its root, which then says so (`asked_as`).

    The cursor is the last id shown and its place: when that idea is found no more, its place leads on.
    """
    roots = by_root(found, seen=Idea.objects.visible_to(user))
    start, ids = 0, list(roots)
    if after:
        last, place = decode(after, kinds=[int, int])
        start = ids.index(last) + 1 if last in ids else max(0, place)
    page = _page_in_order(ideas, ids[start:], size=size, cursor=lambda pk: [pk, ids.index(pk)])
    for idea in page:
        idea.asked_as = roots[idea.pk]
    return page


def _page_in_order(
    ideas: QuerySet[Idea], ids: Sequence[int], *, size: int, cursor: Callable[[int], list[int]]
) -> Page[Idea]:
    """The first `size` of these ids that the queryset holds. Looks at twice as many, as some may be filtered out."""
    page: Page[Idea] = Page()
    for start in range(0, len(ids), 2 * size):
        part = ids[start : start + 2 * size]
        found = ideas.in_bulk(part)
        for pk in part:
            if pk in found:
                if len(page) == size:
                    page.next = encode(cursor(page[-1].pk))
                    return page
                page.append(found[pk])
    return page


def _fresh_page(ideas: QuerySet[Idea], *, after: str, seed: str, size: int) -> Page[Idea]:
    pool: Any = ideas.fresh()  # type: ignore[attr-defined]
    newest = list(pool.order_by("-published_at", "-pk").values_list("pk", flat=True)[:MOST_FRESH])
    if len(newest) < FEW_FRESH:
        open_ones = ideas.filter(open_to_votes=True).order_by("-published_at", "-pk")
        newest = list(open_ones.values_list("pk", flat=True)[:MOST_FRESH])
    places = sorted((shuffled_place(pk, seed), pk) for pk in newest)
    if after:
        place, pk = decode(after, kinds=[int, int])
        places = [found for found in places if found > (place, pk)]
    return _page_in_order(
        ideas, [pk for _place, pk in places], size=size, cursor=lambda pk: [shuffled_place(pk, seed), pk]
    )
