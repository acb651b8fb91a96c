"""A platform under the ground: tiles, light strips, a polished floor."""

from random import Random

from PIL import Image, ImageDraw

from contests.demo.streets.blank import FINE, SIZE, Painted, board, finished
from contests.demo.streets.brushes import add, grain, passer_by, put, shine, softened, veil, wash
from contests.perspective import Quad, coefficients, part_of, scaled

WIDE, HIGH = SIZE[0] * FINE, SIZE[1] * FINE
# The station as a room: its back edge, and where wall, floor and ceiling leave the picture.
WALL: Quad = ((-240, -200), (2660, 450), (2660, 1190), (-240, 1640))
FLOOR: Quad = ((2660, 1190), (3900, 1190), (3900, 2600), (-1500, 2030))
BACK: Quad = ((2660, 450), (3200, 450), (3200, 1190), (2660, 1190))
ON_THE_WALL: Quad = ((0.262, 0.2), (0.77, 0.2), (0.77, 0.79), (0.262, 0.79))  # the board's frame, as shares of the wall
TILES = (2900, 1500)


def metro_wall() -> Painted:
    canvas = Image.new("RGB", (WIDE, HIGH), "#10161a")
    _tunnel(canvas)
    put(canvas, _tiles(), WALL)
    _ceiling(canvas)
    _floor(canvas)
    framed = part_of(WALL, ON_THE_WALL)
    _glow_behind(canvas, framed)
    put(canvas, board(frame="#20272b"), framed)
    _sheen(canvas)
    _bench(canvas)
    passer_by(canvas, x=2440, foot=1330, height=300, colour="#0d1215")
    passer_by(canvas, x=2530, foot=1316, height=288, colour="#0d1215")
    _dim(canvas)
    return finished(grain(canvas, seed=4, strength=0.07, coarse=2), framed)


def _tiles() -> Image.Image:
    """The wall, flat: glazed tiles, no two alike, with a green band and a dark foot."""
    wall = Image.new("RGB", TILES, "#a9aea4")
    pen, dice = ImageDraw.Draw(wall), Random(9)
    for row, y in enumerate(range(0, TILES[1], 50)):
        for x in range(-(row % 2) * 50, TILES[0], 100):
            shade = dice.randint(-7, 7)
            tone = (226 + shade, 225 + shade, 212 + shade)
            if row in (3, 26):
                tone = (24 + shade, 92 + shade, 80 + shade)
            elif row > 27:
                tone = (58 + shade, 66 + shade, 66 + shade)
            pen.rectangle((x + 2, y + 2, x + 97, y + 47), fill=tone)
            pen.line((x + 4, y + 4, x + 94, y + 4), fill=tuple(min(255, part + 16) for part in tone), width=3)
    down = wash(TILES, [(0, "#ffffff"), (0.5, "#ded8cc"), (1, "#a09a92")])
    along = wash(TILES, [(0, "#f6f2e8"), (0.45, "#ffffff"), (1, "#56605e")], across=True)
    dark = Image.new("RGB", TILES, "#0e1517")
    return Image.composite(Image.composite(wall, dark, down.convert("L")), dark, along.convert("L"))


def _tunnel(canvas: Image.Image) -> None:
    """Where the trains come from: dark, with two lamps far off."""
    pen = ImageDraw.Draw(canvas)
    pen.rectangle((2660, 430, WIDE, 1200), fill="#141b1e")
    pen.rectangle((2660, 560, 2760, 1190), fill="#2c3a3b")
    pen.rounded_rectangle((2800, 610, 3320, 1400), radius=200, fill="#05080a")
    for x in (2950, 3060):
        shine(canvas, (x - 12, 960, x + 12, 984), "#fff3cf", blur=5)
        shine(canvas, (x - 60, 912, x + 60, 1032), "#ffd994", blur=44, strength=0.55)


def _ceiling(canvas: Image.Image) -> None:
    pen = ImageDraw.Draw(canvas)
    pen.polygon([(-240, -220), (2660, 450), (3200, 450), (3900, -220)], fill="#2a3233")
    vault = wash((WIDE, 460), [(0, "#3d4746"), (1, "#171e20")])
    mask = Image.new("L", canvas.size)
    ImageDraw.Draw(mask).polygon([(-240, -220), (2660, 450), (3200, 450), (3900, -220)], fill=255)
    whole = Image.new("RGB", canvas.size)
    whole.paste(vault, (0, 0))
    canvas.paste(whole, (0, 0), mask)
    strips = Image.new("RGB", canvas.size)
    light = ImageDraw.Draw(strips)
    for start, end in ((0.0, 0.3), (0.36, 0.56), (0.61, 0.74), (0.78, 0.87), (0.9, 0.96)):
        upper = [(560 + (2790 - 560) * at, -160 + (450 + 160) * at) for at in (start, end)]
        lower = [(900 + (2812 - 900) * at, -160 + (450 + 160) * at) for at in (end, start)]
        light.polygon([*upper, *lower], fill="#fff6df")
    add(canvas, strips, blur=3)
    add(canvas, strips, blur=90)


def _floor(canvas: Image.Image) -> None:
    """Terrazzo with a yellow line at the edge of the platform, and the wall standing in it upside down."""
    flat, dice = Image.new("RGB", (1600, 1600), "#585d5c"), Random(31)
    pen = ImageDraw.Draw(flat)
    for _number in range(9000):
        x, y, size = dice.randint(0, 1600), dice.randint(0, 1600), dice.randint(2, 7)
        pen.ellipse((x, y, x + size, y + size), fill=dice.choice(("#6d7270", "#4a5050", "#8a8c86", "#5f5a55")))
    for line in range(0, 1600, 200):
        pen.line((0, line, 1600, line), fill="#474c4c", width=5)
        pen.line((line, 0, line, 1600), fill="#474c4c", width=5)
    pen.rectangle((560, 0, 640, 1600), fill="#d9a92e")
    for y in range(0, 1600, 26):
        for x in (574, 600, 626):
            pen.ellipse((x - 7, y, x + 7, y + 14), fill="#b98a1e")
    pen.rectangle((900, 0, 1600, 1600), fill="#0b1012")
    ground = Image.new("RGBA", canvas.size)
    put(ground, flat, FLOOR)
    canvas.paste(ground, (0, 0), ground)


def _sheen(canvas: Image.Image) -> None:
    """The wall in the polished floor: turned over along its foot, and blurred the more the farther it is from it."""
    upside: Quad = (WALL[3], WALL[2], (2660, 1930), (-240, 3480))
    by = coefficients(scaled(upside, 0.5, 0.5), (WALL[3], WALL[2], WALL[1], WALL[0]))
    turned = canvas.transform((WIDE // 2, HIGH // 2), Image.Transform.PERSPECTIVE, by, Image.Resampling.BICUBIC)
    turned = softened(turned, 9).resize(canvas.size, Image.Resampling.BICUBIC)
    clear = Image.new("L", canvas.size)
    pen = ImageDraw.Draw(clear)
    for step in range(40):
        drop, level = step / 40, round(132 * (1 - step / 40) ** 1.5)
        near, far = WALL[3][1] + drop * 900, WALL[2][1] + drop * 380
        pen.polygon([(WALL[3][0], near), (2660, far), (2660 + 400 * drop, HIGH), (WALL[3][0], HIGH)], fill=level)
    canvas.paste(turned, (0, 0), softened(clear, 16))


def _glow_behind(canvas: Image.Image, framed: Quad) -> None:
    """The board stands out from the wall a hand's breadth: a shade below it."""
    shade = Image.new("L", canvas.size)
    moved = [(x + 16, y + 34) for x, y in framed]
    ImageDraw.Draw(shade).polygon(moved, fill=150)
    canvas.paste(Image.new("RGB", canvas.size, "#0c1113"), (0, 0), softened(shade, 18))


def _bench(canvas: Image.Image) -> None:
    pen = ImageDraw.Draw(canvas)
    pen.polygon([(330, 1560), (1180, 1440), (1290, 1462), (420, 1596)], fill="#6b3f22")
    pen.polygon([(330, 1560), (420, 1596), (420, 1622), (330, 1584)], fill="#3c2313")
    pen.polygon([(420, 1596), (1290, 1462), (1290, 1482), (420, 1622)], fill="#4a2b17")
    for x, top, foot in ((470, 1612, 1760), (1230, 1490, 1610)):
        pen.polygon([(x - 12, top), (x + 12, top - 4), (x + 12, foot), (x - 12, foot + 4)], fill="#14191b")
    for x, top, foot in ((380, 1600, 1700), (1120, 1500, 1570)):
        pen.polygon([(x - 8, top), (x + 8, top), (x + 8, foot), (x - 8, foot)], fill="#101416")


def _dim(canvas: Image.Image) -> None:
    """Nearer to the picture's edges there is less light."""
    veil(canvas, (0, 1250, WIDE, HIGH), "#0a0f11", [(0, 0), (1, 70)])
    edge = Image.new("L", canvas.size, 110)
    ImageDraw.Draw(edge).ellipse((-300, -500, 3300, 2250), fill=0)
    canvas.paste(Image.new("RGB", canvas.size, "#070b0c"), (0, 0), softened(edge, 220))
