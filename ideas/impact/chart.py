"""The chart's shapes: what came in, what was answered and what was launched, side by side in each part of the period.

Numbers without words: the page says them in a table beside it, and mirrors the drawing where one reads from the right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ideas.impact.counting import Column, Impact
from ideas.impact.parts import ticks_of
from ideas.impact.words import CREDITS

WIDTH, HEIGHT = 720, 240
BARS = ("came_in", "answered", "launched")
GAP = 0.28  # of a column, left free beside its bars
LEAST = 2.0  # so that one among thousands can be seen
BAR_HEIGHT = 20
SEAM = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of the drawing. `key` is what it stands for, `is_cut` whether of a part that is not whole."""

    key: str
    x: float
    y: float
    width: float
    height: float
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    width: int
    height: int
    bars: list[Bar]
    lines: list[float]
    top: int  # what its highest line stands for
    ticks: list[str]  # what stands below each column, or nothing

    @property
    def is_cut(self) -> bool:
        return any(bar.is_cut for bar in self.bars)


def chart_of(columns: Sequence[Column]) -> Chart:
    most = max((getattr(column, key) for column in columns for key in BARS), default=0)
    top = round_up(most)
    lines = [0.0, HEIGHT / 2, float(HEIGHT)]
    return Chart(WIDTH, HEIGHT, list(_bars(columns, top)), lines, top, ticks_of([column.part for column in columns]))


def round_up(most: int) -> int:
    """The next number that one says easily: 1, 2, 5, 10, 20, 50 … with an even half, except for one."""
    step = 1
    while True:
        for factor in (1, 2, 4, 6, 8):
            if most <= factor * step:
                return factor * step
        step *= 10


def credit_bar(impact: Impact) -> list[Bar]:
    """One bar of all launched ideas, parted by credit."""
    whole, x, bars = impact.now.launched, 0.0, []
    for key, _name in CREDITS:
        part = impact.now.by_credit.get(key, 0)
        if part:
            width = WIDTH * part / whole
            bars.append(Bar(key or "untold", round(x, 1), 0, round(max(width - SEAM, SEAM), 1), BAR_HEIGHT))
            x += width
    return bars


def _bars(columns: Sequence[Column], top: int) -> Iterator[Bar]:
    if not columns:
        return
    column = WIDTH / len(columns)
    width = column * (1 - GAP) / len(BARS)
    for place, counted in enumerate(columns):
        start = column * (place + GAP / 2)
        for n, key in enumerate(BARS):
            count = getattr(counted, key)
            if count:
                height = max(HEIGHT * count / top, LEAST)
                x, y = round(start + n * width, 1), round(HEIGHT - height, 1)
                yield Bar(key, x, y, round(width, 1), round(height, 1), is_cut=not counted.part.is_whole)
