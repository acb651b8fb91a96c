"""Pictures through the guarded child: one of 48 megapixels against bare Pillow, and the hostile ones' spending."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageFilter

from benchmarks.measuring import Row, at_most, interleaved, no_more
from benchmarks.world import World
from gallery.processing.child import Ended, run_measured
from gallery.processing.confinement import GUARDS, MIB
from gallery.processing.pictures.renditions import wanted_of
from gallery.processing.qualities import WAYS
from gallery.purposes import PURPOSES, Kind
from tests.gallery.pictures import jpeg_bytes, moving_gif, moving_png, moving_webp, one_bit_png, png_bytes

LARGE = (8000, 6000)
MOST_ROUNDS = 5
REFUSED_CPU, REFUSED_PEAK = 5, 400  # seconds, MiB
PHOTO = PURPOSES["photo"]

# The floor: the same sizes, formats and qualities, and nothing else. It checks nothing, and metadata stay behind only
# because this file has none.
BARE = """
from PIL import Image
image = Image.open({path!r})
image.draft("RGB", {largest!r})
for name, size, format_, way in {files!r}:
    image.thumbnail(size)
    image.save(name, format=format_, **way)
"""


def measure(world: World) -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return [*_large(folder, min(world.rounds, MOST_ROUNDS)), *_hostile(folder)]


def _large(folder: Path, rounds: int) -> list[Row]:
    path = folder / "large.jpg"
    path.write_bytes(jpeg_bytes(grainy(*LARGE)))
    ours: list[Ended] = []
    order = [sys.executable, "-c", bare(path, folder)]
    acts = {
        "ours": lambda: ours.append(through(path, folder)),
        "bare": lambda: subprocess.run(order, check=True),
    }
    found = interleaved(acts, rounds=rounds, calls=1)
    if not all(one.outcome.accepted for one in ours):
        raise RuntimeError(f"refused: {ours[0].outcome.code}")
    wall = {name: round(figure.wall) for name, figure in found.items()}
    what = f"a JPEG of 48 megapixels ({path.stat().st_size / 1e6:.0f} MB) to all renditions"
    return [
        at_most(f"{what}: against bare Pillow with draft()", found["ours"].wall / found["bare"].wall, 1.5, ms=wall),
        no_more(f"{what}: the child's peak", max(one.peak or 0 for one in ours) / MIB, 300, "MiB"),
    ]


def bare(path: Path, folder: Path) -> str:
    """The floor as a program: the largest first, each from the one before."""
    wanted = sorted(wanted_of(*LARGE, PHOTO), key=lambda one: -one.size[0])
    files = [(str(folder / f"bare-{one.role}.{f}"), one.size, f, WAYS[f]) for one in wanted for f in one.formats]
    return BARE.format(path=str(path), largest=wanted[0].size, files=files)


def through(path: Path, folder: Path) -> Ended:
    """As an upload of this size would be, whatever it weighs."""
    purpose = replace(PHOTO, max_bytes=max(PHOTO.max_bytes, path.stat().st_size))
    return run_measured(path, purpose, folder, tell=lambda step, percent: None, guard=GUARDS[Kind.PICTURE])


def _hostile(folder: Path) -> list[Row]:
    spent: dict[str, Ended] = {}
    for name, data in hostile():
        path = folder / "hostile"
        path.write_bytes(data)
        spent[name] = through(path, folder)
        if spent[name].outcome.accepted or spent[name].cpu is None:
            raise RuntimeError(f"{name}: not refused, or stopped: {spent[name].outcome}")
    cpu = {name: round(one.cpu or 0, 2) for name, one in spent.items()}
    peak = {name: round((one.peak or 0) / MIB) for name, one in spent.items()}
    what = f"{len(spent)} hostile pictures refused: the worst one's"
    return [
        Row(f"{what} CPU", f"{max(cpu.values()):.2f} s", f"≤ {REFUSED_CPU} s", max(cpu.values()) <= REFUSED_CPU, cpu),
        no_more(f"{what} memory", max(peak.values()), REFUSED_PEAK, "MiB", **peak),
    ]


def hostile() -> Iterator[tuple[str, bytes]]:
    """Small files that would be large, and large ones that end too early to be told from their heads."""
    yield "16,000² in 31 kB", one_bit_png(16_000)
    yield "12,000² of one bit", one_bit_png(12_000)
    yield "300 frames: GIF", moving_gif(4000, 300)
    yield "300 frames: PNG", moving_png(4000, 300)
    yield "300 frames: WebP", moving_webp(4000, 300)
    large = grainy(*LARGE)
    for name, options in (("", {}), ("progressive ", {"progressive": True})):
        data = jpeg_bytes(large, **options)
        yield f"48 megapixels, a {name}JPEG cut in half", data[: len(data) // 2]
        yield f"48 megapixels, a {name}JPEG cut by ten bytes", data[:-10]
    large.putalpha(200)
    data = bytearray(png_bytes(large, compress_level=1))
    data[-5000:-4000] = b"\xa5" * 1000
    yield "48 megapixels, a PNG broken at its end", bytes(data)


def grainy(width: int, height: int) -> Image.Image:
    """Shapes of several sizes under a fine grain: as heavy for a codec as a photograph."""
    channels = []
    for spread in (60, 70, 80):
        rough = Image.effect_noise((width // 64, height // 64), spread * 2).resize(
            (width, height), Image.Resampling.BICUBIC
        )
        fine = Image.effect_noise((width // 4, height // 4), spread).filter(ImageFilter.GaussianBlur(1))
        channels.append(Image.blend(rough, fine.resize((width, height), Image.Resampling.BICUBIC), 0.4))
    return Image.merge("RGB", channels)
