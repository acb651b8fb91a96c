"""Finding entries of contests by words."""

from collections.abc import Iterable

from contests.models import ContestPage
from core.searching import SearchIndex, search_ids

INDEX = SearchIndex("entry", table="contests_entry", title="title", text="search_text", scope="contest_id")


def find_in(contests: Iterable[ContestPage], words: str) -> list[int]:
    """Ids of entries that have all the words, best first, at most 1,000. The last word may be a beginning.

    Hidden and waiting ones are among them: go on from `visible_to`.
    """
    return search_ids(INDEX, words, scopes=[contest.pk for contest in contests])
