"""The blank board itself, flat, as the street scenes hang it."""

from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw

from contests.demo.streets.brushes import softened, wash
from contests.perspective import Quad, part_of, scaled

SIZE = (1600, 900)
FINE = 2  # painted so many times larger than shown
BOARD = (1600, 800)
FRAME = 26
PAPER = "#f4efe6"


@dataclass(frozen=True, slots=True)
class Painted:
    """A street scene and the corners of its board, as shares."""

    picture: Image.Image
    corners: Quad


def board(*, frame: str, lamps: int = 0) -> Image.Image:
    """Blank paper in a frame; under lamps it is brighter near them."""
    width, height = BOARD
    flat = Image.new("RGB", (width + 2 * FRAME, height + 2 * FRAME), frame)
    paper = wash(BOARD, [(0, PAPER), (1, "#ddd5c8")])
    if lamps:
        light = Image.new("RGB", BOARD, "#8f8172")
        pen = ImageDraw.Draw(light)
        for number in range(lamps):
            middle = round(width * (number + 0.5) / lamps)
            pen.ellipse((middle - 330, -420, middle + 330, 700), fill="#fff6e2")
        paper = ImageChops.multiply(paper, softened(light, 150))
    flat.paste(paper, (FRAME, FRAME))
    pen = ImageDraw.Draw(flat)
    pen.rectangle((FRAME - 3, FRAME - 3, width + FRAME + 2, height + FRAME + 2), outline="#00000040", width=3)
    return flat


def paper_in(framed: Quad) -> Quad:
    """The corners of the paper on a board whose frame has these corners."""
    wide, high = BOARD[0] + 2 * FRAME, BOARD[1] + 2 * FRAME
    left, top, right, bottom = FRAME / wide, FRAME / high, 1 - FRAME / wide, 1 - FRAME / high
    return part_of(framed, ((left, top), (right, top), (right, bottom), (left, bottom)))


def finished(canvas: Image.Image, framed: Quad) -> Painted:
    """In the size that is shown. The corners of the frame are in pixels of the canvas."""
    corners = scaled(paper_in(framed), 1 / canvas.width, 1 / canvas.height)
    return Painted(canvas.resize(SIZE, Image.Resampling.LANCZOS), corners)
