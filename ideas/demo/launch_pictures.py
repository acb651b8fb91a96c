"""A bench, a day on it, and a counter, drawn by our own code: flat, in the brand's colours."""

from math import pi, sin

from gallery.drawing import CREAM, CRUST, FINE, GREEN, INK, PAPER, RED, Pen


def bench(pen: Pen) -> None:
    """A bench under a tree, and two cups on it."""
    pen.rectangle(_at(0, 0, 1440, 960), fill=PAPER)
    pen.rectangle(_at(0, 760, 1440, 960), fill=CRUST)
    pen.rectangle(_at(1010, 300, 1080, 780), fill=INK)
    for x, y, size in ((760, 40, 420), (940, 0, 460), (850, 180, 420)):
        pen.ellipse(_at(x, y, x + size, y + size * 3 // 4), fill=GREEN)
    for top in (430, 500):
        pen.rounded_rectangle(_at(220, top, 960, top + 44), radius=FINE * 14, fill=RED)
    pen.rounded_rectangle(_at(190, 590, 990, 640), radius=FINE * 14, fill=RED)
    for x in (240, 900):
        pen.rectangle(_at(x, 430, x + 40, 800), fill=INK)
    for x in (420, 560):
        pen.rounded_rectangle(_at(x, 520, x + 80, 590), radius=FINE * 20, fill=CREAM)
        pen.ellipse(_at(x, 508, x + 80, 534), fill=CREAM, outline=INK, width=FINE * 3)


def day_on_the_bench(pen: Pen, over: float) -> None:
    """For a film, 1280 × 720: the sun goes over the bench, and one cup after the other is put down."""
    pen.rectangle((0, 0, 1280, 720), fill=PAPER)
    x, y = 120 + 1040 * over, 300 - 220 * sin(pi * over)
    pen.ellipse((x - 60, y - 60, x + 60, y + 60), fill="#e9b83a")
    pen.rectangle((0, 570, 1280, 720), fill=CRUST)
    pen.rectangle((1010, 240, 1064, 590), fill=INK)
    for left, top, size in ((860, 40, 320), (980, 0, 300), (900, 130, 320)):
        pen.ellipse((left, top, left + size, top + size * 3 // 4), fill=GREEN)
    for top in (330, 386):
        pen.rounded_rectangle((200, top, 830, top + 34), radius=12, fill=RED)
    for leg in (226, 776):
        pen.rectangle((leg, 330, leg + 30, 620), fill=INK)
    for place in range(min(4, int(over * 5))):
        left = 300 + place * 120
        pen.rounded_rectangle((left, 396, left + 64, 456), radius=16, fill=CREAM)
        pen.ellipse((left, 386, left + 64, 408), fill=CREAM, outline=INK, width=4)
    pen.rounded_rectangle((176, 452, 854, 490), radius=12, fill=RED)


def cards_on_the_glass(pen: Pen) -> None:
    """Three trays behind glass, each with its card."""
    pen.rectangle(_at(0, 0, 1440, 960), fill=INK)
    pen.rounded_rectangle(_at(90, 140, 1350, 720), radius=FINE * 36, fill=PAPER)
    pen.rectangle(_at(90, 720, 1350, 900), fill=RED)
    for place in range(3):
        left = 150 + place * 400
        pen.rectangle(_at(left, 560, left + 340, 590), fill=INK)
        for bun in range(3):
            x = left + 10 + bun * 110
            pen.pieslice(_at(x, 440, x + 104, 680), 180, 360, fill=CRUST)
        pen.rounded_rectangle(
            _at(left + 70, 240, left + 270, 390), radius=FINE * 12, fill=CREAM, outline=INK, width=FINE * 5
        )
        for line in range(3):
            pen.line(
                _at(left + 100, 280 + line * 34, left + 240 - line * 30, 280 + line * 34), fill=INK, width=FINE * 8
            )


def _at(*places: int) -> tuple[int, ...]:
    return tuple(FINE * place for place in places)
