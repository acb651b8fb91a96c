"""A board's ideas as the CSV that `import_ideas` reads: what one can carry away, and bring back unchanged."""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from itertools import islice
from typing import Any, Protocol

from django.db.models import F, QuerySet
from django.utils import timezone

from core.sanitizing import spreadsheet_safe
from ideas.importing.reading import COLUMNS, OPTIONAL_COLUMNS
from ideas.importing.standing import number_of, tags_of
from ideas.models import Idea, StatusChange

BATCH = 500


class Writable(Protocol):
    def write(self, text: str, /) -> Any: ...


def export_ideas(ideas: QuerySet[Idea], *, to: Writable) -> int:
    """Write these ideas in the order in which they were made. Returns how many. Memory does not grow with them."""
    writer = csv.writer(to, lineterminator="\n")
    writer.writerow(COLUMNS + OPTIONAL_COLUMNS)
    stream = ideas.select_related("status", "category", "author").order_by("created_at", "pk").iterator(BATCH)
    count = 0
    while batch := list(islice(stream, BATCH)):
        writer.writerows(_rows(batch))
        count += len(batch)
    return count


def _rows(ideas: Sequence[Idea]) -> Iterator[list[str]]:
    answers, tags = _latest_answers(ideas), tags_of([idea.pk for idea in ideas])
    for idea in ideas:
        answer = answers.get(idea.pk)
        cells = {
            "external_id": number_of(idea),
            "title": idea.title,
            "body": idea.body,
            "category": idea.category_name,
            "tags": "|".join(tags[idea.pk]),
            "status": idea.status.slug,
            "official_response": answer.note if answer else "",
            "votes": str(idea.vote_count),
            "author": idea.author.shown_name if idea.author else idea.author_name,
            "created_at": _when(idea.created_at),
            "language": idea.language,
            "official_response_at": _when(answer.at) if answer else "",
        }
        yield [spreadsheet_safe(cells[column]) for column in COLUMNS + OPTIONAL_COLUMNS]


def _latest_answers(ideas: Sequence[Idea]) -> dict[int, StatusChange]:
    entries = StatusChange.objects.filter(idea__in=[idea.pk for idea in ideas]).exclude(note="")
    return {entry.idea_id: entry for entry in entries.order_by(F("at").asc(nulls_first=True), "pk")}


def _when(moment: datetime | None) -> str:
    """A whole day as a date, as most files have it."""
    if moment is None:
        return ""
    local = timezone.localtime(moment, timezone.get_default_timezone())
    return local.date().isoformat() if local.time() == time() else local.isoformat()
