"""Time and memory of importing, each in a process of its own."""

import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measuring import Row, no_more
from benchmarks.world import World
from ideas.demo import IDEAS
from ideas.importing import COLUMNS
from ideas.management.commands.seed_scale import the_board

IDEAS_OF_A_CITY = 2_715
LINES_OF_A_LONG_FILE = 100_000


def measure(world: World) -> list[Row]:
    long = LINES_OF_A_LONG_FILE if world.rounds > 5 else LINES_OF_A_LONG_FILE // 10
    with tempfile.TemporaryDirectory() as folder:
        city, quarter, whole = (Path(folder) / f"{lines}.csv" for lines in (IDEAS_OF_A_CITY, long // 4, long))
        for path in (city, quarter, whole):
            write(path, int(path.stem))
        seconds, mebibytes = bring(city, "bench-city")
        _seconds, quarter_size = bring(quarter, "bench-quarter")
        _seconds, whole_size = bring(whole, "bench-whole")
    return [
        no_more(f"import of {IDEAS_OF_A_CITY:,} ideas: time", seconds, 20, "s"),
        no_more(f"import of {IDEAS_OF_A_CITY:,} ideas: memory", mebibytes, 200, "MiB"),
        Row(
            f"import of {long:,} lines: memory against a quarter of them",
            f"{whole_size:.0f} against {quarter_size:.0f} MiB",
            "the same (+ 10 %)",
            whole_size <= quarter_size * 1.1,
            {"whole": whole_size, "quarter": quarter_size},
        ),
    ]


def write(path: Path, lines: int) -> None:
    """About as long as what citizens wrote: titles of 60, texts of 300 characters, a quarter of them answered."""
    dice = random.Random(lines)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for number in range(lines):
            said, more = dice.choices(IDEAS, k=2)
            answered = dice.random() < 0.26
            writer.writerow(
                {
                    "external_id": number,
                    "title": said.title,
                    "body": f"{said.body} {more.body}"[:600],
                    "category": said.category,
                    "tags": "|".join(said.labels),
                    "status": "declined" if answered else "planned",
                    "official_response": more.body if answered else "",
                    "votes": int(dice.expovariate(1 / 15)),
                    "author": f"citizen-{number % 900}",
                    "created_at": f"2016-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
                }
            )


def bring(path: Path, board: str) -> tuple[float, float]:
    """Seconds, and the peak of the process's memory in MiB."""
    the_board(board)
    order = [sys.executable, "manage.py", "import_ideas", str(path), "--board", board]
    started = time.perf_counter()
    process = subprocess.Popen(order, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{' '.join(order)} ended with {status}")
    return time.perf_counter() - started, _mebibytes(usage)


def _mebibytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
