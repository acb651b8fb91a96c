"""Launch stories as people see them: with the ideas that they go back to, as far as each reader may see those."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise

from core.searching import fold, query_words
from ideas.models import Idea, IdeaBoardPage, LaunchedIdea, LaunchIndexPage, Launching, LaunchPage, StatusChange
from ideas.statuses import Credit, Stage

MOST_SEARCHED = 500  # the newest: a brand has a few hundred stories, so they are read as they are, without an index


@dataclass(frozen=True, slots=True)
class Named:
    """One idea of a story, with what the story owes to it."""

    idea: Idea
    credit: str
    credit_date: date | None
    note: str

    @property
    def label(self) -> str | Promise:
        return Credit(self.credit).label if self.credit else ""

    @property
    def is_launched(self) -> bool:
        """Not any more, when the team has moved it since."""
        return self.idea.status.stage == Stage.LAUNCHED


def stories_in(place: LaunchIndexPage, user: Any) -> Any:
    """The stories of one place that this person may see, the latest first."""
    return LaunchPage.objects.visible_to(user).child_of(place).order_by("-launched_on", "-pk")


def on_board(stories: Any, board: IdeaBoardPage, user: Any) -> Any:
    """Those of them that name an idea of this board which this person may see."""
    ideas = Idea.objects.visible_to(user).published().filter(board=board)
    return stories.filter(pk__in=LaunchedIdea.objects.filter(idea__in=ideas).values("page"))


def boards_named_in(stories: Any, user: Any) -> QuerySet[Any]:
    """Keys of boards with ideas that these stories name and that this person may see."""
    ideas = Idea.objects.visible_to(user).published()
    named = LaunchedIdea.objects.filter(page__in=stories.order_by().values("pk"), idea__in=ideas)
    return named.order_by().values("idea__board")


def named_in(stories: Sequence[LaunchPage], *, to: Any) -> Mapping[int, list[Named]]:
    """By story its ideas in its own order, as they are published. Two queries."""
    pages = [story.pk for story in stories]
    rows = LaunchedIdea.objects.filter(page__in=pages).order_by("sort_order", "pk") if pages else ()
    found: dict[int, list[Named]] = defaultdict(list)
    for row, named in _named(list(rows), to=to):
        found[row.page_id].append(named)
    return found


def named_of(story: LaunchPage, *, to: Any) -> list[Named]:
    """The ideas of one story as it stands in hand: a preview is stored nowhere yet."""
    return [named for _row, named in _named(list(story.launched_ideas.all()), to=to)]


def _named(rows: Sequence[LaunchedIdea], *, to: Any) -> Iterator[tuple[LaunchedIdea, Named]]:
    seen = _seen(rows, to=to)
    for row in rows:
        if row.idea_id in seen:
            yield row, Named(seen[row.idea_id], row.credit, row.credit_date, row.note)


def _seen(rows: Iterable[LaunchedIdea], *, to: Any) -> dict[int, Idea]:
    ids = {row.idea_id for row in rows}
    ideas = Idea.objects.visible_to(to).published().select_related("author", "status", "board")
    return ideas.defer("body", "search_text").in_bulk(ids) if ids else {}


def attach_stories(entries: Sequence[StatusChange], *, to: Any) -> None:
    """Each of these timeline entries knows its `launched` (the record, or None) and the `story` that made it, where
    this person may see that. The entries came with their `launching`; one query more where there is one."""
    made: dict[int, Launching] = {entry.pk: entry.launching for entry in entries if hasattr(entry, "launching")}
    pages = {one.page_id for one in made.values() if one.page_id}
    stories = LaunchPage.objects.visible_to(to).in_bulk(pages) if pages else {}
    for entry in entries:
        launched = made.get(entry.pk)
        entry.launched = launched  # type: ignore[attr-defined]
        entry.story = stories.get(launched.page_id or 0) if launched else None  # type: ignore[attr-defined]


def search(words: str, user: Any, limit: int) -> list[LaunchPage]:
    """Stories that have all the words; the last word may be a beginning."""
    wanted = query_words(words)
    if not wanted:
        return []
    seen = LaunchPage.objects.visible_to(user).order_by("-launched_on", "-pk")
    found = (story for story in seen.defer("body")[:MOST_SEARCHED] if _has(wanted, story))
    return [story for story, _place in zip(found, range(limit), strict=False)]


def _has(wanted: Sequence[str], story: LaunchPage) -> bool:
    there = set(fold(f"{story.title} {story.introduction} {story.evidence_place}").split())
    *whole, begun = wanted
    return all(word in there for word in whole) and any(word.startswith(begun) for word in there)


def launch_feeds(request: HttpRequest) -> list[tuple[str, str]]:
    places = LaunchIndexPage.objects.visible_to(request.user).order_by("path")
    return [(place.title, place.get_url_of("launch-feed", request)) for place in places]
