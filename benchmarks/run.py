"""Everything that is measured, in the database that `benchmarks` has made."""

import json
import os
import platform
import sys
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

import benchmarks.ready  # noqa: F401
from benchmarks import (
    attacks,
    contest_votes,
    entries,
    films,
    gallery_order,
    gate,
    imports,
    launches,
    ledgers,
    memory,
    merges,
    moderation,
    pages,
    pictures,
    searches,
    uploads,
    votes,
    writers,
)
from benchmarks.measuring import Row, table
from benchmarks.world import build

SUITES = {
    "pages": pages,
    "votes": votes,
    "contest_votes": contest_votes,
    "attacks": attacks,
    "ledgers": ledgers,
    "launches": launches,
    "merges": merges,
    "searches": searches,
    "moderation": moderation,
    "entries": entries,
    "gallery_order": gallery_order,
    "gate": gate,
    "imports": imports,
    "writers": writers,
    "memory": memory,
    "films": films,
    "pictures": pictures,
    "uploads": uploads,
}


def main(ideas: int, rounds: int, only: str, path: Path) -> int:
    call_command("migrate", verbosity=0)
    world = build(ideas=ideas, rounds=rounds)
    wanted = [name.strip() for name in only.split(",") if name.strip()] or list(SUITES)
    rows: list[Row] = []
    for name in wanted:
        print(f"Measuring {name} …", flush=True)
        found = SUITES[name].measure(world)
        rows += found
        print("".join(f"  {row.what}: {row.measured}\n" for row in found), end="", flush=True)
    print(f"\n{table(rows)}\n")
    store(path, rows, ideas=ideas, rounds=rounds)
    return 0 if all(row.met is not False for row in rows) else 1


def store(path: Path, rows: list[Row], **sizes: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = cursor.fetchone()[0]
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "postgresql": server}
    result = {"at": timezone.now().isoformat(), **sizes, **machine, "rows": [row.as_json() for row in rows]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"Figures: {path}")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], Path(sys.argv[4])))
