"""Finding ideas of a board by words, and ideas that say nearly the same."""

from collections.abc import Iterable, Sequence

from core.searching import SearchIndex, alike_ids, search_ids, similar_ids
from ideas.models import IdeaBoardPage
from ideas.models.idea import IdeaQuerySet

INDEX = SearchIndex("idea", table="ideas_idea", title="title_folded", text="search_text", scope="board_id")


def find(board: IdeaBoardPage, words: str) -> list[int]:
    """Ids of ideas that have all the words, best first, at most 1,000. The last word may be a beginning.

    Hidden and waiting ones are among them: go on from `visible_to`.
    """
    return search_ids(INDEX, words, scopes=[board.pk])


def find_on(boards: Iterable[IdeaBoardPage], words: str) -> list[int]:
    """The same over several boards, the best of all of them first."""
    return search_ids(INDEX, words, scopes=[board.pk for board in boards])


def similar(board: IdeaBoardPage, text: str) -> list[int]:
    """Ids of at most 20 ideas whose titles are most like this text, likest first. Go on from `visible_to`."""
    return similar_ids(INDEX, text, scope=board.pk)


def by_root(ids: Sequence[int], *, seen: IdeaQuerySet) -> dict[int, str]:
    """These ids in their order, but each duplicate among `seen` stands for its root, which comes once. In one query.

    What stands beside an id is the title of the duplicate that led there, or "" where its own words did. Whether the
    reader may see the root is not asked: go on from `visible_to`. A duplicate that they may not see leads nowhere.
    """
    merged = seen.filter(pk__in=ids, merged_into__isnull=False) if ids else seen.none()
    led = {pk: (root or pk, title) for pk, root, title in merged.values_list("pk", "merged_into", "title")}
    found: dict[int, str] = {}
    for pk in ids:
        root, title = led.get(pk, (pk, ""))
        found.setdefault(root, title)
    return found


def sharing(board_id: int, beginnings: Sequence[str]) -> list[int]:
    """Ids of at most 40 ideas of this board, in any state, that have most of the words that begin so."""
    return alike_ids(INDEX, beginnings, scope=board_id)
