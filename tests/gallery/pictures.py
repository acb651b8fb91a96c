"""Pictures of every kind, sound and hostile, made from code, and what our check says of them."""

import io
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

from gallery.processing.child import run_guarded
from gallery.processing.confinement import MIB, Guard
from gallery.processing.outcome import Outcome
from gallery.purposes import PURPOSES
from gallery.wording import words_of

# What any refused file may take. A child that took more would end with another answer than the expected one.
OF_THE_REFUSED = Guard(cpu=5, wall=60, resident=400 * MIB, address_space=1024 * MIB, file_size=8 * MIB)
CORNERS = ("red", "lime", "blue", "yellow")  # top left, top right, bottom left, bottom right


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome, its words and the folder with the renditions."""

    outcome: Outcome
    out: Path

    @property
    def words(self) -> str:
        return words_of(self.outcome.code, self.outcome.values)

    def shown(self, role: str, format_: str = "webp") -> Image.Image:
        with Image.open(self.out / f"{role}.{format_}") as image:
            image.load()
            return image

    def bytes_shown(self) -> bytes:
        return b"".join((self.out / one.file).read_bytes() for one in self.outcome.renditions)


def checked(path: Path, purpose: str = "picture", *, guard: Guard | None = None) -> Checked:
    """As an upload would be, in the guarded child."""
    out = path.parent / f"shown-of-{purpose}"
    out.mkdir(exist_ok=True)
    outcome = run_guarded(path, PURPOSES[purpose], out, tell=lambda step, percent: None, guard=guard)
    return Checked(outcome, out)


def refused(path: Path, purpose: str = "photo") -> str:
    """Why, in words; within five seconds of CPU and 400 MiB."""
    found = checked(path, purpose, guard=OF_THE_REFUSED)
    assert not found.outcome.accepted
    assert found.outcome.renditions == []
    assert list(found.out.iterdir()) == []
    return found.words


def scenery(width: int = 640, height: int = 480, seed: int = 0) -> Image.Image:
    """Something to see: soft blobs, other ones for another seed."""
    small = Image.new("RGB", (64, 48))
    draw = ImageDraw.Draw(small)
    for number in range(24):
        dice = (number + 1) * (seed + 3) * 7919
        left, top, size = dice % 61, dice // 61 % 47, 6 + dice % 13
        draw.ellipse((left, top, left + size, top + size), fill=(dice % 251, dice % 241, dice % 239))
    return small.filter(ImageFilter.GaussianBlur(1)).resize((width, height), Image.Resampling.BICUBIC)


def four_corners(width: int = 480, height: int = 320) -> Image.Image:
    """Each quarter in a colour of its own, in the order of CORNERS."""
    image = Image.new("RGB", (width, height))
    for number, colour in enumerate(CORNERS):
        left, top = number % 2 * width // 2, number // 2 * height // 2
        image.paste(colour, (left, top, left + width // 2, top + height // 2))
    return image


def corners_of(image: Image.Image) -> tuple[str, ...]:
    """The nearest of CORNERS in the middle of each quarter."""
    names = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "yellow": (255, 255, 0)}
    points = [(image.width * x // 4, image.height * y // 4) for y in (1, 3) for x in (1, 3)]

    def nearest(point: tuple[int, int]) -> str:
        seen = image.convert("RGB").getpixel(point)
        return min(names, key=lambda name: sum(abs(a - b) for a, b in zip(names[name], seen, strict=True)))

    return tuple(nearest(point) for point in points)


def jpeg_bytes(image: Image.Image, **options: object) -> bytes:
    held = io.BytesIO()
    image.save(held, format="JPEG", quality=90, **options)
    return held.getvalue()


def png_bytes(image: Image.Image, **options: object) -> bytes:
    held = io.BytesIO()
    image.save(held, format="PNG", **options)
    return held.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def header(width: int, height: int, depth: int, colours: int) -> bytes:
    """The start of a PNG. `colours`: 0 grey, 2 RGB."""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0))


def one_bit_png(side: int) -> bytes:
    """Black, and hardly any bytes."""
    rows = zlib.compress(bytes((side // 8 + 1) * side), 9)
    return header(side, side, 1, 0) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def deep_png(width: int, height: int, red: int, green: int, blue: int) -> bytes:
    """One colour in three channels of 16 bits."""
    row = b"\0" + struct.pack(">HHH", red, green, blue) * width
    return header(width, height, 16, 2) + chunk(b"IDAT", zlib.compress(row * height)) + chunk(b"IEND", b"")


def moving_png(side: int, frames: int) -> bytes:
    rows = zlib.compress(bytes((side // 8 + 1) * side), 9)
    film = chunk(b"acTL", struct.pack(">II", frames, 0))
    for number in range(frames):
        turn = 2 * number - 1
        order = struct.pack(">IIIIIHHBB", max(0, turn), side, side, 0, 0, 1, 25, 0, 0)
        data = chunk(b"fdAT", struct.pack(">I", turn + 1) + rows) if number else chunk(b"IDAT", rows)
        film += chunk(b"fcTL", order) + data
    return header(side, side, 1, 0) + film + chunk(b"IEND", b"")


def moving_gif(side: int, frames: int) -> bytes:
    """One frame as Pillow writes it, again and again."""
    held = io.BytesIO()
    Image.new("L", (side, side)).save(held, format="GIF")
    data = held.getvalue()
    start = 13 + 3 * 2 ** ((data[10] & 7) + 1)
    return data[:start] + data[start:-1] * frames + b";"


def riff(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def three(number: int) -> bytes:
    return number.to_bytes(3, "little")


def moving_webp(side: int, frames: int) -> bytes:
    """RFC 9649: a canvas, and the same still frame on it again and again."""
    held = io.BytesIO()
    Image.new("RGB", (side, side)).save(held, format="WEBP", lossless=True, method=0)
    still = held.getvalue()[12:]
    frame = riff(b"ANMF", three(0) * 2 + three(side - 1) * 2 + three(40) + b"\0" + still)
    canvas = riff(b"VP8X", b"\x02\0\0\0" + three(side - 1) * 2)
    return riff(b"RIFF", b"WEBP" + canvas + riff(b"ANIM", b"\0" * 6) + frame * frames)


def segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def with_segments(jpeg: bytes, *segments: bytes) -> bytes:
    """Right behind the start of the picture."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def wide_profile() -> bytes:
    """An ICC profile (ICC.1:2001-04) with the primaries of Display P3, adapted to D50, and a gamma of 2.2."""

    def fixed(value: float) -> bytes:
        return struct.pack(">i", round(value * 65536))

    def point(x: float, y: float, z: float) -> bytes:
        return b"XYZ \0\0\0\0" + fixed(x) + fixed(y) + fixed(z)

    name = b"Wide for a test"
    said = b"desc\0\0\0\0" + struct.pack(">I", len(name) + 1) + name + b"\0" + bytes(12 + 67)
    curve = b"curv\0\0\0\0" + struct.pack(">IHH", 1, round(2.2 * 256), 0)
    parts = {
        b"desc": said + bytes(-len(said) % 4),
        b"wtpt": point(0.9642, 1.0, 0.8249),
        b"rXYZ": point(0.5151, 0.2412, -0.0011),
        b"gXYZ": point(0.2919, 0.6922, 0.0419),
        b"bXYZ": point(0.1572, 0.0666, 0.7841),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, data, start = struct.pack(">I", len(parts)), b"", 128 + 4 + 12 * len(parts)
    for kind, part in parts.items():
        table += kind + struct.pack(">II", start + len(data), len(part))
        data += part
    white = fixed(0.9642) + fixed(1.0) + fixed(0.8249)
    head = b"\0\0\0\0\x02\x40\0\0mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(28) + white + bytes(48)
    return struct.pack(">I", start + len(data)) + head + table + data
