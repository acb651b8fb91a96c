"""A film to both encodes, posters and sheet, against bare PyAV doing the same two encodes: one core, one run.

The floor decodes once, as anybody would, and leaves out the checks, the posters, the sheet and the digest. Both run in
processes of their own, so that the peak of each is its own; what is compared is CPU time.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
from av.error import BlockingIOError as NothingYet
from av.error import EOFError as Ended
from av.filter import Graph

from benchmarks.measuring import Row, at_most
from benchmarks.world import World

LONG, SHORT = 75, 10  # seconds
SIZE, RATE = (1920, 1080), 30
PHONE = {"preset": "ultrafast", "b": "12M", "maxrate": "16M", "bufsize": "16M"}


def measure(world: World) -> list[Row]:
    seconds = LONG if world.rounds > 5 else SHORT
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        write(path, seconds)
        with one_core():
            bare, _mebibytes = spend("bare", path)
            ours, mebibytes = spend("ours", path)
    figures = {"bare": bare, "ours": ours, "mebibytes": mebibytes, "seconds": seconds}
    what = f"a film of {seconds} s in 1080p to both encodes and posters, against PyAV's two encodes"
    return [
        at_most(what, ours / bare, 1.3, **figures),
        Row("the same film: peak of its process", f"{mebibytes:.0f} MiB"),
    ]


def write(path: Path, seconds: int) -> None:
    """Moving shapes with the grain of a small lens, at the rate of bits of a phone, and a tone."""
    width, height = SIZE
    pictures = _drawn(
        ("testsrc2", f"size={width}x{height}:rate={RATE}:duration={seconds}"),
        ("noise", "alls=3:allf=t"),
        ("format", "yuv420p"),
        ("buffersink", ""),
    )
    tone = ("sine", f"frequency=330:sample_rate=48000:duration={seconds}")
    sounds = _drawn(tone, ("aformat", "sample_fmts=fltp:channel_layouts=stereo"), ("abuffersink", ""))
    with av.open(str(path), "w") as out:
        video, audio = out.add_stream("libx264", rate=RATE, options=PHONE), out.add_stream("aac", rate=48_000)
        video.width, video.height, video.pix_fmt, audio.layout = width, height, "yuv420p", "stereo"
        sound = next(sounds, None)
        for picture in pictures:
            picture.pict_type = 0
            out.mux(video.encode(picture))
            while sound is not None and sound.time <= picture.time:
                out.mux(audio.encode(sound))
                sound = next(sounds, None)
        out.mux(video.encode(None))
        out.mux(audio.encode(None))


def _drawn(*filters: tuple[str, str]) -> Iterator:
    graph = Graph()
    graph.link_nodes(*(graph.add(name, arguments or None) for name, arguments in filters)).configure()
    while True:
        try:
            yield graph.pull()
        except (NothingYet, Ended):
            return


@contextmanager
def one_core() -> Iterator[None]:
    """For this process and those that it starts, where the system can do that."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def spend(way: str, path: Path) -> tuple[float, float]:
    """Seconds of CPU, and the peak of the process's memory in MiB."""
    order = [sys.executable, "-m", "benchmarks.encodes", way, str(path)]
    process = subprocess.Popen(order)
    _pid, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{' '.join(order)} ended with {status}")
    return usage.ru_utime + usage.ru_stime, _mebibytes(usage)


def _mebibytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
