"""A street by the harbour, just after sunset and rain."""

from random import Random

from PIL import Image, ImageDraw

from contests.demo.streets.blank import FINE, SIZE, Painted, board, finished
from contests.demo.streets.brushes import add, fade, grain, mirror, passer_by, put, shine, softened, veil, wash
from contests.perspective import Quad

WIDE, HIGH = SIZE[0] * FINE, SIZE[1] * FINE
KERB, ROAD = 1470, 1540
FRAMED: Quad = ((800, 330), (2330, 420), (2330, 1120), (800, 1160))
WARM = ("#ffd48a", "#ffbf66", "#f7a95a", "#ffe2a8", "#e8c9a0")


def dusk_street() -> Painted:
    canvas = _sky()
    _far_houses(canvas)
    _house(canvas, (-140, 420, 470, KERB), "#37335a", "#1d1b34", seed=3, rows=6, columns=4)
    _hall(canvas)
    _house(canvas, (2700, 280, 3330, KERB), "#3d3354", "#201a36", seed=8, rows=7, columns=4)
    _shops(canvas)
    _pavement(canvas)
    _lamp_post(canvas, 700)
    _lamp_post(canvas, 2460)
    put(canvas, board(frame="#14121c", lamps=5), FRAMED)
    _board_lamps(canvas)
    for x, height, walks in ((330, 296, 0.7), (1560, 285, 0.0), (1646, 262, 0.0), (2610, 300, 0.9)):
        passer_by(canvas, x=x, foot=KERB + 44, height=height, colour="#0d0b16", walks=walks)
    mirror(canvas, ROAD, blur=5, stretch=1.32, levels=[(0, 215), (0.5, 165), (1, 60)])
    _road_marks(canvas)
    _tail_lights(canvas)
    veil(canvas, (0, 900, WIDE, ROAD), "#4a3f66", [(0, 0), (0.8, 34), (1, 22)])
    return finished(grain(canvas, seed=11, strength=0.10, coarse=2), FRAMED)


def _sky() -> Image.Image:
    stops = [(0, "#161c40"), (0.28, "#36366c"), (0.5, "#7a5a8c"), (0.66, "#d08478"), (0.78, "#f5b47c"), (1, "#f8cd96")]
    canvas = wash((WIDE, HIGH), stops)
    shine(canvas, (1000, 1080, 2700, 1640), "#ffb066", blur=240, strength=0.6)
    clouds, dice = Image.new("RGB", canvas.size), Random(21)
    pen = ImageDraw.Draw(clouds)
    for _number in range(46):
        x, y, length = dice.randint(-300, WIDE), dice.randint(60, 820), dice.randint(300, 1100)
        pen.ellipse((x, y, x + length, y + dice.randint(10, 36)), fill=dice.choice(("#5a3548", "#6e4048", "#4a2f55")))
    add(canvas, clouds, blur=16)
    return canvas


def _far_houses(canvas: Image.Image) -> None:
    dice, pen = Random(2), ImageDraw.Draw(canvas)
    for layer, (colour, low, high) in enumerate((("#a3647a", 900, 1040), ("#55395f", 1080, 1220))):
        x = 380 - 90 * layer
        while x < 2700:
            width, top = dice.randint(110, 230), dice.randint(low, high)
            pen.rectangle((x, top, x + width, KERB), fill=colour)
            if dice.random() < 0.5:
                pen.polygon(((x, top), (x + width / 2, top - 60), (x + width, top)), fill=colour)
            _far_windows(pen, dice, x, top, width)
            x += width
    veil(canvas, (0, 640, WIDE, KERB), "#f0a878", [(0, 0), (1, 60)])


def _far_windows(pen: ImageDraw.ImageDraw, dice: Random, x: int, top: int, width: int) -> None:
    for row in range(top + 40, 1300, 62):
        for column in range(x + 22, x + width - 26, 40):
            if dice.random() < 0.22:
                pen.rectangle((column, row, column + 14, row + 22), fill=dice.choice(WARM))


def _house(
    canvas: Image.Image, box: tuple[int, int, int, int], light: str, dark: str, *, seed: int, rows: int, columns: int
) -> None:
    """A front in shade, with windows of which some are lit."""
    left, top, right, bottom = box
    front = wash((right - left, bottom - top), [(0, light), (1, dark)])
    canvas.paste(front, (left, top))
    pen, dice, glow = ImageDraw.Draw(canvas), Random(seed), Image.new("RGB", canvas.size)
    light_pen = ImageDraw.Draw(glow)
    pen.rectangle((left - 20, top - 26, right + 20, top + 10), fill=dark)
    wide, high = (right - left) / columns, (bottom - top - 330) / rows
    for row in range(rows):
        for column in range(columns):
            x, y = round(left + wide * (column + 0.28)), round(top + 70 + high * row)
            frame = (x, y, x + round(wide * 0.46), y + round(high * 0.62))
            _window(pen, light_pen, frame, dice)
    add(canvas, glow, blur=26)


def _window(
    pen: ImageDraw.ImageDraw, light: ImageDraw.ImageDraw, frame: tuple[int, int, int, int], dice: Random
) -> None:
    left, top, right, bottom = frame
    pen.rectangle((left - 7, top - 7, right + 7, bottom + 7), fill="#12101f")
    if dice.random() < 0.42:
        colour = dice.choice(WARM)
        pen.rectangle(frame, fill=colour)
        light.rectangle(frame, fill="#7a5426")
        if dice.random() < 0.6:  # a curtain, half drawn
            pen.rectangle((left, top, left + (right - left) // 3, bottom), fill="#c98a4e")
        if dice.random() < 0.3:  # somebody's plant on the sill
            pen.ellipse((right - 46, bottom - 52, right - 8, bottom - 6), fill="#3a2a2c")
    else:
        pen.rectangle(frame, fill="#3b3d63")
        pen.polygon(((left, top), (right, top), (left, bottom)), fill="#4c4a76")
    middle = (left + right) // 2
    pen.rectangle((middle - 3, top, middle + 3, bottom), fill="#12101f")
    pen.rectangle((left, top + (bottom - top) // 3, right, top + (bottom - top) // 3 + 5), fill="#12101f")


def _hall(canvas: Image.Image) -> None:
    """The brick front that the board hangs on."""
    left, top, right = 640, 210, 2500
    brick = wash((right - left, KERB - top), [(0, "#5a3f55"), (0.6, "#47324a"), (1, "#2c2036")])
    pen, dice = ImageDraw.Draw(brick), Random(17)
    for row in range(0, brick.height, 20):
        for column in range(-(row // 20 % 2) * 28, brick.width, 56):
            shade = dice.randint(-9, 11)
            tone = (78 + shade, 54 + shade, 72 + shade)
            pen.rectangle((column + 2, row + 2, column + 53, row + 17), fill=tone)
    shaded = wash(brick.size, [(0, "#ffffff"), (0.55, "#c4b6cc"), (1, "#7c6c8c")])
    brick = Image.blend(brick, wash(brick.size, [(0, "#5a3f55"), (1, "#2c2036")]), 0.45)
    canvas.paste(Image.composite(brick, Image.new("RGB", brick.size, "#1c1428"), shaded.convert("L")), (left, top))
    pen = ImageDraw.Draw(canvas)
    pen.rectangle((left - 16, top - 34, right + 16, top + 6), fill="#2a1f35")
    pen.rectangle((left - 16, top - 44, right + 16, top - 32), fill="#6b4c62")


def _shops(canvas: Image.Image) -> None:
    """Lit windows at the foot of the hall, and what falls out of them."""
    pen, glow = ImageDraw.Draw(canvas), Image.new("RGB", canvas.size)
    light = ImageDraw.Draw(glow)
    for number, left in enumerate(range(720, 2480, 360)):
        box = (left, 1225, left + 280, KERB)
        pen.rectangle((left - 14, 1211, left + 294, KERB), fill="#17111f")
        inside = wash((280, KERB - 1225), [(0, "#ffe3ae"), (0.5, "#ffc671"), (1, "#b96f3a")])
        canvas.paste(inside, (left, 1225))
        _goods(pen, left, number)
        pen.rectangle((left - 14, 1180, left + 294, 1228), fill=("#8e2435", "#1d4a52", "#3b2a54")[number % 3])
        light.rectangle(box, fill="#8a5a28")
    add(canvas, glow, blur=70)


def _goods(pen: ImageDraw.ImageDraw, left: int, number: int) -> None:
    dice = Random(number)
    for shelf in (1330, 1400):
        pen.rectangle((left, shelf, left + 280, shelf + 6), fill="#7a4a2a")
        for place in range(left + 14, left + 260, 34):
            tall = dice.randint(18, 50)
            pen.rectangle((place, shelf - tall, place + 22, shelf), fill=dice.choice(("#8e5630", "#a86a3a", "#6c3c2c")))
    pen.rectangle((left + 136, 1228, left + 144, KERB), fill="#17111f")


def _pavement(canvas: Image.Image) -> None:
    size = (WIDE, ROAD - KERB)
    canvas.paste(wash(size, [(0, "#5b4b63"), (0.8, "#37304a"), (1, "#1a1726")]), (0, KERB))
    pen = ImageDraw.Draw(canvas)
    for x in range(-800, WIDE + 800, 170):
        pen.line((WIDE // 2 + (x - WIDE // 2) * 0.96, KERB, x, ROAD - 14), fill="#2b2539", width=3)
    for x in range(720, 2480, 360):
        shine(canvas, (x - 20, KERB - 6, x + 300, ROAD - 10), "#ffb45e", blur=22, strength=0.42)
    canvas.paste(wash((WIDE, HIGH - ROAD), [(0, "#1d1b2c"), (1, "#0b0a13")]), (0, ROAD))


def _lamp_post(canvas: Image.Image, x: int) -> None:
    pen = ImageDraw.Draw(canvas)
    pen.rectangle((x - 7, 900, x + 7, ROAD - 20), fill="#0e0c17")
    pen.rectangle((x - 16, 1400, x + 16, ROAD - 20), fill="#0e0c17")
    pen.polygon(((x - 34, 900), (x + 34, 900), (x + 22, 830), (x - 22, 830)), fill="#fff1c8")
    pen.polygon(((x - 40, 832), (x + 40, 832), (x, 800)), fill="#0e0c17")
    shine(canvas, (x - 60, 800, x + 60, 930), "#ffd58a", blur=46, strength=0.95)
    shine(canvas, (x - 230, 640, x + 230, 1100), "#ff9d4a", blur=150, strength=0.35)


def _board_lamps(canvas: Image.Image) -> None:
    """Arms that reach over the board, and their light."""
    pen = ImageDraw.Draw(canvas)
    for number in range(5):
        share = (number + 0.5) / 5
        x = round(FRAMED[0][0] + (FRAMED[1][0] - FRAMED[0][0]) * share)
        y = round(FRAMED[0][1] + (FRAMED[1][1] - FRAMED[0][1]) * share)
        pen.line((x, y + 4, x - 8, y - 52), fill="#0d0b15", width=7)
        pen.rounded_rectangle((x - 46, y - 62, x + 30, y - 44), radius=8, fill="#0d0b15")
        shine(canvas, (x - 40, y - 48, x + 26, y - 34), "#fff0cc", blur=7, strength=1.0)
        shine(canvas, (x - 70, y - 50, x + 60, y + 60), "#ffcf8a", blur=50, strength=0.4)
    shade = Image.new("RGB", canvas.size, "#0a0713")
    hollow = Image.new("L", canvas.size)
    ImageDraw.Draw(hollow).polygon([(800, 1160), (2330, 1120), (2350, 1150), (830, 1196)], fill=150)
    canvas.paste(shade, (0, 0), softened(hollow, 14))


def _road_marks(canvas: Image.Image) -> None:
    layer = Image.new("L", canvas.size)
    pen = ImageDraw.Draw(layer)
    for x in range(-260, WIDE, 520):
        pen.polygon(((x + 40, 1680), (x + 250, 1680), (x + 238, 1694), (x + 18, 1694)), fill=120)
    canvas.paste(Image.new("RGB", canvas.size, "#8d87a6"), (0, 0), softened(layer, 2))


def _tail_lights(canvas: Image.Image) -> None:
    """A car that has just gone by, as a long exposure sees it."""
    streak = Image.new("RGB", canvas.size)
    pen = ImageDraw.Draw(streak)
    for y, colour, width in ((1590, "#ff3b30", 7), (1604, "#ff6a50", 4), (1628, "#ff2a38", 6)):
        pen.line((1500, y, WIDE, y - 14), fill=colour, width=width)
    along = fade(canvas.size, [(0, 0), (0.5, 0), (0.8, 255), (1, 255)], across=True)
    dark = Image.new("RGB", canvas.size)
    add(canvas, Image.composite(streak, dark, along), blur=3)
    add(canvas, Image.composite(streak, dark, along), blur=30)
