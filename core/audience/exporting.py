"""Who is and was in a tier, as CSV. Nobody's e-mail address is in it."""

import csv
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from core.audience.models import Membership
from core.audience.reasons import Reason, reasons_of
from core.sanitizing import spreadsheet_safe

BATCH = 500
COLUMNS = (
    *("member", "name", "entrance", "reason", "words", "let_in_by"),
    *("since", "until", "with_grace", "ended", "ending"),
)


class _Line:
    """What csv writes to: a line is handed on, not kept."""

    def write(self, text: str) -> str:
        return text


def csv_lines(memberships: QuerySet[Membership], *, to: Any) -> Iterator[str]:
    """A head, and a line for each, the newest first; reasons as `to` may read them. Memory does not grow with them."""
    writer = csv.writer(_Line())
    yield writer.writerow(COLUMNS)
    rows = memberships.select_related("member", "by").order_by("-began_at", "-pk").iterator(BATCH)
    while batch := list(islice(rows, BATCH)):
        reasons = reasons_of(batch, to=to)
        for one in batch:
            cells = _cells(one, reasons[one.pk])
            yield writer.writerow([spreadsheet_safe(cells[column]) for column in COLUMNS])


def _cells(one: Membership, reason: Reason) -> dict[str, str]:
    return {
        "member": one.member.handle,
        "name": one.member.shown_name,
        "entrance": one.entrance,
        "reason": reason.text,
        "words": one.words,
        "let_in_by": one.by.handle if one.by else "",
        "since": _when(one.began_at),
        "until": _when(one.expires_at),
        "with_grace": _when(one.closes_at),
        "ended": _when(one.ended_at),
        "ending": one.ending,
    }


def _when(moment: datetime | None) -> str:
    return timezone.localtime(moment, timezone.get_default_timezone()).isoformat() if moment else ""
