"""A flat picture on a wall that is seen at an angle. Pure: pictures and corners in, a picture out.

A quadrilateral is four corners (x, y), the top left one first and then clockwise.
"""

from collections.abc import Sequence
from math import ceil, dist, floor

from PIL import Image, ImageChops, ImageDraw

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]

FINE = 2  # the design is drawn so many times larger and then shrunk
FINE_EDGE = 4  # so is the outline
BLEED = 8  # pixels that the design goes on beyond its edge, so that no edge mixes with nothing
LEAST_AREA = 0.005  # of the picture: less than that is no wall
DARKEST = 0.68  # what the wall's shade leaves of a colour, where it is darkest
LIGHT_POINTS = (24, 12)  # in which the light on the wall is measured: broad, so that nothing shines through


def is_wall(quad: Quad) -> bool:
    """Whether four corners, as shares of a picture, are in it, clockwise, and the outline of something flat that faces
    us: convex, without a corner on a line between others, and not tiny."""
    inside = all(0 <= part <= 1 for point in quad for part in point)
    turns = [_turn(quad[at - 2], quad[at - 1], quad[at]) for at in range(4)]
    return inside and all(turn > LEAST_AREA / 4 for turn in turns) and area(quad) >= LEAST_AREA


def _turn(one: Point, two: Point, three: Point) -> float:
    """Above nought where the way turns clockwise, as down is positive."""
    return (two[0] - one[0]) * (three[1] - two[1]) - (two[1] - one[1]) * (three[0] - two[0])


def area(quad: Quad) -> float:
    """Gauss's area formula."""
    pairs = zip(quad, (*quad[1:], quad[0]), strict=True)
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs)) / 2


def scaled(quad: Quad, width: float, height: float) -> Quad:
    """Shares as pixels."""
    one, two, three, four = ((x * width, y * height) for x, y in quad)
    return one, two, three, four


def within(wall: float, design: float) -> Quad:
    """Where a design stands on a flat wall, as shares of the wall: as large as it fits, in the middle. Both are given
    by their width to height."""
    wide, high = min(1.0, design / wall), min(1.0, wall / design)
    left, top = (1 - wide) / 2, (1 - high) / 2
    return (left, top), (left + wide, top), (left + wide, top + high), (left, top + high)


def coefficients(seen: Quad, flat: Quad) -> tuple[float, ...]:
    """The eight numbers a … h by which `seen` becomes `flat`:

        x' = (a·x + b·y + c) / (g·x + h·y + 1),   y' = (d·x + e·y + f) / (g·x + h·y + 1)

    Each corner gives two linear equations (Heckbert, "Fundamentals of Texture Mapping and Image Warping", 1989, 2.2.3).
    Pillow asks for them in this direction: for each point of the picture that is made, where it is in the one that is
    there. Raises ValueError for corners of which three are in a line.
    """
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return tuple(solved(rows))


def solved(rows: list[list[float]]) -> list[float]:
    """What solves these equations, each with its right side last: Gauss's elimination with the largest pivot of each
    column. Raises ValueError where nothing single does."""
    rows = [list(row) for row in rows]
    for column in range(len(rows)):
        pivot = max(range(column, len(rows)), key=lambda row: abs(rows[row][column]))
        if abs(rows[pivot][column]) < 1e-9:
            raise ValueError("These corners are in a line.")
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = [value / rows[column][column] for value in rows[column]]
        rows[column] = head
        for other in range(len(rows)):
            if other != column and (factor := rows[other][column]):
                rows[other] = [value - factor * own for value, own in zip(rows[other], head, strict=True)]
    return [row[-1] for row in rows]


def mapped(point: Point, by: Sequence[float]) -> Point:
    """Where coefficients take a point."""
    a, b, c, d, e, f, g, h = by
    (x, y), below = point, g * point[0] + h * point[1] + 1
    return (a * x + b * y + c) / below, (d * x + e * y + f) / below


def part_of(quad: Quad, part: Quad) -> Quad:
    """The corners of a part of a flat wall (in shares of it) as they are seen where the wall is seen as `quad`."""
    unit: Quad = ((0, 0), (1, 0), (1, 1), (0, 1))
    by = coefficients(unit, quad)
    one, two, three, four = (mapped(point, by) for point in part)
    return one, two, three, four


def hung(scene: Image.Image, design: Image.Image, quad: Quad, *, is_lit: bool = True) -> Image.Image:
    """The scene, an RGB picture, with the design where `quad` (in pixels) is, in the light that falls on that wall."""
    left, top = (floor(min(point[axis] for point in quad)) for axis in (0, 1))
    right, bottom = (ceil(max(point[axis] for point in quad)) for axis in (0, 1))
    box = max(0, left), max(0, top), min(scene.width, right), min(scene.height, bottom)
    size = box[2] - box[0], box[3] - box[1]
    x, y = box[:2]
    one, two, three, four = ((px - x, py - y) for px, py in quad)
    placed: Quad = (one, two, three, four)
    seen = _seen(design, placed, size)
    if is_lit:
        seen = ImageChops.multiply(seen, _light(scene.crop(box)))
    whole = scene.copy()
    whole.paste(seen, box[:2], _outline(placed, size))
    return whole


def _seen(design: Image.Image, quad: Quad, size: tuple[int, int]) -> Image.Image:
    fitting = _fitting(design, quad)
    wide, high = fitting.size
    bled = fitting.resize((wide + 2 * BLEED, high + 2 * BLEED))
    bled.paste(fitting, (BLEED, BLEED))
    flat: Quad = ((BLEED, BLEED), (wide + BLEED, BLEED), (wide + BLEED, high + BLEED), (BLEED, high + BLEED))
    large = size[0] * FINE, size[1] * FINE
    by = coefficients(scaled(quad, FINE, FINE), flat)
    warped = bled.transform(large, Image.Transform.PERSPECTIVE, by, Image.Resampling.BICUBIC)
    return warped.resize(size, Image.Resampling.BOX)


def _fitting(design: Image.Image, quad: Quad) -> Image.Image:
    """No larger than it is drawn: what is shrunk while it is turned loses its lines."""
    wide = max(dist(quad[0], quad[1]), dist(quad[3], quad[2])) * FINE
    high = max(dist(quad[0], quad[3]), dist(quad[1], quad[2])) * FINE
    scale = min(1.0, max(wide / design.width, high / design.height))
    size = max(1, round(design.width * scale)), max(1, round(design.height * scale))
    return design.convert("RGB").resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _outline(quad: Quad, size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", (size[0] * FINE_EDGE, size[1] * FINE_EDGE))
    ImageDraw.Draw(mask).polygon(list(scaled(quad, FINE_EDGE, FINE_EDGE)), fill=255)
    return mask.resize(size, Image.Resampling.BOX)


def _light(wall: Image.Image) -> Image.Image:
    """What falls on a wall, brightest where it is brightest; half of its tint. To be multiplied with."""
    small = wall.resize(LIGHT_POINTS, Image.Resampling.BOX)
    grey = small.convert("L").convert("RGB")
    tint = Image.blend(grey, small, 0.5)
    most = max(high for _low, high in tint.getextrema()) or 1  # type: ignore[misc]
    raised = tint.point(lambda value: round(255 * min(1.0, DARKEST + (1 - DARKEST) * value / most)))
    return raised.resize(wall.size, Image.Resampling.BICUBIC)
