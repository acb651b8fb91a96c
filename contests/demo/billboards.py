"""Designs for the demo's wall, drawn by our own code: flat, two to one, on a canvas of 1200 × 600 units."""

from collections.abc import Callable, Iterator
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw

WIDTH, HEIGHT, FINE = 1200, 600, 4  # drawn so many times larger, for smooth edges
SIZE = (3000, 1500)
BLUE, ORANGE, YELLOW, DARK, MILK, GREEN, PINK = (
    "#2a45b4",
    "#f0842c",
    "#e9b83a",
    "#2a1812",
    "#fbf8f1",
    "#1d6548",
    "#f2b3b9",
)
SKY, RED, CREAM, FOAM, CARAMEL = "#bddce6", "#c21f3e", "#f4ead6", "#ead2b0", "#d7a66e"
Point = tuple[float, float]


class Pen:
    """Draws in units of the canvas."""

    def __init__(self, ground: str) -> None:
        self.canvas = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), ground)
        self._pen = ImageDraw.Draw(self.canvas)

    def shape(self, points: list[Point], colour: str) -> None:
        self._pen.polygon([(x * FINE, y * FINE) for x, y in points], fill=colour)

    def line(self, points: list[Point], colour: str, width: float) -> None:
        """With round ends and corners."""
        self._pen.line([(x * FINE, y * FINE) for x, y in points], fill=colour, width=round(width * FINE), joint="curve")
        for x, y in points:
            self.disc(x, y, width / 2, colour=colour)

    def disc(self, x: float, y: float, across: float, up: float | None = None, *, colour: str) -> None:
        up = across if up is None else up
        self._pen.ellipse([(x - across) * FINE, (y - up) * FINE, (x + across) * FINE, (y + up) * FINE], fill=colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        self._pen.rectangle([left * FINE, top * FINE, right * FINE, bottom * FINE], fill=colour)


def billboard(draw: Callable[[Pen], None], ground: str) -> bytes:
    """A JPEG of it, print-sized enough for the contest."""
    pen = Pen(ground)
    draw(pen)
    made = BytesIO()
    pen.canvas.resize(SIZE, Image.Resampling.LANCZOS).save(made, "JPEG", quality=90)
    return made.getvalue()


def curve(a: Point, b: Point, c: Point, d: Point, steps: int = 40) -> list[Point]:
    """Points of a cubic Bézier curve."""
    return list(_bezier(a, b, c, d, steps))


def _bezier(a: Point, b: Point, c: Point, d: Point, steps: int) -> Iterator[Point]:
    for step in range(steps + 1):
        t = step / steps
        parts = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        x, y = (sum(part * point[axis] for part, point in zip(parts, (a, b, c, d), strict=True)) for axis in (0, 1))
        yield x, y


def _bowl(x: float, y: float, half: float, depth: float) -> list[Point]:
    """Its upper edge at `y`."""
    left = curve((x + half, y), (x + half, y + depth * 0.62), (x + half * 0.68, y + depth), (x, y + depth))
    return [
        (x - half, y),
        *left,
        *curve((x, y + depth), (x - half * 0.68, y + depth), (x - half, y + depth * 0.62), (x - half, y)),
    ]


def sunrise(pen: Pen) -> None:
    for turn in range(14):
        angle = pi * (turn + 0.3) / 14
        pen.line([(600, 372), (600 - 1100 * cos(angle), 372 - 1100 * sin(angle))], "#3a58cf", 26)
    pen.disc(600, 372, 212, colour=ORANGE)
    pen.disc(600, 372, 150, colour=YELLOW)
    pen.box(0, 372, 1200, 600, BLUE)
    pen.line(curve((781, 432), (960, 420), (960, 610), (760, 600)), MILK, 34)
    pen.shape(_bowl(600, 372, 215, 370), MILK)
    pen.disc(600, 372, 215, 32, colour=DARK)


def one_red_bean(pen: Pen) -> None:
    for row in range(5):
        for column in range(10):
            x, y = 80 + column * 130 - 65 * (row % 2), 60 + row * 120
            _bean(pen, x, y, RED if (row, column) == (2, 6) else DARK)


def _bean(pen: Pen, x: float, y: float, colour: str) -> None:
    angle = -38 * pi / 180

    def turned(a: float, b: float) -> Point:
        return x + a * cos(angle) - b * sin(angle), y + a * sin(angle) + b * cos(angle)

    pen.shape([turned(44 * cos(t * pi / 30), 30 * sin(t * pi / 30)) for t in range(60)], colour)
    pen.line([turned(*point) for point in curve((-44, 0), (-18, -18), (4, 22), (44, 0))], YELLOW, 6)


def steam(pen: Pen) -> None:
    for place, x in enumerate(range(300, 901, 50)):
        up = curve((x, 330), (x - 60, 260), (x + 60, 200), (x, 130))
        up += curve((x, 130), (x - 60, 60), (x + 60, 0), (x, -70))
        pen.line(up, (PINK, MILK, ORANGE)[place % 3], 18)
    pen.box(0, 330, 1200, 600, GREEN)
    pen.shape(_bowl(600, 345, 380, 330), MILK)
    pen.disc(600, 345, 380, 50, colour=MILK)
    pen.disc(600, 350, 340, 34, colour=DARK)


def town_of_cups(pen: Pen) -> None:
    pen.box(0, 520, 1200, 600, CREAM)
    colours = (BLUE, ORANGE, GREEN, RED, PINK, YELLOW, DARK)
    for place, storeys in enumerate((1, 2, 1, 3, 2, 4, 1, 2, 3)):
        for storey in range(storeys):
            _takeaway(pen, 80 + place * 130, 520 - storey * 104, colours[(place * 2 + storey * 3) % len(colours)])


def _takeaway(pen: Pen, x: float, bottom: float, colour: str) -> None:
    pen.shape([(x - 52, bottom - 88), (x + 52, bottom - 88), (x + 42, bottom), (x - 42, bottom)], colour)
    pen.box(x - 58, bottom - 102, x + 58, bottom - 88, DARK if colour != DARK else CARAMEL)
    for side in (-18, 18):
        pen.box(x + side - 9, bottom - 60, x + side + 9, bottom - 36, MILK)


def six_o_clock(pen: Pen) -> None:
    pen.line(curve((860, 230), (1010, 210), (1010, 390), (860, 370)), CREAM, 40)
    pen.disc(600, 300, 286, colour=CREAM)
    pen.disc(600, 300, 240, colour=DARK)
    for hour in range(12):
        angle = hour * pi / 6
        pen.disc(600 + 200 * sin(angle), 300 - 200 * cos(angle), 12 if hour % 3 == 0 else 7, colour=CREAM)
    pen.line([(600, 300), (600, 150)], CREAM, 10)
    pen.line([(600, 300), (600, 410)], ORANGE, 16)
    pen.disc(600, 300, 20, colour=CREAM)


def two_faces(pen: Pen) -> None:
    for side in (-1, 1):
        pen.shape([(600 + side * (600 - x), y) for x, y in _profile()], DARK)
    pen.disc(600, 196, 96, 26, colour=ORANGE)
    for x in (560, 600, 640):
        pen.line(curve((x, 150), (x - 26, 115), (x + 26, 85), (x, 40)), ORANGE, 9)


def _profile() -> list[Point]:
    """From above: forehead, nose, lips and chin of somebody on the left who looks to the right."""
    edge = curve((410, 0), (410, 90), (380, 120), (398, 190)) + curve((398, 190), (410, 230), (450, 265), (448, 292))
    edge += curve((448, 292), (446, 312), (410, 316), (424, 340)) + curve(
        (424, 340), (446, 352), (446, 368), (428, 376)
    )
    edge += curve((428, 376), (446, 388), (444, 408), (424, 414)) + curve(
        (424, 414), (412, 436), (440, 470), (400, 492)
    )
    return [(0, 0), *edge, *curve((400, 492), (360, 512), (330, 540), (330, 600)), (0, 600)]


def layers(pen: Pen) -> None:
    for place, colour in enumerate((MILK, FOAM, CARAMEL, "#8a5630", DARK)):
        top = 130 + place * 100
        hill = curve((0, top + 40), (260, top - 50), (470, top + 30), (700, top + 50))
        hill += curve((700, top + 50), (900, top + 66), (1050, top - 20), (1200, top))
        pen.shape([*hill, (1200, 600), (0, 600)], colour)
    pen.disc(930, 110, 62, colour=ORANGE)


def one_line(pen: Pen) -> None:
    line: list[Point] = [(0, 470), *curve((0, 470), (160, 380), (260, 470), (380, 470))]
    line += [*curve((380, 470), (330, 400), (322, 320), (322, 230)), (780, 230)]
    line += curve((780, 230), (780, 330), (770, 420), (720, 470))
    line += curve((720, 470), (960, 470), (980, 270), (784, 286))
    line += curve((784, 286), (900, 330), (960, 500), (1200, 380))
    pen.line(line, DARK, 13)
    for x in (470, 550, 630):
        pen.line(curve((x, 190), (x - 30, 150), (x + 30, 110), (x, 60)), DARK, 9)
