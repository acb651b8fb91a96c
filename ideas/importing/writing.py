"""Ideas of a file onto a board, in batches that stand or fall together: what is there already is brought up to date."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.actions.owning import give_owners
from ideas.actions.promising import give_dates
from ideas.actions.tallying import Place, place_of
from ideas.importing.mapping import Statuses, Told, understand
from ideas.importing.reading import BadLine, Line
from ideas.importing.renewing import renew
from ideas.importing.shelves import Shelves, founded
from ideas.importing.standing import load_standing
from ideas.models import BoardStatus, Idea, IdeaBoardPage, Tally

BATCH = 500


@dataclass(slots=True)
class Report:
    """What became of the lines."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0

    @property
    def lines(self) -> int:
        return self.created + self.updated + self.unchanged + self.skipped


def import_ideas(
    board: IdeaBoardPage,
    lines: Iterable[Line],
    *,
    dry_run: bool = False,
    at: datetime | None = None,
    on_problem: Callable[[int, str], None] = lambda number, reason: None,
    on_progress: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Every good line is an idea of the board afterwards, published when it was created; nobody is told. What is not
    final has an owner and a day for its update, counted from now: nobody promised an earlier one.

    Ideas are known by their `external_id`, so that the same file again changes nothing. A bad line is given to
    `on_problem` with its number and skipped. With `dry_run` everything is tried and nothing is kept.
    """
    return _Import(board, dry_run=dry_run, at=at or timezone.now(), on_problem=on_problem).run(lines, on_progress)


class _Import:
    def __init__(
        self, board: IdeaBoardPage, *, dry_run: bool, at: datetime, on_problem: Callable[[int, str], None]
    ) -> None:
        self.board, self.dry_run, self.at, self.on_problem = board, dry_run, at, on_problem
        self.statuses = Statuses(list(BoardStatus.objects.filter(board=board).order_by("sort_order", "pk")))
        self.shelves = Shelves(board)
        self.report = Report()

    def run(self, lines: Iterable[Line], on_progress: Callable[[Report], None]) -> Report:
        good = self._understood(lines)
        while batch := list(islice(good, BATCH)):
            self._write(batch)
            on_progress(self.report)
        return self.report

    def _understood(self, lines: Iterable[Line]) -> Iterator[Told]:
        seen = _Seen()
        for line in lines:
            try:
                if line.problem:
                    raise BadLine(line.problem)
                told = understand(line.number, line.cells, statuses=self.statuses, now=self.at)
                seen.once(told)
            except BadLine as problem:
                self._skip(line.number, str(problem))
            else:
                yield told

    def _skip(self, number: int, reason: str) -> None:
        self.report.skipped += 1
        self.on_problem(number, reason)

    def _write(self, batch: list[Told]) -> None:
        """One transaction; when the database refuses it, one a line, so that only the line at fault is lost."""
        try:
            done = self._attempt(batch)
        except (DataError, IntegrityError):
            self.shelves.forget()
            if len(batch) > 1:
                for told in batch:
                    self._write([told])
            else:
                self._skip(batch[0].number, _("the database does not take it"))
        else:
            self.report.created += done["created"]
            self.report.updated += done["updated"]
            self.report.unchanged += done["unchanged"]

    def _attempt(self, batch: list[Told]) -> Counter[str]:
        with transaction.atomic():
            IdeaBoardPage.objects.select_for_update(of=("self",)).filter(pk=self.board.pk).values_list("pk").first()
            done = self._put(batch)
            transaction.set_rollback(self.dry_run)
        if self.dry_run:
            self.shelves.forget()
        return done

    def _put(self, batch: list[Told]) -> Counter[str]:
        there = load_standing(self.board, [told.external_id for told in batch])
        self.shelves.provide(batch)
        before = _places(found.idea for found in there.values())
        done = Counter(created=0, updated=0, unchanged=0)
        for told in batch:
            if found := there.get(told.external_id):
                changed = renew(found, told, shelves=self.shelves, statuses=self.statuses, at=self.at)
                done["updated" if changed else "unchanged"] += 1
        new = founded([told for told in batch if told.external_id not in there], shelves=self.shelves)
        done["created"] = len(new)
        self._promise([*(found.idea.pk for found in there.values()), *(idea.pk for idea in new)])
        after = _places([*(found.idea for found in there.values()), *new])
        for place in sorted({*before, *after}, key=str):
            if change := after[place] - before[place]:
                Tally.objects.add(*place, change)
        return done

    def _promise(self, ids: list[int]) -> None:
        ideas = Idea.objects.filter(pk__in=ids)
        give_owners(ideas)
        give_dates(ideas, at=self.at)


def _places(ideas: Iterable[Idea]) -> Counter[Place]:
    return Counter(place for idea in ideas if (place := place_of(idea)))


class _Seen:
    """The external ids of the file so far, on disk: memory stays the same whatever the file's length."""

    def __init__(self) -> None:
        self.ids = sqlite3.connect("")
        self.ids.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID")

    def once(self, told: Told) -> None:
        """Raises BadLine for an id that an earlier line had."""
        new = self.ids.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (told.external_id, told.number)).rowcount
        if not new:
            (first,) = self.ids.execute("SELECT line FROM seen WHERE id = ?", (told.external_id,)).fetchone()
            figures = {"id": told.external_id, "first": first}
            raise BadLine(_("external_id “%(id)s” stands in line %(first)d already") % figures)
