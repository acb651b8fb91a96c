"""Whether two pictures look alike, although their bytes differ. Only ever a hint to a moderator, never a reason.

After PDQ (Facebook, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm", 2019): the luminance in
64 × 64 points, the 16 × 16 lowest frequencies of its discrete cosine transform but for the constant ones, and for each
a bit that says whether it lies above their median. The smoothing before differs, so these are not PDQ's own hashes.
"""

import math
from collections.abc import Sequence
from operator import mul
from statistics import median

from PIL import Image, ImageStat

SIDE, KEPT = 64, 16
BITS = KEPT * KEPT
NEAR = 31  # bits of 256, as PDQ's authors advise
FLAT = 1.5  # levels of 256 by which the points of a picture deviate at least, or it has nothing to recognise

Matrix = Sequence[Sequence[float]]

COSINES: Matrix = [
    [math.cos(math.pi * frequency * (2 * point + 1) / (2 * SIDE)) for point in range(SIDE)]
    for frequency in range(1, KEPT + 1)
]


def hashes_of(image: Image.Image) -> list[str]:
    """Eight of 256 bits as hexadecimal digits: of the picture first, then of its turned and mirrored selves. None of a
    picture in which there is next to nothing to see: all of these would be alike."""
    small = image.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    if ImageStat.Stat(small).stddev[0] < FLAT:
        return []
    found = _frequencies(small)
    turned = [list(row) for row in zip(*found, strict=True)]
    return [_bits(_mirrored(one, down, side)) for one in (found, turned) for down in (1, -1) for side in (1, -1)]


def distance(one: str, other: str) -> int:
    """Bits in which two hashes differ, of 256."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def near(ones: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two pictures look alike, one of them turned or mirrored perhaps. Each comes with all its hashes."""
    return any(distance(ones[0], other) <= NEAR for other in others) if ones else False


def _frequencies(small: Image.Image) -> Matrix:
    """`[down][across]`, from the first on in both directions (DCT-II without its factors, which change no bit)."""
    points = small.tobytes()
    rows = [points[at : at + SIDE] for at in range(0, SIDE * SIDE, SIDE)]
    wide = [[sum(map(mul, cosines, row)) for row in rows] for cosines in COSINES]
    return [[sum(map(mul, cosines, column)) for column in wide] for cosines in COSINES]


def _mirrored(found: Matrix, down: int, side: int) -> list[float]:
    """A mirrored picture has the same frequencies, every odd one with the other sign."""
    return [
        value * (down if (row + 1) % 2 else 1) * (side if (column + 1) % 2 else 1)
        for row, values in enumerate(found)
        for column, value in enumerate(values)
    ]


def _bits(values: list[float]) -> str:
    middle = median(values)
    number = sum(1 << place for place, value in enumerate(values) if value > middle)
    return f"{number:0{BITS // 4}x}"
