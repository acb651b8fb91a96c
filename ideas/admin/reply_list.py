"""The list of saved replies: how often each was said lately, which are looked for, and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core.searching import fold
from ideas.desks import ideas_of
from ideas.models import SavedReply, StatusChange

LATELY = timedelta(days=90)
TELLING = 15  # letters in one piece by which an answer is known
MOST_WORDS = 100  # characters that are looked for


def said_lately(replies: Sequence[SavedReply], *, user: Any) -> dict[int, int]:
    """By reply how many answers of the last 90 days, on the boards of this person, have its longest piece. A reply of
    which no piece is long enough to tell is left out. One query."""
    pieces = {reply.pk: reply.longest_piece for reply in replies}
    telling = {f"said_{pk}": piece for pk, piece in pieces.items() if len(piece) >= TELLING}
    sums = {name: Count("pk", filter=Q(note__contains=piece)) for name, piece in telling.items()}
    answers = StatusChange.objects.filter(idea__in=ideas_of(user), at__gte=timezone.now() - LATELY)
    return {int(name.removeprefix("said_")): count for name, count in answers.aggregate(**sums).items()}


@dataclass(frozen=True, slots=True)
class Row:
    """`said` is how often, or None where that cannot be told."""

    reply: SavedReply
    status: str
    said: int | None


class Looked:
    """Which replies are looked for (`q`), and in which order; anything else is the order in which they are offered."""

    ORDERS = (
        ("", gettext_lazy("As they are offered")),
        ("said", gettext_lazy("Said most")),
        ("title", gettext_lazy("Title")),
    )

    def __init__(self, query: QueryDict) -> None:
        self.q = query.get("q", "").replace("\x00", "").strip()[:MOST_WORDS]
        self.order = query.get("order", "")

    def among(self, rows: Sequence[Row]) -> list[Row]:
        wanted = fold(self.q).split()
        found = [row for row in rows if all(word in fold(f"{row.reply.title} {row.reply.note}") for word in wanted)]
        if self.order == "said":
            return sorted(found, key=lambda row: -(row.said or 0))
        return sorted(found, key=lambda row: fold(row.reply.title)) if self.order == "title" else found
