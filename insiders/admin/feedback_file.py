"""Feedback as CSV, which no spreadsheet takes for formulas. Nobody's e-mail address is in it."""

import csv
from collections.abc import Iterator
from itertools import islice
from typing import Any

from core.sanitizing import spreadsheet_safe
from insiders.givers import givers_of
from insiders.models import Feedback
from insiders.models.feedback import FeedbackQuerySet

BATCH = 500
COLUMNS = (
    *("sent", "changed", "handle", "rating", "would_want_it", "about", "words", "answer", "answered"),
    *("page", "tiers"),
)


class _Line:
    """What the writer wrote last."""

    def write(self, text: str) -> str:
        return text


def csv_lines(feedback: FeedbackQuerySet) -> Iterator[str]:
    """A head, and a line for each, the newest first. Memory does not grow with them."""
    writer: Any = csv.writer(_Line(), lineterminator="\n")
    yield writer.writerow(COLUMNS)
    rows = feedback.select_related("author", "early__page").iterator(BATCH)
    while batch := list(islice(rows, BATCH)):
        givers = givers_of(batch)
        for row in batch:
            tiers = "; ".join(place.name for place in givers.get(row.author_id, ()))
            yield writer.writerow([spreadsheet_safe(cell) for cell in [*_cells(row), str(row.early), tiers]])


def _cells(row: Feedback) -> list[str]:
    wants = {True: "yes", False: "no"}.get(row.wants, "")  # type: ignore[arg-type]
    return [
        row.created_at.isoformat(),
        row.changed_at.isoformat() if row.changed_at else "",
        row.author.handle if row.author else "",
        "" if row.rating is None else str(row.rating),
        wants,
        row.sort,
        row.words,
        row.answer,
        row.answered_at.isoformat() if row.answered_at else "",
    ]
