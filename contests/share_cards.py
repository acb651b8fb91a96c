"""Share cards: the picture that other sites show beside a link to an entry or a contest. 1200 × 630, drawn by us from
what everybody may see anyway. The words are people's own, so one card serves all languages."""

from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter

from contests import lettering
from contests.billboards import as_jpeg
from core.brand.colours import TURNING_POINT, Oklab

SIZE = WIDE, HIGH = 1200, 630
BAND = 158  # below the work
EDGE = 56
RULE = 10
PAPER, INK, SOFT = "#fbf8f1", "#1d1613", "#6a5f58"
LIGHT, DARK = "#fefefe", "#1c1816"
DRAWN = 1  # another number and all are drawn anew


@dataclass(frozen=True, slots=True)
class Brand:
    name: str
    accent: str

    @property
    def on_accent(self) -> str:
        return LIGHT if Oklab.from_hex(self.accent).lightness < TURNING_POINT else DARK


def entry_card(work: Image.Image, *, title: str, contest: str, brand: Brand) -> bytes:
    """The work whole, before its own colours; below it what it is called, and in which contest of whom. Without a
    title that can be drawn it is the work alone, and the brand's colour."""
    title, contest = lettering.drawable(title), lettering.drawable(contest)
    card = Image.new("RGB", SIZE, PAPER)
    room = (WIDE, HIGH - (BAND if title else RULE))
    card.paste(_on_its_own_colours(work, room), (0, 0))
    ImageDraw.Draw(card).rectangle((0, room[1], WIDE, room[1] + RULE - 1), fill=brand.accent)
    if title:
        _label(card, title, contest, brand, top=room[1] + RULE)
    return as_jpeg(card)


def _on_its_own_colours(work: Image.Image, room: tuple[int, int]) -> Image.Image:
    ground = _covering(work, room).resize((room[0] // 8, room[1] // 8), Image.Resampling.BOX)
    ground = ground.filter(ImageFilter.GaussianBlur(7)).resize(room, Image.Resampling.BICUBIC)
    ground = Image.blend(ground, Image.new("RGB", room, INK), 0.45)
    scale = min(room[0] / work.width, room[1] / work.height)
    size = max(1, round(work.width * scale)), max(1, round(work.height * scale))
    placed = work.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    ground.paste(placed, ((room[0] - size[0]) // 2, (room[1] - size[1]) // 2))
    return ground


def _covering(image: Image.Image, room: tuple[int, int]) -> Image.Image:
    scale = max(room[0] / image.width, room[1] / image.height)
    size = max(room[0], round(image.width * scale)), max(room[1], round(image.height * scale))
    left, top = (size[0] - room[0]) // 2, (size[1] - room[1]) // 2
    large = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return large.crop((left, top, left + room[0], top + room[1]))


def _label(card: Image.Image, title: str, contest: str, brand: Brand, *, top: int) -> None:
    """At the start the words, at the end the brand; the other way round where the title runs from right to left."""
    turned = lettering.runs_left(title)
    taken = _badge(card, brand, y=top + 48, at_left=turned)
    room = (EDGE + taken, WIDE - EDGE) if turned else (EDGE, WIDE - EDGE - taken)
    line = lettering.lines_of(title, size=48, width=room[1] - room[0], most=1)
    below = top + (24 if contest else 46)
    lettering.write(card, line, size=48, colour=INK, top=below, between=room)
    if contest:
        said = lettering.shortened(contest, size=27, width=room[1] - room[0])
        _beside(card, said, size=27, colour=SOFT, top=below + 65, between=room, at_right=turned)


def _beside(
    card: Image.Image, line: str, *, size: int, colour: str, top: int, between: tuple[int, int], at_right: bool
) -> None:
    """At this side whichever way it runs, because what it belongs to is there."""
    width, (left, right) = round(lettering.length(line, size)), between
    place = (right - width, right) if at_right else (left, left + width)
    lettering.write(card, [line], size=size, colour=colour, top=top, between=place)


def _badge(card: Image.Image, brand: Brand, *, y: int, at_left: bool) -> int:
    """The brand's name on its colour. Returns the room that it takes."""
    name = lettering.drawable(brand.name)
    if not name:
        return 0
    name = lettering.shortened(name, size=30, width=320)
    width = round(lettering.length(name, 30)) + 52
    left = EDGE if at_left else WIDE - EDGE - width
    pen = ImageDraw.Draw(card)
    pen.rounded_rectangle((left, y, left + width, y + 56), radius=28, fill=brand.accent)
    pen.text((left + width // 2, y + 28), name, fill=brand.on_accent, font=lettering.font(30), anchor="mm")
    return width + 36


def contest_card(picture: Image.Image | None, *, title: str, brief: str, brand: Brand) -> bytes:
    """The title and the brief on the brand's colour, beside the contest's picture or a sheet that is still empty. It
    says nothing of the phase: other sites keep it."""
    title, brief = lettering.drawable(title), lettering.drawable(brief)
    card = Image.new("RGB", SIZE, brand.accent)
    turned = lettering.runs_left(title)
    beside = (470, HIGH)
    if not title and picture is not None:
        card.paste(_covering(picture, (WIDE, HIGH - RULE)), (0, 0))
        return as_jpeg(card)
    at = 0 if turned else WIDE - beside[0]
    card.paste(_covering(picture, beside) if picture else _empty_sheet(beside, brand), (at, 0))
    left, right = (beside[0] + EDGE, WIDE - EDGE) if turned else (EDGE, WIDE - beside[0] - EDGE)
    if title:
        _headline(card, title, brief, brand, left=left, right=right)
    return as_jpeg(card)


def _headline(card: Image.Image, title: str, brief: str, brand: Brand, *, left: int, right: int) -> None:
    size = next((size for size in (84, 72, 60) if _fits(title, size, right - left)), 50)
    lines = lettering.lines_of(title, size=size, width=right - left, most=3)
    colour, room = brand.on_accent, (left, right)
    end = lettering.write(card, lines, size=size, colour=colour, between=room, top=64, leading=1.1) + 24
    most = max(1, (500 - end) // 44)
    said = lettering.lines_of(brief, size=34, width=right - left, most=most) if brief else []
    lettering.write(card, said, size=34, colour=colour, between=room, top=end, leading=1.3)
    if name := lettering.drawable(brand.name):
        turned = lettering.runs_left(title)
        start = right - 64 if turned else left
        ImageDraw.Draw(card).rectangle((start, HIGH - 104, start + 64, HIGH - 98), fill=colour)
        name = lettering.shortened(name, size=30, width=right - left)
        _beside(card, name, size=30, colour=colour, top=HIGH - 86, between=room, at_right=turned)


def _fits(title: str, size: int, width: int) -> bool:
    """In two lines at most, none of them shortened."""
    lines = lettering.lines_of(title, size=size, width=width, most=3)
    return len(lines) < 3 and not any(line.endswith(lettering.ellipsis()) for line in lines)


def _empty_sheet(room: tuple[int, int], brand: Brand) -> Image.Image:
    """Paper in a frame: what is going to be on it is up to whoever looks."""
    accent = Oklab.from_hex(brand.accent)
    ground = Image.new("RGB", room, accent.darker(0.22).hex)
    pen = ImageDraw.Draw(ground)
    pen.ellipse((-150, 210, 420, 780), fill=accent.darker(0.34).hex)
    pen.ellipse((190, -190, 620, 240), fill=accent.darker(0.12).hex)
    pen.rectangle((84, 164, room[0] - 60, 490), fill=accent.darker(0.5).hex)
    pen.rectangle((70, 150, room[0] - 74, 476), fill=PAPER)
    pen.rectangle((92, 172, room[0] - 96, 454), outline=SOFT, width=2)
    for x, y in ((92, 172), (room[0] - 96, 172), (92, 454), (room[0] - 96, 454)):
        pen.ellipse((x - 7, y - 7, x + 7, y + 7), fill=brand.accent)
    middle, half = (70 + room[0] - 74) // 2, 40
    pen.line((middle - half, 313, middle + half, 313), fill=brand.accent, width=10)
    pen.line((middle, 313 - half, middle, 313 + half), fill=brand.accent, width=10)
    return ground
