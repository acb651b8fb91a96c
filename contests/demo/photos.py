"""Morning cups from above, made by our own code: light from a window, a table, crockery, coffee."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SIZE = (1620, 1080)
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Cup:
    """`light` is the angle of the window in degrees; `art` is what is poured on top: heart, rings, leaf or nothing."""

    table: Colour
    saucer: Colour
    cup: Colour
    coffee: Colour = (74, 42, 24)
    foam: Colour = (222, 184, 138)
    art: str = ""
    at: tuple[float, float] = (0.5, 0.52)
    across: float = 0.27  # of the picture's height, the cup's radius
    light: float = 215
    beside: Sequence[str] = ()  # spoon, beans, biscuit
    seed: int = 1


def photo(cup: Cup) -> bytes:
    """A JPEG of it."""
    canvas = _table(cup)
    x, y, r = cup.at[0] * SIZE[0], cup.at[1] * SIZE[1], cup.across * SIZE[1]
    dx, dy = -cos(cup.light * pi / 180), -sin(cup.light * pi / 180)
    for thing in cup.beside:
        BESIDE[thing](canvas, x, y, r, cup)
    _shadow(canvas, x + dx * r * 0.16, y + dy * r * 0.16, r * 1.62)
    _disc(canvas, x, y, r * 1.55, cup.saucer, dx, dy)
    _disc(canvas, x, y, r * 1.2, _shaded(cup.saucer, 0.93), -dx, -dy)
    _handle(canvas, x, y, r, cup)
    _shadow(canvas, x + dx * r * 0.14, y + dy * r * 0.14, r * 1.04)
    _disc(canvas, x, y, r, cup.cup, dx, dy)
    _disc(canvas, x, y, r * 0.88, _shaded(cup.cup, 0.8), -dx, -dy)
    _coffee(canvas, x, y, r * 0.82, cup)
    return _developed(canvas, cup)


def _table(cup: Cup) -> Image.Image:
    """Long grain: noise, drawn out in one direction."""
    noise = Image.effect_noise((SIZE[0] // 60, SIZE[1] // 3), 60).resize(SIZE, Image.Resampling.BICUBIC)
    grain = Image.merge("RGB", [noise] * 3)
    plain = Image.new("RGB", SIZE, cup.table)
    return Image.blend(plain, ImageChops.soft_light(plain, grain), 0.55)


def _mask(x: float, y: float, r: float) -> Image.Image:
    """A disc with a smooth edge."""
    left, top, side = int(x - r) - 1, int(y - r) - 1, int(2 * r) + 3
    disc = Image.new("L", (2 * side, 2 * side), 0)
    a, b = 2 * (x - r - left), 2 * (y - r - top)
    ImageDraw.Draw(disc).ellipse([a, b, a + 4 * r, b + 4 * r], fill=255)
    mask = Image.new("L", SIZE, 0)
    mask.paste(disc.resize((side, side), Image.Resampling.BOX), (left, top))
    return mask


def _shadow(canvas: Image.Image, x: float, y: float, r: float) -> None:
    mask = _softened(_mask(x, y, r), r * 0.09).point(lambda value: value * 0.5)
    canvas.paste((20, 12, 8), (0, 0), mask)


def _softened(mask: Image.Image, by: float) -> Image.Image:
    """What is soft has no fine lines: it is softened at a quarter of the size, in a tenth of the time."""
    return mask.reduce(4).filter(ImageFilter.GaussianBlur(by / 4)).resize(SIZE, Image.Resampling.BICUBIC)


def _disc(canvas: Image.Image, x: float, y: float, r: float, colour: Colour, dx: float, dy: float) -> None:
    """Lit from the side from which (dx, dy) leads away."""
    canvas.paste(colour, (0, 0), _mask(x, y, r))
    lit = ImageChops.multiply(_mask(x, y, r * 0.985), _mask(x - dx * r * 0.5, y - dy * r * 0.5, r * 0.9))
    canvas.paste(_shaded(colour, 1.14), (0, 0), _softened(lit, r * 0.16).point(lambda v: v * 0.6))


def _shaded(colour: Colour, by: float) -> Colour:
    red, green, blue = (min(255, round(part * by)) for part in colour)
    return red, green, blue


def _handle(canvas: Image.Image, x: float, y: float, r: float, cup: Cup) -> None:
    angle = Random(cup.seed).uniform(-0.7, 0.5)
    pen = ImageDraw.Draw(canvas)
    ends = [(x + r * far * cos(angle), y + r * far * sin(angle)) for far in (0.9, 1.42)]
    pen.line(ends, fill=_shaded(cup.cup, 0.82), width=round(r * 0.2))
    pen.line(ends, fill=cup.cup, width=round(r * 0.15))
    pen.ellipse(
        [ends[1][0] - r * 0.08, ends[1][1] - r * 0.08, ends[1][0] + r * 0.08, ends[1][1] + r * 0.08], fill=cup.cup
    )


def _coffee(canvas: Image.Image, x: float, y: float, r: float, cup: Cup) -> None:
    canvas.paste(cup.coffee, (0, 0), _mask(x, y, r))
    if not cup.art:
        glint = _softened(_mask(x - r * 0.3, y - r * 0.35, r * 0.35), r * 0.14)
        canvas.paste(
            _shaded(cup.coffee, 1.9), (0, 0), ImageChops.multiply(glint, _mask(x, y, r)).point(lambda v: v * 0.5)
        )
        return
    crema = _mask(x, y, r * 0.94).filter(ImageFilter.GaussianBlur(r * 0.05))
    canvas.paste(_shaded(cup.foam, 0.72), (0, 0), crema)
    drawn = Image.new("L", SIZE, 0)
    ART[cup.art](ImageDraw.Draw(drawn), x, y, r)
    canvas.paste(_shaded(cup.foam, 1.12), (0, 0), ImageChops.multiply(drawn.filter(ImageFilter.GaussianBlur(3)), crema))


def _heart(pen: ImageDraw.ImageDraw, x: float, y: float, r: float) -> None:
    points = []
    for step in range(120):
        t = step * pi / 60
        across = 16 * sin(t) ** 3
        up = 13 * cos(t) - 5 * cos(2 * t) - 2 * cos(3 * t) - cos(4 * t)
        points.append((x + across * r * 0.036, y - up * r * 0.036))
    pen.polygon(points, fill=255)


def _rings(pen: ImageDraw.ImageDraw, x: float, y: float, r: float) -> None:
    for ring, fill in enumerate((255, 0, 255, 0, 255)):
        size = r * (0.72 - ring * 0.14)
        pen.ellipse([x - size, y - size + ring * r * 0.05, x + size, y + size + ring * r * 0.05], fill=fill)


def _leaf(pen: ImageDraw.ImageDraw, x: float, y: float, r: float) -> None:
    for row in range(7):
        top, half = y + r * (0.55 - row * 0.17), r * (0.16 + 0.08 * (6 - abs(row - 2)))
        for side in (-1, 1):
            points = [
                (x, top - r * 0.12),
                (x + side * half, top - r * 0.26),
                (x + side * half * 0.94, top - r * 0.16),
                (x, top),
            ]
            pen.polygon(points, fill=255)
    pen.line([(x, y + r * 0.7), (x, y - r * 0.75)], fill=0, width=round(r * 0.025))


def _spoon(canvas: Image.Image, x: float, y: float, r: float, cup: Cup) -> None:
    for offset, colour in ((10, (40, 28, 20)), (0, (196, 192, 186)), (-3, (236, 234, 230))):
        pen = ImageDraw.Draw(canvas)
        left, top = x - r * 2.15 + offset, y - r * 0.9 + offset
        pen.line([(left, top + r * 0.5), (left + r * 0.18, top + r * 1.9)], fill=colour, width=round(r * 0.07))
        pen.ellipse([left - r * 0.19, top, left + r * 0.17, top + r * 0.6], fill=colour)


def _beans(canvas: Image.Image, x: float, y: float, r: float, cup: Cup) -> None:
    chance, pen = Random(cup.seed), ImageDraw.Draw(canvas)
    for _bean in range(16):
        bx, by = x + r * chance.uniform(1.75, 2.7), y + r * chance.uniform(-1.6, 1.6)
        tone = chance.uniform(0.7, 1.2)
        pen.ellipse([bx - 24, by - 13, bx + 30, by + 23], fill=(30, 18, 12))
        pen.ellipse([bx - 27, by - 18, bx + 27, by + 18], fill=_shaded((84, 48, 28), tone))
        pen.arc([bx - 27, by - 10, bx + 27, by + 12], 190, 350, fill=(40, 22, 14), width=4)


def _biscuit(canvas: Image.Image, x: float, y: float, r: float, cup: Cup) -> None:
    bx, by = x + r * 1.18, y - r * 1.12
    _shadow(canvas, bx + 8, by + 8, r * 0.34)
    canvas.paste((198, 142, 84), (0, 0), _mask(bx, by, r * 0.33))
    pen, chance = ImageDraw.Draw(canvas), Random(cup.seed + 5)
    for _crumb in range(9):
        cx, cy = bx + r * chance.uniform(-0.2, 0.2), by + r * chance.uniform(-0.2, 0.2)
        pen.ellipse([cx - 11, cy - 9, cx + 11, cy + 9], fill=(92, 56, 34))


ART = {"heart": _heart, "rings": _rings, "leaf": _leaf}
BESIDE = {"spoon": _spoon, "beans": _beans, "biscuit": _biscuit}


def _developed(canvas: Image.Image, cup: Cup) -> bytes:
    """Light falls off across the picture, and a little grain is left in it."""
    slope = Image.linear_gradient("L").rotate(cup.light - 90, Image.Resampling.BICUBIC).crop((38, 38, 218, 218))
    slope = slope.resize(SIZE, Image.Resampling.BICUBIC)
    falling = slope.point(lambda value: 150 + value * 105 // 255)
    lit = ImageChops.multiply(canvas, Image.merge("RGB", [falling] * 3))
    grain = Image.effect_noise(SIZE, 18)
    finished = Image.blend(lit, ImageChops.soft_light(lit, Image.merge("RGB", [grain] * 3)), 0.35)
    made = BytesIO()
    finished.save(made, "JPEG", quality=88)
    return made.getvalue()
