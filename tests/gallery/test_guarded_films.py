"""Films in the guarded child: what is refused costs little, and what is torn never takes more than its guard allows."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from gallery.processing.child import run_guarded, run_measured
from gallery.processing.confinement import MIB, Guard
from gallery.wording import words_of
from tests.gallery.films import FILM, MINUTE, film, half, made, processed, promising, reason, repeated, swollen

pytestmark = pytest.mark.once  # no database is asked

OF_THE_REFUSED = Guard(cpu=5, wall=60, resident=400 * MIB, address_space=2048 * MIB, file_size=64 * MIB)
FRONT = {"movflags": "faststart"}

HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {  # by name: how it is made in a folder, and what is said
    "ten hours by the header": (
        lambda folder: promising(repeated(folder / "film.webm", count=36, rate=1), 36_000),
        "lasts 36000",
    ),
    "ten hours of pictures": (lambda folder: repeated(folder / "film.webm", count=360_000, rate=10), "at most 90"),
    "ten hours without a header": (
        lambda folder: repeated(folder / "film.webm", count=360_000, rate=10, container={"live": "1"}),
        "longer than the 90",
    ),
    "8192² by the header": (
        lambda folder: swollen(repeated(folder / "film.webm", count=60, rate=60, size=(8192, 8192))),
        "8192 × 8192",
    ),
    "8192² behind the header": (
        lambda folder: swollen(repeated(folder / "film.webm", count=4_500, rate=60)),
        "No picture of this film can be read",
    ),
    "a large film cut": (
        lambda folder: half(film(folder / "film.mp4", seconds=10, size=(1920, 1080), container=FRONT)),
        "it is cut off or damaged",
    ),
    "a large film too short": (
        lambda folder: film(folder / "film.mp4", seconds=10, size=(1920, 1080)),
        "at least 60 are needed",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_refused_is_refused_within_five_seconds_and_400_mebibytes(tmp_path, name):
    make, words = HOSTILE[name]
    out = tmp_path / "out"
    out.mkdir()
    ended = run_measured(make(tmp_path), MINUTE, out, tell=lambda step, percent: None, guard=OF_THE_REFUSED)
    assert not ended.outcome.accepted
    assert words in words_of(ended.outcome.code, ended.outcome.values)
    assert list(out.iterdir()) == []
    assert ended.cpu is not None and ended.peak is not None


def test_a_film_is_made_ready_in_the_guarded_child(tmp_path):
    out, told = tmp_path / "out", []
    out.mkdir()
    path = film(tmp_path / "film.mp4", seconds=2, size=(320, 180))
    outcome = run_guarded(path, FILM, out, tell=lambda step, percent: told.append(step))
    assert outcome.accepted, outcome
    assert {one.file for one in outcome.renditions} == {file.name for file in out.iterdir()}
    assert outcome.measured["seconds"] == 2.0
    assert list(dict.fromkeys(told)) == ["checking", "converting"]


def mutated(data: bytes, seed: int) -> bytes:
    """Some bytes changed, a piece doubled, a piece lost, or all three."""
    dice, torn = random.Random(seed), bytearray(data)
    for _ in range(dice.randint(1, 30)):
        torn[dice.randrange(12, len(torn))] = dice.randrange(256)
    for _ in range(seed % 3):
        start, length = dice.randrange(12, len(torn) - 200), dice.randrange(200)
        torn[start : start + length] = torn[start : start + length] * 2 if dice.random() < 0.5 else b""
    return bytes(torn)


@pytest.mark.parametrize(
    ("ending", "codec", "sound"),
    [
        ("mp4", "libx264", "aac"),
        ("mp4", "libx265", "aac"),
        ("mp4", "libsvtav1", "libopus"),
        ("webm", "libvpx", "libopus"),
        ("webm", "libvpx-vp9", "libopus"),
    ],
)
def test_whatever_is_torn_gets_an_answer_and_a_small_film(tmp_path, ending, codec, sound):
    data = film(tmp_path / f"film.{ending}", codec=codec, sound=sound).read_bytes()
    answers = set()
    for seed in range(120):
        path = tmp_path / f"torn.{ending}"
        path.write_bytes(mutated(data, seed))
        outcome = processed(path)
        answers.add(outcome.accepted or reason(outcome))
        if outcome.accepted:
            assert made(path, "film-1080").stat().st_size < 1_000_000
    assert len(answers) > 2
