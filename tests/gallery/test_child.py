"""The guarded child: its limits, its end, and what it is not told. The children here are small programs."""

import json
import logging
import os
import resource
import select
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from gallery.processing.child import LONGEST_COMPLAINT, ROOT, ChildCrashed, Ended, run_guarded, run_measured, watch
from gallery.processing.confinement import GUARDS, MIB, Guard
from gallery.processing.errand import Errand
from gallery.processing.outcome import Outcome
from gallery.purposes import PURPOSES, Kind
from tests.gallery.pictures import jpeg_bytes, png_bytes, scenery

pytestmark = pytest.mark.once  # no database is asked

ROOMY = Guard(cpu=30, wall=60, resident=500 * MIB, address_space=4096 * MIB, file_size=8 * MIB)
PROMPT = 30  # seconds after which what should have happened has not

CONFINED = """
import json, os, resource, signal, sys, time
from gallery.processing.confinement import Guard, confine
confine(Guard(**json.loads(sys.argv[1])), os.getppid())
def say(**said): print(json.dumps(said), flush=True)
def end(**measured): say(outcome={"accepted": True, "measured": measured}, cpu=0, peak=0)
"""


def order(body: str, guard: Guard = ROOMY) -> list[str]:
    figures = {name: getattr(guard, name) for name in guard.__slots__}
    return [sys.executable, "-P", "-c", CONFINED + body, json.dumps(figures)]


def run(body: str, out: Path, guard: Guard = ROOMY, tell: Any = lambda step, percent: None) -> Ended:
    return watch(order(body, guard), guard, out, tell=tell)


def has_ended(pidfd: int) -> bool:
    """Readable once the process is dead, whoever its parent is."""
    return bool(select.select([pidfd], [], [], PROMPT)[0])


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(jpeg_bytes(scenery(1700, 1200)))
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


# Limits


def test_a_child_that_computes_for_ever_takes_too_long(out: Path) -> None:
    ended = run("while True: pass", out, replace(ROOMY, cpu=1))
    assert ended == Ended(Outcome(False, "took-too-long"))


def test_a_child_that_ignores_the_first_signal_takes_too_long_all_the_same(out: Path) -> None:
    body = "signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass"
    assert run(body, out, replace(ROOMY, cpu=1)).outcome.code == "took-too-long"


def test_a_child_that_waits_for_ever_takes_too_long(out: Path) -> None:
    assert run("signal.pause()", out, replace(ROOMY, wall=0.5)).outcome.code == "took-too-long"


def test_a_child_that_swells_takes_too_much_memory(out: Path) -> None:
    body = "held = []\nwhile True: held.append(bytearray(os.urandom(1 << 20))); time.sleep(0.002)"
    assert run(body, out, replace(ROOMY, resident=150 * MIB)).outcome.code == "too-much-memory"


def test_a_picture_that_does_not_fit_into_the_address_space_takes_too_much_memory(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "wide.png"
    path.write_bytes(png_bytes(Image.new("RGB", (6000, 6000)), compress_level=1))
    found = run_guarded(
        path,
        PURPOSES["photo"],
        out,
        tell=lambda step, percent: None,
        guard=replace(GUARDS[Kind.PICTURE], address_space=200 * MIB),
    )
    assert (found.accepted, found.code, found.measured["size"]) == (False, "too-much-memory", path.stat().st_size)


def test_every_limit_of_the_system_is_set(out: Path) -> None:
    names = ["CORE", "CPU", "FSIZE", "NOFILE", "AS"]
    body = f"end(limits=[resource.getrlimit(getattr(resource, 'RLIMIT_' + name)) for name in {names}])"
    found = run(body, out).outcome.measured["limits"]
    assert found == [[0, 0], [30, 32], [8 * MIB] * 2, [64, 64], [4096 * MIB] * 2]


def test_a_limit_is_never_above_what_the_process_was_given(out: Path) -> None:
    given = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    body = "end(limit=resource.getrlimit(resource.RLIMIT_NOFILE))"
    assert run(body, out, replace(ROOMY, descriptors=given + 1)).outcome.measured["limit"] == [given, given]


def test_a_rendition_beyond_the_limit_of_a_file_is_a_crash_and_not_an_answer(photo: Path, out: Path) -> None:
    small = replace(GUARDS[Kind.PICTURE], file_size=10_000)
    with pytest.raises(ChildCrashed):
        run_guarded(photo, PURPOSES["photo"], out, tell=lambda step, percent: None, guard=small)


# Crashes


@pytest.mark.parametrize(
    ("body", "ended"), [("os.abort()", "-6"), ("os.kill(os.getpid(), signal.SIGSEGV)", "-11"), ("sys.exit(3)", "3")]
)
def test_a_child_that_ends_without_an_answer_has_crashed(out: Path, body: str, ended: str) -> None:
    with pytest.raises(ChildCrashed, match=f"^the child ended with {ended}$"):
        run(body, out)


def test_a_child_that_simply_stops_has_crashed(out: Path) -> None:
    with pytest.raises(ChildCrashed, match="ended with 0"):
        run("", out)


def test_what_a_child_complains_of_goes_to_the_log_alone_and_shortened(
    out: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "gallery.processing"), pytest.raises(ChildCrashed) as crash:
        run("sys.stderr.write('x' * 500_000 + ' at the very end'); sys.exit(1)", out)
    assert "very end" not in str(crash.value)
    assert "at the very end" in caplog.text
    assert len(caplog.records[-1].getMessage()) < LONGEST_COMPLAINT + 100


@pytest.mark.parametrize(
    "body",
    [
        "print('what', flush=True)",
        "print('[1]', flush=True)",
        "say(step='checking')",
        "say(step='checking', percent='many')",
        "say(outcome=7, cpu=0, peak=0)",
        "say(outcome={'accepted': True, 'surprise': 1}, cpu=0, peak=0)",
        "sys.stdout.write('x' * 3_000_000); sys.stdout.flush()",
    ],
)
def test_nonsense_is_a_crash(out: Path, body: str) -> None:
    with pytest.raises(ChildCrashed, match="nonsense|without an end"):
        run(body + "\nsignal.pause()", out)


@pytest.mark.parametrize("file", ["../secret", "/etc/passwd", "link", "missing", ".", ""])
def test_a_child_may_only_name_files_that_it_made(out: Path, file: str) -> None:
    (out.parent / "secret").write_text("not yours")
    (out / "link").symlink_to(out.parent / "secret")
    one = {"role": "w320", "format": "webp", "file": file, "width": 1, "height": 1, "size": 1}
    body = f"say(outcome={{'accepted': True, 'renditions': [{one!r}]}}, cpu=0, peak=0)"
    with pytest.raises(ChildCrashed, match="no file that was made"):
        run(body, out)


# What it is told, and what it tells


def test_the_environment_holds_nothing_of_ours(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "DATABASE_URL", "AWS_SECRET_ACCESS_KEY", "DJANGO_SETTINGS_MODULE", "EMAIL_URL"):
        monkeypatch.setenv(name, "canary-secret")
    found = run("end(all=dict(os.environ), folder=os.getcwd(), input=sys.stdin.read())", out).outcome.measured
    assert "canary-secret" not in json.dumps(found)
    ours = {"PYTHONPATH", "LANG", "HOME", "TMPDIR", "MALLOC_ARENA_MAX"}
    assert set(found["all"]) - {"LC_CTYPE"} == ours
    assert (found["folder"], found["input"]) == (str(out), "")


def test_the_child_holds_no_file_of_ours(out: Path) -> None:
    with (out.parent / "ours").open("w") as ours:
        os.set_inheritable(ours.fileno(), True)
        found = run(
            "end(names=[os.readlink(f'/proc/self/fd/{n}') for n in (0, 1, 2)], most=len(os.listdir('/proc/self/fd')))",
            out,
        )
    assert found.outcome.measured["most"] <= 4  # the three, and the folder that is being listed
    assert found.outcome.measured["names"][0] == os.devnull


def test_the_steps_arrive_in_their_order_and_reach_the_end(photo: Path, out: Path) -> None:
    told: list[tuple[str, int]] = []
    found = run_guarded(photo, PURPOSES["photo"], out, tell=lambda *step: told.append(step))
    assert found.accepted
    assert told[0] == ("checking", 0) and told[-1] == ("converting", 100)
    assert list(dict.fromkeys(step for step, _percent in told)) == ["checking", "converting"]
    converting = [percent for step, percent in told if step == "converting"]
    assert converting == sorted(converting) and len(converting) == len(found.renditions) + 1


def test_a_child_says_what_it_spent(photo: Path, out: Path) -> None:
    ended = run_measured(photo, PURPOSES["photo"], out, tell=lambda step, percent: None)
    assert ended.cpu is not None and ended.peak is not None
    assert 0 < ended.cpu < 60
    assert 20 * MIB < ended.peak < 300 * MIB


def test_a_purpose_reaches_the_child_as_it_is(tmp_path: Path) -> None:
    for purpose in [*PURPOSES.values(), replace(PURPOSES["video"], min_seconds=60, max_seconds=90.5)]:
        errand = Errand(tmp_path / "ä b", purpose, tmp_path, ROOMY, 7)
        assert Errand.from_text(errand.as_text()) == replace(errand, purpose=replace(purpose, label=purpose.key))


# Its end


def test_when_telling_fails_the_child_dies_and_the_failure_is_passed_on(out: Path) -> None:
    class LostClaim(ValueError):
        pass

    seen: list[int] = []

    def tell(step: str, percent: int) -> None:
        seen.append(os.pidfd_open(percent))
        raise LostClaim

    with pytest.raises(LostClaim):
        run("say(step='checking', percent=os.getpid())\nsignal.pause()", out, tell=tell)
    assert has_ended(seen[0])


@pytest.mark.parametrize("end", ["end()", "os.abort()", "signal.pause()"])
def test_no_process_of_the_childs_group_is_left(out: Path, end: str) -> None:
    """The grandchild lets go of the pipes, so that only its group gives it away."""
    body = f"""
other = os.fork()
if not other:
    os.closerange(0, 20)
    signal.pause()
say(step='checking', percent=other)
{end}
"""
    seen: list[int] = []
    with suppress(ChildCrashed):
        run(body, out, replace(ROOMY, wall=3), tell=lambda step, percent: seen.append(os.pidfd_open(percent)))
    assert has_ended(seen[0])


def test_an_orphan_dies(out: Path) -> None:
    """The parent is killed as nothing can catch, while its child is at work."""
    child = order("say(step='checking', percent=os.getpid())\nsignal.pause()")
    parent = f"""
from pathlib import Path
from gallery.processing.child import watch
from tests.gallery.test_child import ROOMY
watch({child!r}, ROOMY, Path({str(out)!r}), tell=lambda step, percent: print(percent, flush=True))
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, env=environment, cwd=ROOT) as process:
        pidfd = os.pidfd_open(int(process.stdout.readline()))
        process.send_signal(signal.SIGKILL)
    assert has_ended(pidfd)


def test_a_child_whose_parent_is_gone_already_does_not_begin() -> None:
    body = "from gallery.processing.confinement import die_with; die_with(1_000_000_000); print('began')"
    ended = subprocess.run([sys.executable, "-c", body], capture_output=True, cwd=ROOT, check=False)
    assert (ended.returncode, ended.stdout) == (70, b"")
