"""All places of one publication as CSV."""

import csv
from collections.abc import Iterator
from itertools import islice

from django.contrib.auth.models import AnonymousUser

from contests.models import Entry, Placement, Publication
from core.sanitizing import spreadsheet_safe

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


class Line:
    """What the writer wrote last."""

    def write(self, text: str) -> str:
        return text


def lines_of(publication: Publication) -> Iterator[str]:
    """Line by line, as a visitor sees it: what is not shown any more keeps its place, without words."""
    writer = csv.writer(Line(), lineterminator="\n")
    yield writer.writerow(COLUMNS)
    stream = publication.placements.order_by("award", "rank", "pk").iterator(BATCH)
    while some := list(islice(stream, BATCH)):
        shown = Entry.objects.visible_to(AnonymousUser()).published().select_related("author")
        entries = shown.in_bulk([placement.entry_id for placement in some])
        for placement in some:
            yield writer.writerow(_cells(placement, entries.get(placement.entry_id)))


def _cells(placement: Placement, entry: Entry | None) -> list[str]:
    cells = [
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
    return [spreadsheet_safe("" if cell is None else str(cell)) for cell in cells]
