"""A rooftop at noon, the board on a steel frame above the town."""

from random import Random

from PIL import Image, ImageDraw

from contests.demo.streets.blank import FINE, SIZE, Painted, board, finished
from contests.demo.streets.brushes import fade, grain, put, shine, softened, veil, wash
from contests.perspective import Quad

WIDE, HIGH = SIZE[0] * FINE, SIZE[1] * FINE
FRAMED: Quad = ((900, 300), (2480, 196), (2480, 1004), (900, 944))
ROOF = 1360
STEEL, SHADE = "#56606a", "#333c46"


def rooftop_at_noon() -> Painted:
    canvas = wash((WIDE, HIGH), [(0, "#2f7fc4"), (0.45, "#7db8e0"), (0.75, "#cfe6ee"), (1, "#e9f1ea")])
    shine(canvas, (-500, -900, 1300, 700), "#fff3cf", blur=320, strength=0.5)
    _clouds(canvas)
    _town(canvas)
    _roof(canvas)
    _scaffold(canvas)
    _shadow(canvas)
    put(canvas, board(frame="#39424b"), FRAMED)
    _catwalk(canvas)
    _tank(canvas)
    _plants(canvas)
    _birds(canvas)
    return finished(grain(canvas, seed=6, strength=0.05, coarse=2), FRAMED)


def _clouds(canvas: Image.Image) -> None:
    dice = Random(14)
    for x, y, width in ((140, 520, 620), (2380, 640, 900), (1260, 130, 540), (300, 960, 900), (2760, 250, 460)):
        body, top = Image.new("L", canvas.size), Image.new("L", canvas.size)
        pen, light = ImageDraw.Draw(body), ImageDraw.Draw(top)
        for _number in range(26):
            across = dice.random()
            size = round(width * 0.17 * (1.15 - abs(across - 0.5) * 1.5) * dice.uniform(0.6, 1.1))
            left, middle = x + round(width * across), y - round(size * dice.uniform(0.1, 0.75))
            pen.ellipse((left - size, middle - size, left + size, middle + size), fill=235)
            light.ellipse((left - size - 6, middle - size - 12, left + size - 14, middle + size - 24), fill=220)
        for layer in (body, top):
            flat = Image.new("L", canvas.size)
            layer.paste(flat.crop((0, y, WIDE, HIGH)), (0, y))
        canvas.paste(Image.new("RGB", canvas.size, "#c3d5e2"), (0, 0), softened(body, 15))
        canvas.paste(Image.new("RGB", canvas.size, "#ffffff"), (0, 0), softened(top, 17))


def _town(canvas: Image.Image) -> None:
    """Three rows of houses, the farther the paler."""
    layers = (
        ("#a9c6d6", "#9bbacb", 1020, 1160, 90, 210, 1),
        ("#87a9bb", "#77998d", 1100, 1240, 120, 250, 2),
        ("#6b8797", "#56707f", 1190, 1320, 150, 300, 3),
    )
    for light, dark, low, high, narrow, broad, seed in layers:
        dice, x = Random(seed), -60
        while x < WIDE:
            width, top = dice.randint(narrow, broad), dice.randint(low, high)
            _block(canvas, (x, top, x + width, ROOF + 60), light, dark, dice)
            x += width + dice.choice((0, 0, 14))
        veil(canvas, (0, 900, WIDE, ROOF + 60), "#e3eef0", [(0, 0), (1, 66)])


def _block(canvas: Image.Image, box: tuple[int, int, int, int], light: str, dark: str, dice: Random) -> None:
    left, top, right, bottom = box
    pen, turn = ImageDraw.Draw(canvas), round((right - left) * 0.62)
    pen.rectangle(box, fill=light)
    pen.rectangle((left + turn, top, right, bottom), fill=dark)
    if dice.random() < 0.35:
        pen.rectangle((left + 20, top - 40, left + 60, top), fill=dark)
    if dice.random() < 0.25:
        pen.line((left + turn // 2, top, left + turn // 2, top - 120), fill=dark, width=5)
    for y in range(top + 22, bottom, 44):
        for x in range(left + 16, left + turn - 20, 34):
            pen.rectangle((x, y, x + 15, y + 22), fill=dark if dice.random() < 0.8 else "#eef5f4")


def _roof(canvas: Image.Image) -> None:
    canvas.paste(wash((WIDE, HIGH - ROOF), [(0, "#c9bfae"), (1, "#94887a")]), (0, ROOF))
    dice, pen = Random(12), ImageDraw.Draw(canvas)
    for _number in range(5200):
        y = dice.randint(ROOF + 70, HIGH)
        x, size = dice.randint(0, WIDE), 1 + (y - ROOF) // 110
        pen.ellipse((x, y, x + size * 2, y + size), fill=dice.choice(("#b5ab9b", "#d8cfbf", "#877c6f", "#a39889")))
    pen.rectangle((0, ROOF - 34, WIDE, ROOF + 46), fill="#b7643f")
    canvas.paste(wash((WIDE, 58), [(0, "#8c4329"), (1, "#a4563a")]), (0, ROOF + 4))
    for row, y in enumerate(range(ROOF + 6, ROOF + 58, 18)):
        for x in range(-(row % 2) * 30, WIDE, 60):
            pen.line((x, y, x, y + 18), fill="#7c3a24", width=3)
        pen.line((0, y, WIDE, y), fill="#7c3a24", width=3)
    pen.rectangle((0, ROOF - 44, WIDE, ROOF + 4), fill="#d9d2c4")
    pen.rectangle((0, ROOF - 6, WIDE, ROOF + 6), fill="#a79f90")
    veil(canvas, (0, ROOF + 58, WIDE, ROOF + 190), "#4d4238", [(0, 120), (1, 0)])


def _scaffold(canvas: Image.Image) -> None:
    """The steel behind the board: posts, struts, feet."""
    pen = ImageDraw.Draw(canvas)
    for x, foot in ((1010, 1560), (1390, 1580), (1790, 1600), (2180, 1620), (2420, 1632)):
        pen.line((x, 900, x + 130, foot - 60), fill=SHADE, width=16)
        pen.rectangle((x - 13, 880, x + 13, foot), fill=STEEL)
        pen.rectangle((x - 13, 880, x - 4, foot), fill="#8a949c")
        pen.rectangle((x - 46, foot - 6, x + 46, foot + 18), fill="#6f675c")
        pen.rectangle((x - 46, foot - 6, x + 46, foot + 2), fill="#cfc6b6")
    for (x, y), (end, below) in (
        ((1010, 1040), (1390, 1340)),
        ((1790, 1060), (1390, 1340)),
        ((1790, 1060), (2180, 1380)),
    ):
        pen.line((x, y, end, below), fill=SHADE, width=11)
    pen.line((1010, 1190, 2420, 1240), fill=STEEL, width=14)


def _shadow(canvas: Image.Image) -> None:
    """The board's own, on the gravel: the sun stands high behind us."""
    shade = Image.new("L", canvas.size)
    ImageDraw.Draw(shade).polygon([(1120, 1610), (2660, 1650), (2900, HIGH - 20), (1180, HIGH - 60)], fill=120)
    below = fade(canvas.size, [(0, 0), (0.8, 0), (0.86, 255), (1, 255)])
    empty = Image.new("L", canvas.size)
    canvas.paste(Image.new("RGB", canvas.size, "#3c3530"), (0, 0), Image.composite(softened(shade, 10), empty, below))


def _catwalk(canvas: Image.Image) -> None:
    pen = ImageDraw.Draw(canvas)
    left, right = (860, 968), (2520, 1034)
    pen.polygon([left, right, (2520, 1060), (860, 990)], fill="#4a545d")
    pen.line((*left, *right), fill="#9aa5ad", width=5)
    for number in range(12):
        share = number / 11
        x, y = round(left[0] + (right[0] - left[0]) * share), round(left[1] + (right[1] - left[1]) * share)
        pen.line((x, y + 20, x, y + 44), fill=SHADE, width=6)


def _tank(canvas: Image.Image) -> None:
    """A water tank on legs, at the left, in the sun."""
    pen = ImageDraw.Draw(canvas)
    for x in (250, 420, 590):
        pen.line((x, 1000, x - 20 + (x - 420) // 6, 1500), fill="#3d3029", width=18)
    pen.line((236, 1250, 600, 1120), fill="#3d3029", width=9)
    pen.line((240, 1120, 604, 1250), fill="#3d3029", width=9)
    barrel = wash((420, 420), [(0, "#c08a5c"), (0.3, "#d8a574"), (0.75, "#7d5334"), (1, "#583820")], across=True)
    staves = ImageDraw.Draw(barrel)
    for x in range(0, 420, 30):
        staves.line((x, 0, x, 420), fill="#6a4529", width=2)
    for y in (40, 150, 270, 380):
        staves.line((0, y, 420, y), fill="#4b3a30", width=8)
    canvas.paste(barrel, (210, 590))
    pen.polygon([(186, 596), (654, 596), (420, 440)], fill="#5b4a44")
    pen.polygon([(186, 596), (420, 596), (420, 440)], fill="#7d685f")
    pen.ellipse((404, 424, 436, 456), fill="#4b3a30")


def _plants(canvas: Image.Image) -> None:
    """Somebody grows tomatoes up here."""
    pen, dice = ImageDraw.Draw(canvas), Random(40)
    for left in (2650, 2900):
        pen.polygon([(left, 1560), (left + 190, 1560), (left + 170, 1690), (left + 20, 1690)], fill="#a4502f")
        pen.polygon([(left + 120, 1560), (left + 190, 1560), (left + 170, 1690), (left + 120, 1690)], fill="#83391f")
        pen.rectangle((left - 10, 1540, left + 200, 1572), fill="#b96340")
        for _number in range(150):
            x, y = left + 95 + round(dice.gauss(0, 62)), 1440 + round(dice.gauss(0, 62))
            if y < 1548:
                size = dice.randint(10, 24)
                colour = dice.choice(("#2f6b3c", "#3f8549", "#5aa257", "#276036"))
                pen.ellipse((x - size, y - size // 2, x + size, y + size // 2), fill=colour)
        for _number in range(7):
            x, y = left + 95 + round(dice.gauss(0, 50)), 1450 + round(dice.gauss(0, 44))
            pen.ellipse((x - 11, y - 11, x + 11, y + 11), fill="#d23a2c")


def _birds(canvas: Image.Image) -> None:
    pen = ImageDraw.Draw(canvas)
    for x, y, size in ((640, 250, 26), (720, 300, 20), (560, 330, 18), (2760, 560, 22), (2850, 520, 16)):
        pen.arc((x - 2 * size, y, x, y + size), 200, 340, fill="#2d3f50", width=5)
        pen.arc((x, y, x + 2 * size, y + size), 200, 340, fill="#2d3f50", width=5)
