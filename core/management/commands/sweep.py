import logging
import signal
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from core.commands import Chore, chores

log = logging.getLogger("core.sweep")


class Command(BaseCommand):
    help = "Does everything periodic, once or every so many seconds. Safe at any time, and twice at once."

    tells = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", help="Go on until told to stop.")

    def handle(self, *args: Any, every: int | None, verbosity: int = 1, **options: Any) -> None:
        # Once: every chore is named. For ever: the log tells of trouble, and a quiet minute is quiet.
        self.tells = every is None or verbosity > 1
        if every is None:
            if failed := self.sweep():
                raise CommandError(f"Failed: {', '.join(failed)}. The log says why.")
            return
        if every < 1:
            raise CommandError("--every takes a whole number of seconds, at least 1.")
        stop = Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            self.sweep()
            close_old_connections()
            stop.wait(every)

    def sweep(self) -> list[str]:
        """Every chore in turn; the keys of those that failed."""
        failed = [chore.key for chore in chores if not self.do(chore)]
        self.stdout.flush()
        return failed

    def do(self, chore: Chore) -> bool:
        try:
            done = chore.run()
        except Exception:  # the next chore has nothing to do with this one
            log.exception("The chore %s failed.", chore.key)
            self.stdout.write(f"{chore.key}: failed")
            return False
        if self.tells:
            self.stdout.write(f"{chore.key}: {done}")
        return True
