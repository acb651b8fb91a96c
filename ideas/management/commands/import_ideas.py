from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import reset_queries

from ideas.importing import Report, Unreadable, import_ideas, read_lines
from ideas.models import IdeaBoardPage


class Command(BaseCommand):
    help = "Bring the ideas of a CSV file onto a board. The same file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--board", metavar="SLUG", required=True, help="the board's slug, as in its address")
        parser.add_argument("--dry-run", action="store_true", help="try everything, keep nothing")
        parser.add_argument("--encoding", default="utf-8", help="default: utf-8, with or without a byte-order mark")
        parser.add_argument("--delimiter", default="", help="default: the one that the header shows")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        board = board_called(options["board"])
        lines = read_lines(file, encoding=options["encoding"], delimiter=options["delimiter"])
        try:
            report = import_ideas(
                board, lines, dry_run=dry_run, on_problem=self.tell_problem, on_progress=self.tell_progress
            )
        except Unreadable as error:
            raise CommandError(str(error)) from error
        if dry_run:
            self.stdout.write("Nothing was kept: this was a dry run.")
        changed = f"{report.created} created, {report.updated} updated, {report.unchanged} unchanged"
        self.stdout.write(f"{changed}, {report.skipped} skipped.")

    def tell_problem(self, number: int, reason: str) -> None:
        self.stderr.write(f"line {number}: {reason}")

    def tell_progress(self, report: Report) -> None:
        reset_queries()  # with DEBUG on, Django keeps the text of thousands of large statements
        self.stderr.write(f"{report.lines} lines …", self.style.NOTICE)


def board_called(slug: str) -> IdeaBoardPage:
    """Raises CommandError, with the slugs that there are, for one that is unknown or not unique."""
    boards = list(IdeaBoardPage.objects.filter(slug=slug)[:2])
    if len(boards) == 1:
        return boards[0]
    known = ", ".join(sorted(IdeaBoardPage.objects.values_list("slug", flat=True))) or "none"
    problem = f"There is no board “{slug}”." if not boards else f"Several boards are called “{slug}”."
    raise CommandError(f"{problem} Boards: {known}.")
