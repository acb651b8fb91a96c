"""`manage.py serve`, which `make run` starts: three processes that come and go together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import migrated
from tests.architecture import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.once]
PATIENCE = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(database: Path) -> dict[str, str]:
    url = f"sqlite:///{database}"
    return {"PATH": os.environ["PATH"], "DEBUG": "1", "DATABASE_URL": url, "PYTHONUNBUFFERED": "1"}


def serve(port: int, database: Path) -> subprocess.Popen[str]:
    """A server of its own, as from a terminal: leader of a process group."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--no-demo", "--port", str(port)],
        cwd=ROOT,
        env=environment(database),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def lines_until(server: subprocess.Popen[str], word: str) -> list[str]:
    seen: list[str] = []
    assert server.stdout
    for line in server.stdout:
        seen.append(line)
        if word in line:
            return seen
    raise AssertionError("".join(seen))


def children_of(server: subprocess.Popen[str]) -> list[int]:
    """Who still runs in its group. The dead whom nobody has counted yet (Z) do not."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,stat=", "-g", str(server.pid)], capture_output=True, text=True, check=False
    )
    found = [line.split() for line in listed.stdout.splitlines()]
    return [int(pid) for pid, state in found if int(pid) != server.pid and not state.startswith("Z")]


def all_gone(server: subprocess.Popen[str]) -> bool:
    """Whether all of it ends within ten seconds: a killed server's own helper notices by its closed pipe."""
    end = time.monotonic() + 10
    while children_of(server):
        if time.monotonic() > end:
            return False
    return True


def status_of(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.fixture
def server(tmp_path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """With a database that is migrated, so that every start is a second one."""
    port, database = free_port(), tmp_path / "serve.sqlite3"
    migrated.copy_to(database)
    started = serve(port, database)
    try:
        lines_until(started, f"http://127.0.0.1:{port}/")
        yield started, port
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()


@pytest.mark.parametrize("end", ["ctrl-c", "kill"])
def test_it_serves_and_one_word_ends_all_of_it(server, end: str) -> None:
    started, port = server
    assert status_of(f"http://127.0.0.1:{port}/healthz") == 200
    assert len(children_of(started)) >= 3
    if end == "ctrl-c":
        os.killpg(started.pid, signal.SIGINT)  # what a terminal does: everyone in the foreground hears it
    else:
        started.send_signal(signal.SIGTERM)
    said, _ = started.communicate(timeout=PATIENCE)
    assert started.returncode == 0
    assert "Traceback" not in said
    assert all_gone(started)


def test_it_ends_with_the_web_server(server) -> None:
    started, _ = server
    listed = subprocess.run(
        ["pgrep", "-g", str(started.pid), "-f", "granian"], capture_output=True, text=True, check=True
    )
    for pid in listed.stdout.split():
        os.kill(int(pid), signal.SIGKILL)
    said, _ = started.communicate(timeout=PATIENCE)
    assert started.returncode == 1
    assert "The web server ended" in said
    assert all_gone(started)


def test_a_worker_that_falls_is_put_back(server) -> None:
    started, _ = server
    found = subprocess.run(
        ["pgrep", "-g", str(started.pid), "-f", "db_worker"], capture_output=True, text=True, check=True
    )
    os.kill(int(found.stdout.split()[0]), signal.SIGKILL)
    lines_until(started, "The worker ended")
    deadline = time.monotonic() + PATIENCE
    while not subprocess.run(["pgrep", "-g", str(started.pid), "-f", "db_worker"], capture_output=True).stdout:
        assert time.monotonic() < deadline


def test_a_taken_port_is_said_plainly(tmp_path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = serve(taken.getsockname()[1], tmp_path / "serve.sqlite3")
        said, _ = refused.communicate(timeout=PATIENCE)
    assert refused.returncode == 1
    assert "Choose another: make run PORT=" in said
    assert "Traceback" not in said
