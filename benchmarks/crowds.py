"""Ideas with many supporters, and the people behind them."""

import time
from collections.abc import Iterable
from typing import Any, Self
from uuid import uuid4

from django.db import connection

from core.members.models import User
from ideas.actions.heat import count_support
from ideas.actions.judging import publish_idea
from ideas.actions.submitting import submit_idea
from ideas.models import Idea, IdeaBoardPage, Vote

BATCH = 5_000


def people(count: int, **fields: Any) -> list[int]:
    """So many members made now, by their keys."""
    mark = uuid4().hex[:6]
    new = (
        User(
            email=f"{mark}-{n}@crowd.example", handle=f"{mark}-{n}", display_name=f"One of {n}", password="!", **fields
        )
        for n in range(count)
    )
    return [member.pk for member in User.objects.bulk_create(new, batch_size=BATCH)]


def idea_of(board: IdeaBoardPage, author: int, supporters: Iterable[int]) -> Idea:
    """An idea of this member's, counted, with these supporters beside them."""
    idea = submit_idea(board, by=User.objects.get(pk=author), title="Open an hour longer", body="On Saturdays.")
    publish_idea(idea)
    Vote.objects.bulk_create((Vote(idea=idea, voter_id=pk) for pk in supporters), batch_size=BATCH)
    count_support([idea.pk])
    idea.refresh_from_db()
    return idea


def analyze() -> None:
    """The database knows at once how large its tables have become, as on a site that has grown."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


class Asked:
    """How many statements are run while it lasts, how many of them on the tables that count apart, and the seconds."""

    def __init__(self, *apart: str) -> None:
        self.tables, self.all, self.apart, self.seconds = apart, 0, 0, 0.0

    def __enter__(self) -> Self:
        self._wrapping = connection.execute_wrapper(self._count)
        self._wrapping.__enter__()
        self.seconds = -time.perf_counter()
        return self

    def __exit__(self, *error: Any) -> None:
        self.seconds += time.perf_counter()
        self._wrapping.__exit__(*error)

    def _count(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.all += 1
        self.apart += any(table in sql for table in self.tables)
        return execute(sql, params, many, context)
