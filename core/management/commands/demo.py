from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.commands import chapters


class Command(BaseCommand):
    help = "Writes the demo world, or what is missing of it. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="take the demo world away first")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["reset"]:
            for chapter in reversed(list(chapters)):
                chapter.erase()
                self.stdout.write(f"erased {chapter.key}")
        for chapter in chapters:
            chapter.write()
            self.stdout.write(f"wrote {chapter.key}")
