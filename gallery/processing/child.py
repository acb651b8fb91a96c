"""A strange file is opened only in a child process that may be killed: out of time, of memory, or of its mind."""

import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gallery.processing.confinement import GUARDS, Guard
from gallery.processing.errand import Errand
from gallery.processing.outcome import Outcome, Tell
from gallery.purposes import Purpose

log = logging.getLogger("gallery.processing")

ROOT = Path(__file__).resolve().parents[2]
LOOK = 0.05  # seconds between two looks at the clock and at the child's memory
LONGEST_LINE = 1_000_000  # bytes; a child that says more without an end is out of its mind
LONGEST_COMPLAINT = 2_000  # bytes of its standard error that the log gets: the last ones


class ChildCrashed(Exception):
    """The child ended without an answer: a fault of ours, of a library, or of the machine. Worth one more attempt."""


class _Exceeded(Exception):
    """The child was stopped; `code` says by which limit."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Ended:
    """What a child found, and what it spent: seconds of CPU and bytes at its peak; None when it was stopped."""

    outcome: Outcome
    cpu: float | None = None
    peak: int | None = None


def run_guarded(path: Path, purpose: Purpose, out: Path, *, tell: Tell, guard: Guard | None = None) -> Outcome:
    """As `gallery.processing.job.process`, in a child under `guard`, by default that of the purpose's kind. A child
    that asks for too much is an answer too: "took-too-long" or "too-much-memory". Whatever `tell` raises stops the
    child and is passed on. Raises ChildCrashed."""
    return run_measured(path, purpose, out, tell=tell, guard=guard).outcome


def run_measured(path: Path, purpose: Purpose, out: Path, *, tell: Tell, guard: Guard | None = None) -> Ended:
    """As `run_guarded`, and says what it took."""
    guard = guard or GUARDS[purpose.kind]
    errand = Errand(path.resolve(), purpose, out.resolve(), guard, os.getpid())
    order = [sys.executable, "-P", "-m", "gallery.processing.child_main", errand.as_text()]
    ended = watch(order, guard, out, tell=tell)
    ended.outcome.measured.setdefault("size", path.stat().st_size)
    return ended


def watch(order: list[str], guard: Guard, out: Path, *, tell: Tell) -> Ended:
    """Runs the order as a child with an empty environment in the folder `out`, until it has given its answer or has
    reached a limit. However this ends, no process of the child's group is left."""
    with subprocess.Popen(  # noqa: S603  # our own interpreter
        order,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=out,
        env=environment(out),
        start_new_session=True,
    ) as child:
        try:
            return _listen(_Watched(child, guard), out, tell)
        except _Exceeded as exceeded:
            log.warning("A child was stopped: %s.", exceeded.code)
            return Ended(Outcome(False, exceeded.code))
        finally:
            with suppress(ProcessLookupError, PermissionError):  # it has ended, and nobody was left in its group
                os.killpg(child.pid, signal.SIGKILL)


def environment(out: Path) -> dict[str, str]:
    """Nothing of ours: a library that is talked into something finds neither keys nor addresses of services."""
    return {
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
        "HOME": str(out),
        "TMPDIR": str(out),
        "MALLOC_ARENA_MAX": "2",  # each thread's own arena would take 64 MiB of the address space
    }


class _Watched:
    """A running child's words as they come. `complaint` is the end of its standard error."""

    def __init__(self, child: subprocess.Popen[bytes], guard: Guard) -> None:
        self.child, self.guard = child, guard
        self.until = time.monotonic() + guard.wall
        self.complaint = b""
        self.rest = b""
        self.cpu = 0.0  # seconds, as last seen

    def lines(self) -> Iterator[bytes]:
        """Each line it writes, until it writes no more. Raises _Exceeded at a limit."""
        with selectors.DefaultSelector() as selector:
            for pipe in (self.child.stdout, self.child.stderr):
                selector.register(pipe, selectors.EVENT_READ)  # type: ignore[arg-type]
            while selector.get_map():
                self._look()
                for key, _events in selector.select(LOOK):
                    piece = os.read(key.fd, 65536)
                    if not piece:
                        selector.unregister(key.fileobj)
                    elif key.fileobj is self.child.stderr:
                        self.complaint = (self.complaint + piece)[-LONGEST_COMPLAINT:]
                    else:
                        yield from self._split(piece)

    def _split(self, piece: bytes) -> list[bytes]:
        *whole, self.rest = (self.rest + piece).split(b"\n")
        if len(self.rest) > LONGEST_LINE:
            raise ChildCrashed("the child writes a line without an end")
        return whole

    def _look(self) -> None:
        if time.monotonic() > self.until:
            raise _Exceeded("took-too-long")
        self.cpu = max(self.cpu, cpu_of(self.child.pid))
        if resident(self.child.pid) > self.guard.resident:
            raise _Exceeded("too-much-memory")

    def explained(self) -> Exception:
        """Why the child ended without an answer."""
        try:
            ended = self.child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return ChildCrashed("the child went silent")
        if ended == -signal.SIGXCPU or (ended == -signal.SIGKILL and self.cpu >= self.guard.cpu):
            return _Exceeded("took-too-long")
        log.error("A child ended with %s: %s", ended, self.complaint.decode("utf-8", "replace").strip())
        return ChildCrashed(f"the child ended with {ended}")


def _listen(watched: _Watched, out: Path, tell: Tell) -> Ended:
    for line in watched.lines():
        said = _understood(line, out)
        if isinstance(said, Ended):
            return said
        tell(*said)
    raise watched.explained()


def _understood(line: bytes, out: Path) -> Ended | tuple[str, int]:
    """The end, or a step and its per cent. A child that was taken over may write anything: raises ChildCrashed."""
    try:
        said = json.loads(line)
        if "outcome" in said:
            return Ended(_trusted(said["outcome"], out), float(said["cpu"]), int(said["peak"]))
        return str(said["step"])[:20], int(said["percent"])
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise ChildCrashed(f"the child answers with nonsense: {problem!r}") from problem


def _trusted(said: dict[str, Any], out: Path) -> Outcome:
    """The child's answer, if all it names are plain files in its folder. Raises ValueError."""
    outcome = Outcome.from_json(said)
    for one in outcome.renditions:
        file = out / one.file
        if Path(one.file).name != one.file or file.is_symlink() or not file.is_file():
            raise ValueError(f"{one.file!r} is no file that was made")
    return outcome


def resident(pid: int) -> int:
    """Bytes the process holds in memory now; 0 when it has ended or the system does not say."""
    try:
        with Path(f"/proc/{pid}/statm").open() as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def cpu_of(pid: int) -> float:
    """Seconds of CPU the process has spent (proc_pid_stat(5), fields 14 and 15); 0 as above."""
    try:
        with Path(f"/proc/{pid}/stat").open() as file:
            user, system = file.read().rpartition(")")[2].split()[11:13]
    except (OSError, ValueError):
        return 0.0
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
