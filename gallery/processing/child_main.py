"""The guarded child: `python -m gallery.processing.child_main ERRAND`. It needs neither settings nor a database.

What it finds it writes as JSON, one object a line, to what was standard output when it started. Nothing else gets
there: whatever a library prints goes to standard error, and from there to the log.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any, TextIO

from gallery.processing.confinement import confine
from gallery.processing.errand import Errand
from gallery.processing.job import process
from gallery.processing.outcome import Outcome


def main(text: str) -> None:
    errand = Errand.from_text(text)
    confine(errand.guard, errand.parent)
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def tell(step: str, percent: int) -> None:
        write(lines, step=step, percent=percent)

    try:
        outcome = process(errand.path, errand.purpose, errand.out, tell=tell)
    except MemoryError:
        outcome = Outcome(False, "too-much-memory", measured={"size": errand.path.stat().st_size})
    write(lines, outcome=outcome.as_json(), cpu=time.process_time(), peak=peak())


def write(lines: TextIO, **said: Any) -> None:
    lines.write(json.dumps(said, default=str) + "\n")
    lines.flush()


def peak() -> int:
    """The most bytes this process had resident; 0 where the system does not say. (`ru_maxrss` counts its parent's.)"""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.open() if line.startswith("VmHWM")), 0)


if __name__ == "__main__":
    main(sys.argv[1])
