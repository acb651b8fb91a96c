import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gallery.orphans import Orphan, orphans
from gallery.transports.protocol import Faulty


class Command(BaseCommand):
    help = (
        "Name files in the storages that nothing refers to: unfinished uploads without a session, and files older than "
        "a day without an item. Nothing is deleted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="One JSON object a file, each on its line."
        )

    def handle(self, *args: Any, as_json: bool, **options: Any) -> None:
        count = size = 0
        try:
            for one in orphans():
                count, size = count + 1, size + (one.size or 0)
                self.stdout.write(_as_json(one) if as_json else _as_line(one))
        except Faulty as trouble:
            raise CommandError(trouble.messages[0]) from trouble
        if not as_json:
            self.stdout.write(f"{count} files without a name, {size} bytes. Nothing was deleted.")


def _as_line(one: Orphan) -> str:
    changed = one.changed.isoformat(timespec="seconds") if one.changed else ""
    return "\t".join([one.where, one.key, "" if one.size is None else str(one.size), changed])


def _as_json(one: Orphan) -> str:
    found = {"where": one.where, "key": one.key, "bytes": one.size, "changed": one.changed}
    return json.dumps(found, default=str)
