"""What the demo's street scenes are painted with: washes of colour, light, mist, grain, reflections. The same strokes
give the same picture."""

from collections.abc import Sequence
from itertools import pairwise
from random import Random

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

from contests.perspective import Quad, coefficients

Stop = tuple[float, str]  # where, as a share of the way, and a colour
Level = tuple[float, int]  # where, and how much, from 0 to 255
Box = tuple[int, int, int, int]


def wash(size: tuple[int, int], stops: Sequence[Stop], *, across: bool = False) -> Image.Image:
    """Colours that run into one another, downwards unless `across`; each stands at a share of the way."""
    strip = Image.new("RGB", (1, 256))
    for step in range(256):
        strip.putpixel((0, step), _between(stops, step / 255))
    if across:
        strip = strip.transpose(Image.Transpose.ROTATE_90).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return strip.resize(size, Image.Resampling.BICUBIC)


def _between(stops: Sequence[Stop], share: float) -> tuple[int, int, int]:
    for (low, one), (high, other) in pairwise(stops):
        if share <= high:
            part = (share - low) / (high - low) if high > low else 1.0
            ends = zip(ImageColor.getrgb(one), ImageColor.getrgb(other), strict=True)
            red, green, blue = (round(start + (end - start) * max(0.0, part)) for start, end in ends)
            return red, green, blue
    red, green, blue = ImageColor.getrgb(stops[-1][1])[:3]
    return red, green, blue


def fade(size: tuple[int, int], stops: Sequence[Level], *, across: bool = False) -> Image.Image:
    """How much of something there is, from 0 to 255, running from stop to stop."""
    return wash(size, [(at, f"#{level:02x}{level:02x}{level:02x}") for at, level in stops], across=across).convert("L")


def shine(canvas: Image.Image, box: Box, colour: str, *, blur: float, strength: float = 1.0) -> None:
    """Light is added where an ellipse is, soft at its edge."""
    reach = round(blur * 3)
    left, top = max(0, box[0] - reach), max(0, box[1] - reach)
    right, bottom = min(canvas.width, box[2] + reach), min(canvas.height, box[3] + reach)
    light = Image.new("RGB", (right - left, bottom - top))
    dim = tuple(round(part * strength) for part in ImageColor.getrgb(colour)[:3])
    ImageDraw.Draw(light).ellipse((box[0] - left, box[1] - top, box[2] - left, box[3] - top), fill=dim)
    part = canvas.crop((left, top, right, bottom))
    add(part, light, blur=blur)
    canvas.paste(part, (left, top))


def add(canvas: Image.Image, light: Image.Image, *, blur: float) -> None:
    """Light on black is added to what is there, as light adds up: nothing becomes whiter than white."""
    canvas.paste(ImageChops.screen(canvas, softened(light, blur)))


def softened(picture: Image.Image, radius: float) -> Image.Image:
    """Blurred; a wide blur on a smaller copy, which nobody can tell apart."""
    if radius < 12:
        return picture.filter(ImageFilter.GaussianBlur(radius))
    small = picture.resize((max(1, picture.width // 4), max(1, picture.height // 4)), Image.Resampling.BOX)
    return small.filter(ImageFilter.GaussianBlur(radius / 4)).resize(picture.size, Image.Resampling.BICUBIC)


def veil(canvas: Image.Image, box: Box, colour: str, stops: Sequence[Level]) -> None:
    """A colour over a part, as mist lies: thicker where the stops say so, from top to bottom."""
    size = box[2] - box[0], box[3] - box[1]
    canvas.paste(Image.new("RGB", size, colour), box[:2], fade(size, stops))


def grain(canvas: Image.Image, *, seed: int, strength: float, coarse: int = 1) -> Image.Image:
    """The same with a little noise, which no camera and no wall is without."""
    dice, size = Random(seed), (canvas.width // coarse, canvas.height // coarse)
    noise = Image.frombytes("L", size, dice.randbytes(size[0] * size[1])).resize(canvas.size, Image.Resampling.BICUBIC)
    level = noise.point(lambda value: round(128 + (value - 128) * strength)).convert("RGB")
    return ImageChops.overlay(canvas, level)


def put(canvas: Image.Image, flat: Image.Image, quad: Quad) -> None:
    """A flat picture, RGBA or RGB, where these corners are."""
    width, height = flat.size
    by = coefficients(quad, ((0, 0), (width, 0), (width, height), (0, height)))
    seen = flat.convert("RGBA").transform(canvas.size, Image.Transform.PERSPECTIVE, by, Image.Resampling.BICUBIC)
    canvas.paste(seen, (0, 0), seen)


def mirror(canvas: Image.Image, below: int, *, blur: float, stretch: float, levels: Sequence[Level]) -> None:
    """Wet ground from this height on: what stands above it, upside down, drawn out downwards and broken by the stones.
    The levels say how clear it is, from the near edge of what is mirrored on."""
    height = canvas.height - below
    taken = min(below, round(height * stretch))
    upside = canvas.crop((0, below - taken, canvas.width, below)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    upside = upside.resize((canvas.width, height), Image.Resampling.BICUBIC)
    drawn_out = upside.resize((canvas.width, max(1, round(height / blur))), Image.Resampling.BOX)
    drawn_out = softened(drawn_out.resize(upside.size, Image.Resampling.BICUBIC), 5)
    canvas.paste(rippled(drawn_out), (0, below), fade((canvas.width, height), levels))


def rippled(picture: Image.Image) -> Image.Image:
    """Rows that are moved a little to the side, more the nearer they are."""
    moved, dice = picture.copy(), Random(5)
    for row in range(0, picture.height, 4):
        shift = round(dice.gauss(0, 1.6) * (0.4 + 2.4 * row / picture.height))
        band = picture.crop((0, row, picture.width, min(picture.height, row + 4)))
        moved.paste(band, (shift, row))
    return moved


def passer_by(canvas: Image.Image, *, x: int, foot: int, height: int, colour: str, walks: float = 0.0) -> None:
    """Somebody from behind, or from the side where `walks` is how far one foot is before the other."""
    pen, unit = ImageDraw.Draw(canvas), height / 100

    def at(across: float, up: float) -> tuple[float, float]:
        return x + across * unit, foot - up * unit

    step, leg, arm = walks * 12, max(2, round(7.5 * unit)), max(2, round(5.5 * unit))
    for side in (-1, 1):
        pen.line((at(side * 4, 48), at(side * (4 + step), 2)), fill=colour, width=leg)
        pen.ellipse((*at(side * (4 + step) - 5, 4), *at(side * (4 + step) + 7, 0)), fill=colour)
        pen.line((at(side * 11, 78), at(side * (13 + step * 0.6), 47)), fill=colour, width=arm)
        pen.ellipse((*at(side * 11 - 3, 81), *at(side * 11 + 3, 75)), fill=colour)
    pen.polygon([at(-11, 81), at(-6, 86), at(6, 86), at(11, 81), at(12, 40), at(-12, 40)], fill=colour)
    pen.rectangle((*at(-3, 90), *at(3, 82)), fill=colour)
    pen.ellipse((*at(-6.5, 101), *at(6.5, 86)), fill=colour)
