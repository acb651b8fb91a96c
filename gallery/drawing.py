"""Pictures for the demo world, drawn by our own code: flat, in the brand's colours."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (1440, 960)
FINE = 2  # drawn so many times larger, for smooth edges
PAPER, INK, RED, CREAM, CRUST, GREEN = "#f1e6d6", "#1d1311", "#c8143c", "#fffaf2", "#b9742d", "#0f5a4d"
Pen = ImageDraw.ImageDraw


def drawn(draw: Callable[[Pen], None], *, ground: str = PAPER, size: tuple[int, int] = SIZE) -> bytes:
    """A JPEG of what `draw` draws on a canvas of 1440 × 960 units, scaled to `size`."""
    canvas = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE), ground)
    draw(ImageDraw.Draw(canvas))
    made = BytesIO()
    canvas.resize(size, Image.Resampling.LANCZOS).save(made, "JPEG", quality=92)
    return made.getvalue()


def cup(pen: Pen, *, x: int, y: int, width: int, colour: str = CREAM) -> None:
    """A cup with a handle that a whole hand fits into, its rim at `y`."""
    height, rim = round(width * 0.8), round(width * 0.12)
    _ring(pen, (x + width - rim, y + rim, x + width + round(width * 0.5), y + round(height * 0.8)), colour)
    pen.rounded_rectangle(_at(x, y, x + width, y + height), radius=FINE * width // 4, fill=colour)
    pen.rectangle(_at(x, y, x + width, y + height // 2), fill=colour)
    pen.ellipse(_at(x, y - rim, x + width, y + rim), fill=colour, outline=INK, width=FINE * 4)
    pen.ellipse(_at(x + rim, y - rim // 2, x + width - rim, y + rim // 2), fill=CRUST)


def cup_with_a_handle(pen: Pen) -> None:
    pen.rectangle(_at(0, 700, 1440, 960), fill=RED)
    pen.ellipse(_at(330, 690, 1050, 830), fill=INK)
    cup(pen, x=420, y=290, width=540)


def rail_of_cups(pen: Pen) -> None:
    pen.rectangle(_at(0, 0, 1440, 960), fill=GREEN)
    pen.rounded_rectangle(_at(120, 250, 1320, 280), radius=FINE * 14, fill=INK)
    for place, colour in enumerate((CREAM, RED, CREAM, CRUST)):
        left = 170 + place * 300
        pen.line(_at(left + 105, 265, left + 105, 380), fill=INK, width=FINE * 10)
        cup(pen, x=left, y=400, width=190, colour=colour)


def basket_of_bread(pen: Pen) -> None:
    pen.rectangle(_at(0, 640, 1440, 960), fill=INK)
    for place in range(5):
        left = 330 + place * 140
        pen.ellipse(_at(left, 250 + 40 * (place % 2), left + 200, 640), fill=CRUST, outline=INK, width=FINE * 6)
        for cut in range(3):
            top = 350 + cut * 70
            pen.line(_at(left + 60, top, left + 140, top - 40), fill=PAPER, width=FINE * 10)
    pen.polygon([(FINE * x, FINE * y) for x, y in ((260, 520), (1180, 520), (1090, 800), (350, 800))], fill=RED)
    for band in range(4):
        pen.line(_at(275 + band * 18, 570 + band * 64, 1165 - band * 18, 570 + band * 64), fill=CREAM, width=FINE * 6)


def face(colour: str, hair: str) -> Callable[[Pen], None]:
    """Somebody, from the front."""

    def draw(pen: Pen) -> None:
        pen.rectangle(_at(0, 0, 1440, 960), fill=colour)
        pen.ellipse(_at(470, 120, 970, 640), fill=hair)
        pen.ellipse(_at(520, 200, 920, 680), fill="#e9bd93")
        pen.ellipse(_at(340, 700, 1100, 1400), fill=INK)
        for eye in (640, 770):
            pen.ellipse(_at(eye, 410, eye + 34, 444), fill=INK)
        pen.arc(_at(640, 460, 810, 580), 20, 160, fill=INK, width=FINE * 8)

    return draw


def _ring(pen: Pen, box: tuple[int, int, int, int], colour: str) -> None:
    pen.ellipse(_at(*box), outline=colour, width=FINE * (box[2] - box[0]) // 6)


def _at(*places: int) -> tuple[int, ...]:
    return tuple(FINE * place for place in places)
