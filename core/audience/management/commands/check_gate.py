import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.audience.canary.crawl import check
from core.audience.canary.stage import DOORS
from core.commands import surfaces


class Command(BaseCommand):
    help = (
        "Put words that stand nowhere else behind every kind of closed door, crawl every address as those outside, and "
        "say what leaks. Works in one transaction that is rolled back, with files in a folder that is thrown away; "
        "no mail leaves. On SQLite nobody else can write meanwhile."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="all of it as JSON")
        parser.add_argument("--surface", action="append", choices=[one.key for one in surfaces], help="only this")
        parser.add_argument("--door", action="append", choices=DOORS, help="only behind this kind of door")
        parser.add_argument("--within", action="append", help="only surfaces and addresses that begin so: /search/")
        parser.add_argument("--without-admin", action="store_true", help="leave the admin out")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = [one for one in surfaces if not options["surface"] or one.key in options["surface"]]
        within = tuple(options["within"] or ())
        report = check(wanted, doors=options["door"] or DOORS, within=within, admin=not options["without_admin"])
        if options["json"]:
            self.stdout.write(json.dumps(report.as_data(), indent=2))
        else:
            self.stdout.write("\n".join(report.lines()))
        if not report.is_clean:
            raise CommandError("An outsider can tell what stands behind a closed door.")
