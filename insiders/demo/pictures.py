"""The door, the tin and the drum of the demo, drawn by our own code: flat, in the brand's colours."""

from math import cos, radians, sin

from PIL import ImageDraw

from gallery.drawing import CREAM, FINE, INK, RED, drawn

NIGHT, GLOW, LIGHT, DARK_RED, ROSE = "#2b1d3b", "#e9b83a", "#f6d98c", "#8f1129", "#e0627a"
Pen = ImageDraw.ImageDraw


def door() -> bytes:
    """A red door stands open a hand's breadth, and warm light falls out."""
    return drawn(_door, ground=NIGHT, size=(1440, 960))


def tin() -> bytes:
    """A red tin with four beans on its label."""
    return drawn(_tin, ground=NIGHT, size=(1440, 960))


def drum(pen: Pen, over: float) -> None:
    """Beans go round in a drum and darken; eleven seconds are counted down beside it."""
    pen.rectangle([0, 0, 1280, 720], fill=NIGHT)
    pen.ellipse([300, 60, 900, 660], fill=CREAM)
    pen.ellipse([340, 100, 860, 620], fill=INK)
    shade = tuple(round(a + (b - a) * over) for a, b in zip((198, 170, 110), (96, 52, 26), strict=True))
    for number in range(28):
        turn = radians(number * 360 / 28 * 3 + 720 * over + number * number)
        far = 60 + (number * 37) % 170
        x, y = 600 + far * cos(turn), 360 + far * sin(turn)
        pen.ellipse([x - 26, y - 17, x + 26, y + 17], fill=shade)
        pen.line([(x - 18, y), (x + 18, y)], fill=INK, width=4)
    pen.rectangle([980, 120, 1020, 600], fill=DARK_RED)
    pen.rectangle([980, 120 + 480 * over, 1020, 600], fill=GLOW)


def _door(pen: Pen) -> None:
    pen.pieslice(_at(440, 60, 1000, 620), 180, 360, fill=GLOW)
    pen.rectangle(_at(440, 340, 1000, 960), fill=GLOW)
    pen.pieslice(_at(560, 150, 880, 530), 180, 360, fill=LIGHT)
    pen.rectangle(_at(560, 340, 880, 960), fill=LIGHT)
    pen.polygon(_points((440, 340), (520, 120), (740, 200), (740, 960), (440, 960)), fill=RED)
    pen.line(_points((500, 900), (500, 380), (560, 230), (690, 280), (690, 900), (500, 900)), fill=ROSE, width=FINE * 8)
    pen.ellipse(_at(696, 600, 726, 630), fill=GLOW)
    pen.pieslice(_at(770, 640, 890, 860), 0, 180, fill=CREAM)
    pen.ellipse(_at(770, 740, 890, 760), fill=INK)


def _tin(pen: Pen) -> None:
    pen.ellipse(_at(380, 140, 1060, 820), fill="#3d2a55")
    pen.rectangle(_at(520, 220, 920, 760), fill=RED)
    pen.ellipse(_at(520, 174, 920, 266), fill=ROSE)
    pen.ellipse(_at(520, 714, 920, 806), fill=DARK_RED)
    pen.rectangle(_at(520, 390, 920, 580), fill=CREAM)
    for place, turn in enumerate((-30, 0, 30, 60)):
        _bean(pen, 590 + place * 87, 485, turn)


def _bean(pen: Pen, x: int, y: int, turn: int) -> None:
    along, across = (cos(radians(turn)), sin(radians(turn))), (-sin(radians(turn)), cos(radians(turn)))
    edge = [
        (x + 34 * cos(radians(a)) * along[0] + 22 * sin(radians(a)) * across[0],
         y + 34 * cos(radians(a)) * along[1] + 22 * sin(radians(a)) * across[1])
        for a in range(0, 360, 10)
    ]  # fmt: skip
    pen.polygon(_points(*edge), fill=INK)
    ends = [(x + side * 26 * along[0], y + side * 26 * along[1]) for side in (-1, 1)]
    pen.line(_points(*ends), fill=CREAM, width=FINE * 5)


def _at(*places: float) -> tuple[int, ...]:
    return tuple(round(FINE * place) for place in places)


def _points(*places: tuple[float, float]) -> list[tuple[int, int]]:
    return [(round(FINE * x), round(FINE * y)) for x, y in places]
