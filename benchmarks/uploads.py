"""Eight slow uploads and one at full speed beside the pages that others read, on what `make run` starts: its web server
with SQLite and files on the own disk. Clients and server share the machine.

Started as a process of its own, with a database and folders of its own.
"""

import itertools
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections

import benchmarks.ready  # noqa: F401
from benchmarks.clients import TOKEN, sign_in
from benchmarks.measuring import Row, at_most, no_more
from benchmarks.world import World
from core.members.models import User
from ideas.models import Idea

MB = 1_000_000
CHUNK = 16 * 1024
SLOW = 8
PATIENCE = 120  # seconds until the web server answers


@dataclass(frozen=True, slots=True)
class Load:
    slow: int  # bytes of each
    pace: int  # bytes a second of each
    fast: int  # bytes
    idle: float  # seconds


WHOLE = Load(slow=100 * MB, pace=2 * MB // 8, fast=500 * MB, idle=60)
TRIAL = Load(slow=8 * MB, pace=2 * MB // 8, fast=40 * MB, idle=10)


def measure(world: World) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        own = {"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "MEDIA_ROOT": f"{folder}/media"}
        own |= {"MEDIA_PRIVATE_ROOT": f"{folder}/private"}
        order = [sys.executable, "-m", "benchmarks.uploads", "whole" if world.rounds > 5 else "trial"]
        said = subprocess.run(order, env=os.environ | own, check=True, stdout=subprocess.PIPE, text=True).stdout
    found = json.loads(said.splitlines()[-1])
    p95, grown = found["p95"], found["grown"]
    sizes = f"{SLOW} of {found['slow'] / MB:.0f} MB at 2 Mbit/s and one of {found['fast'] / MB:.0f} MB"
    return [
        at_most(f"pages while uploads come, {sizes}: p95 against idle", p95["all"] / p95["idle"], 2, **found),
        at_most("pages while the one at full speed is on its way: p95 against idle", p95["fast"] / p95["idle"], 2),
        no_more("the web worker grows meanwhile", grown, 32, "MiB"),
    ]


@dataclass(frozen=True, slots=True)
class Page:
    at: float
    took: float


class Reader:
    """Somebody who reads page after page, with a moment between two."""

    PAUSE = 0.05  # seconds

    def __init__(self, port: int, paths: list[str], cookies: str) -> None:
        self.port, self.paths, self.cookies = port, paths, cookies

    def read_for(self, seconds: float) -> list[Page]:
        end = time.monotonic() + seconds
        return list(self._pages(until=lambda: time.monotonic() > end))

    @contextmanager
    def reading(self) -> Iterator[list[Page]]:
        """The list grows until the block ends."""
        over, found = threading.Event(), []
        thread = _begin(lambda: found.extend(self._pages(until=over.is_set)))
        yield found
        over.set()
        thread.join()

    def _pages(self, *, until: Callable[[], bool]) -> Iterator[Page]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        for path in itertools.cycle(self.paths):
            if until():
                return
            at = time.monotonic()
            _answer(connection, "GET", path, self.cookies)
            yield Page(at, time.monotonic() - at)
            time.sleep(self.PAUSE)


def run(load: Load) -> dict[str, Any]:
    call_command("migrate", verbosity=0)
    call_command("demo", verbosity=0)
    members = list(User.objects.filter(is_active=True).order_by("pk")[: SLOW + 2])
    reads, sends, *others = ["; ".join(f"{name}={value}" for name, value in sign_in(one).items()) for one in members]
    ideas = [idea.get_absolute_url() for idea in Idea.objects.visible_to(members[0]).order_by("pk")[:20]]
    connections.close_all()
    with served() as (port, worker):
        reader = Reader(port, ["/", *ideas], reads)
        reader.read_for(load.idle / 2)  # whatever is loaded by the first requests
        idle, before = reader.read_for(load.idle), memory(worker, "VmRSS")
        forget_peak(worker)
        started = time.monotonic()
        with reader.reading() as pages:
            slow = [_begin(send, port, who, load.slow, load.pace) for who in others]
            time.sleep(load.idle / 4)
            at = time.monotonic()
            send(port, sends, load.fast)
            until = time.monotonic()
            for sender in slow:
                sender.join()
        whole = time.monotonic() - started
        grown = memory(worker, "VmHWM") - before
    times = {
        "idle": [page.took for page in idle],
        "all": [page.took for page in pages],
        "fast": [page.took for page in pages if at <= page.at <= until],
    }
    return {
        "p95": {name: quantiles(taken, n=20)[-1] * 1000 for name, taken in times.items()},
        "pages": {name: len(taken) for name, taken in times.items()},
        "grown": grown,
        "seconds": {"all": whole, "fast": until - at},
        "slow": load.slow,
        "fast": load.fast,
    }


def send(port: int, cookies: str, size: int, pace: int | None = None) -> None:
    """A file of so many bytes, part after part, as the script of the page sends it. `pace` in bytes a second."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    announced = {"purpose": "video", "name": "clip.mp4", "size": size}
    session = _answer(connection, "POST", "/me/uploads/", cookies, announced)
    here = f"/me/uploads/{session['token']}"
    for number in range(1, session["parts"] + 1):
        length = min(session["part_size"], size - (number - 1) * session["part_size"])
        _answer(connection, "PUT", f"{here}/parts/{number}/", cookies, Paced(length, pace))
    _answer(connection, "POST", f"{here}/complete/", cookies, {})


class Paced:
    """A body that comes no faster than it may."""

    def __init__(self, length: int, pace: int | None) -> None:
        self.length, self.pace = length, pace

    def __iter__(self) -> Iterator[bytes]:
        started = time.monotonic()
        for sent in range(0, self.length, CHUNK):
            if self.pace:
                time.sleep(max(0.0, started + sent / self.pace - time.monotonic()))
            yield bytes(min(CHUNK, self.length - sent))


def _answer(connection: HTTPConnection, method: str, path: str, cookies: str, body: Any = None) -> Any:
    """What is answered, an object where that is JSON. Whoever is too fast, or has no turn, waits and sends it again."""
    headers = {"Cookie": f"{cookies}; {settings.CSRF_COOKIE_NAME}={TOKEN}", "X-CSRFToken": TOKEN}
    if isinstance(body, Paced):
        headers |= {"Content-Type": "application/octet-stream", "Content-Length": str(body.length)}
    elif body is not None:
        body, headers["Content-Type"] = json.dumps(body), "application/json"
    while True:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        content = response.read()
        if response.status not in (429, 503):
            break
        time.sleep(int(response.headers["Retry-After"]))
    if response.status >= 300:
        raise RuntimeError(f"{method} {path}: {response.status} {content[:200]!r}")
    return json.loads(content) if "json" in response.headers["Content-Type"] else content


def _begin(act: Callable[..., object], *args: Any) -> threading.Thread:
    thread = threading.Thread(target=act, args=args, daemon=True)
    thread.start()
    return thread


@contextmanager
def served() -> Iterator[tuple[int, int]]:
    """The port, and the process that answers there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    order = [sys.executable, "manage.py", "serve", "--port", str(port)]
    serving = subprocess.Popen(order, stdout=subprocess.DEVNULL, cwd=settings.BASE_DIR)
    try:
        yield port, _worker(serving.pid, port)
    finally:
        serving.terminate()
        serving.wait()


def _worker(serving: int, port: int) -> int:
    """The web server's child, once it answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/readyz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
            continue
        [web] = [child for child in _children(serving) if "granian" in Path(f"/proc/{child}/cmdline").read_text()]
        [worker] = [child for child in _children(web) if memory(child, "VmRSS") > 50]  # beside a tracker of resources
        return worker
    raise RuntimeError("The web server does not answer.")


def _children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def memory(process: int, which: str) -> float:
    """VmRSS, what it holds now, or VmHWM, the most that it held: MiB."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{which}:"))


def forget_peak(process: int) -> None:
    Path(f"/proc/{process}/clear_refs").write_text("5")


if __name__ == "__main__":
    print(json.dumps(run({"whole": WHOLE, "trial": TRIAL}[sys.argv[1]])))
