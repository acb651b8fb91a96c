from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ideas.exporting import export_ideas
from ideas.management.commands.import_ideas import board_called
from ideas.models import Idea


class Command(BaseCommand):
    help = "Write a board's published ideas as CSV to standard output, for import_ideas or a spreadsheet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--board", metavar="SLUG", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        board = board_called(options["board"])
        self.stdout.ending = ""
        export_ideas(Idea.objects.filter(board=board).published(), to=self.stdout)
