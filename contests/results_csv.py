"""All places of one publication as CSV."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.contrib.auth.models import AnonymousUser

from contests.csv_lines import CsvLines
from contests.models import Entry, Placement, Publication

COLUMNS = (
    "award",
    "place",
    "entry",
    "title",
    "author",
    "prize",
    "votes",
    "points",
    "raw_points",
    "tied",
    "moved_up_from",
    "moved_down_from",
)
BATCH = 1_000


def lines_of(publication: Publication) -> Iterator[str]:
    """Line by line, as a visitor sees it: what is not shown any more keeps its place, without words."""
    lines = CsvLines()
    yield lines.line(COLUMNS)
    stream = publication.placements.order_by("award", "rank", "pk").iterator(BATCH)
    while some := list(islice(stream, BATCH)):
        shown = Entry.objects.visible_to(AnonymousUser()).published().select_related("author")
        entries = shown.in_bulk([placement.entry_id for placement in some])
        for placement in some:
            yield lines.line(_cells(placement, entries.get(placement.entry_id)))


def _cells(placement: Placement, entry: Entry | None) -> list[Any]:
    return [
        placement.award,
        placement.rank,
        placement.entry_id,
        entry.title if entry else "",
        entry.shown_author if entry else "",
        "; ".join(placement.prize_names),
        placement.votes,
        placement.points,
        placement.raw_points,
        "yes" if placement.is_tied else "",
        placement.moved_up_from,
        placement.moved_down_from,
    ]
