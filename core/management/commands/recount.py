from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.commands import Counter, counters

MOST_TOLD = 20  # drifts named one by one for each counter


class Command(BaseCommand):
    help = "Rebuild every counter and tally from its rows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only report what has drifted; exit 1 if anything has")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        if not check:
            for counter in counters:
                self.stdout.write(f"{counter.key}: {counter.mend()} put right")
            return
        drifted = sum(self.report(counter) for counter in counters)
        if drifted:
            raise CommandError(f"{drifted} figures have drifted; `manage.py recount` puts them right.")

    def report(self, counter: Counter) -> int:
        """Says what has drifted, the first few by name. Returns how many."""
        count = 0
        for count, drift in enumerate(counter.find(), 1):
            if count <= MOST_TOLD:
                self.stdout.write(f"  {drift.what}: cached {drift.cached!r}, counted {drift.counted!r}"[:200])
        self.stdout.write(f"{counter.key}: {count} drifted" if count else f"{counter.key}: clean")
        return count
