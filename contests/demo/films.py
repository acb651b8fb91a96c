"""What three films of a minute or so show."""

from math import cos, pi, sin

from PIL import ImageDraw

INK, PAPER, RED, CREAM, COFFEE, NIGHT, GOLD = (
    "#1d1311",
    "#f1e6d6",
    "#c8143c",
    "#fffaf2",
    "#4a2a18",
    "#18233f",
    "#e9b83a",
)


def drip(pen: ImageDraw.ImageDraw, over: float) -> None:
    """A glass fills up, drop by drop."""
    pen.rectangle([0, 0, 1280, 720], fill=PAPER)
    pen.rectangle([0, 600, 1280, 720], fill=RED)
    pen.polygon([(480, 60), (800, 60), (680, 250), (600, 250)], fill=CREAM, outline=INK, width=6)
    surface = 580 - 250 * over
    falling = (over * 90) % 1
    drop = 255 + (surface - 255) * falling**2
    pen.ellipse([630, drop - 16, 650, drop + 10], fill=COFFEE)
    pen.rectangle([500, surface, 780, 590], fill=COFFEE)
    ripple = 140 * (1 - falling)
    pen.ellipse([640 - ripple, surface - 10, 640 + ripple, surface + 10], outline="#8a5630", width=5)
    pen.line([(500, 300), (500, 596), (780, 596), (780, 300)], fill=INK, width=10)
    for line in range(4):
        y = 540 - line * 60
        pen.line([(744, y), (772, y)], fill=CREAM if y > surface else INK, width=4)


def street_wakes(pen: ImageDraw.ImageDraw, over: float) -> None:
    """Night turns to morning behind a street, and one window after the other is lit."""
    pen.rectangle([0, 0, 1280, 720], fill=_between((24, 35, 63), (242, 179, 150), over))
    x, y = 1080 - 300 * over, 640 - 520 * sin(over * pi / 2)
    pen.ellipse([x - 70, y - 70, x + 70, y + 70], fill=_between((90, 70, 90), (240, 132, 44), over))
    for house in range(8):
        left, top = house * 165 - 20, 260 + (house * 67) % 150
        pen.rectangle([left, top, left + 158, 720], fill=_between((12, 16, 30), (70, 48, 52), over))
        for window in range(8):
            wx, wy = left + 24 + 66 * (window % 2), top + 30 + 84 * (window // 2)
            is_lit = over * 1.1 > ((house * 8 + window) * 37 % 64) / 64
            pen.rectangle([wx, wy, wx + 42, wy + 54], fill=GOLD if is_lit else "#26304d")
    pen.rectangle([0, 684, 1280, 720], fill=INK)


def one_cup_goes_round(pen: ImageDraw.ImageDraw, over: float) -> None:
    """A cup from above: the hand of a clock goes round once, and what it has passed is drunk."""
    pen.rectangle([0, 0, 1280, 720], fill="#0f5a4d")
    pen.ellipse([330, 50, 950, 670], fill=CREAM)
    pen.ellipse([380, 100, 900, 620], fill=PAPER)
    pen.pieslice([380, 100, 900, 620], -90 + 360 * over, 270, fill=COFFEE)
    for hour in range(12):
        angle = hour * pi / 6
        pen.ellipse(
            [633 + 285 * sin(angle), 353 - 285 * cos(angle), 647 + 285 * sin(angle), 367 - 285 * cos(angle)], fill=INK
        )
    angle = 2 * pi * over
    pen.line([(640, 360), (640 + 250 * sin(angle), 360 - 250 * cos(angle))], fill=RED, width=12)
    pen.ellipse([620, 340, 660, 380], fill=RED)


def _between(a: tuple[int, int, int], b: tuple[int, int, int], part: float) -> tuple[int, int, int]:
    red, green, blue = (round(x + (y - x) * part) for x, y in zip(a, b, strict=True))
    return red, green, blue
