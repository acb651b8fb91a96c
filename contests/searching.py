"""Finding contests, and entries of contests, by words."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import strip_tags

from contests.models import ContestPage
from core.searching import SearchIndex, fold, query_words, search_ids

MOST_CONTESTS = 500  # the newest: a brand has a handful, so they are read as they are, without an index

INDEX = SearchIndex("entry", table="contests_entry", title="title", text="search_text", scope="contest_id")


def find_in(contests: Iterable[ContestPage], words: str) -> list[int]:
    """Ids of entries that have all the words, best first, at most 1,000. The last word may be a beginning.

    Hidden and waiting ones are among them: go on from `visible_to`.
    """
    return search_ids(INDEX, words, scopes=[contest.pk for contest in contests])


def find_contests(words: str, user: Any, limit: int) -> list[ContestPage]:
    """Contests that this person may see and whose title, brief, text, prizes or rules in short have all the words; the
    last word may be a beginning. Those whose title has them come first, then what is open. Two queries."""
    wanted = query_words(words)
    if not wanted:
        return []
    seen = ContestPage.objects.visible_to(user).select_related("picture", "register__pause").prefetch_related("prizes")
    ranked = []
    for contest in seen.order_by("-pk")[:MOST_CONTESTS]:
        if _has(wanted, *_said_of(contest)):
            ranked.append((not _has(wanted, contest.title), contest.place_in_lists(), contest.pk, contest))
    return [contest for *_rank, contest in sorted(ranked, key=lambda row: row[:3])[:limit]]


def _said_of(contest: ContestPage) -> Iterable[str]:
    prizes = (words for prize in contest.prizes.all() for words in (prize.name, prize.text))
    return (contest.title, contest.brief, contest.rules_in_short, strip_tags(contest.about), *prizes)


def _has(wanted: list[str], *texts: str) -> bool:
    """Whether all are among the words of these texts, the last one perhaps as a beginning."""
    there = set(fold(" ".join(texts)).split())
    *whole, begun = wanted
    return all(word in there for word in whole) and any(word.startswith(begun) for word in there)
