"""On SQLite, 50 writers at once: started as a process of its own with a database file of its own."""

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.core.management import call_command
from django.db import connections

import benchmarks.ready  # noqa: F401
from benchmarks.clients import handler, post, sign_in
from benchmarks.measuring import Row
from benchmarks.world import World
from core.members.models import User
from ideas.management.commands.seed_scale import the_board
from ideas.models import Idea, Vote
from ideas.seeding import seed

WRITERS = 50
VOTES = 1_000


def measure(world: World) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.sqlite3'}"}
        order = [sys.executable, "-m", "benchmarks.writers"]
        said = subprocess.run(order, env=environment, check=True, capture_output=True, text=True).stdout
    found = json.loads(said.splitlines()[-1])
    whole = found["answered"] == found["rows"] == found["counted"] == VOTES
    what = f"SQLite: {VOTES:,} votes by {WRITERS} writers at once"
    measured = f"{found['rows']:,} rows, {found['counted']:,} counted, {found['per_second']:.0f} a second"
    return [Row(what, measured, "none lost", whole, found)]


def run() -> dict[str, float]:
    call_command("migrate", verbosity=0)
    board = the_board("writers")
    seed(board, ideas=20, votes=0, members=WRITERS)
    ours = handler()
    ideas = list(Idea.objects.filter(board=board).values_list("pk", flat=True))
    Idea.objects.update(open_to_votes=True)
    cookies = [sign_in(member) for member in User.objects.filter(email__endswith="@scale.example")]
    acts = [(pk, who) for pk in ideas for who in cookies][:VOTES]
    started = time.perf_counter()
    with ThreadPoolExecutor(WRITERS) as pool:
        answers = list(pool.map(lambda act: post(ours, f"/idea/{act[0]}/vote/", {"vote": "on"}, act[1]), acts))
        taken = time.perf_counter() - started
        list(pool.map(lambda _n: connections.close_all(), range(WRITERS * 4)))
    counted = sum(Idea.objects.filter(board=board).values_list("vote_count", flat=True))
    return {
        "answered": len(answers),
        "rows": Vote.objects.count(),
        "counted": counted,
        "per_second": len(answers) / taken,
    }


if __name__ == "__main__":
    print(json.dumps(run()))
