"""Share cards: the picture that other sites show beside a link to an entry or a contest. The words are people's own, so
one card serves all languages."""

from PIL import Image, ImageDraw, ImageFilter

from core.brand.colours import Oklab
from gallery import lettering
from gallery.keeping import as_jpeg
from gallery.share_cards import (
    EDGE,
    HIGH,
    INK,
    PAPER,
    RULE,
    SIZE,
    SOFT,
    WIDE,
    Brand,
    covering,
    headline_card,
    write_beside,
)

BAND = 158  # below the work


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
    ground = covering(work, room).resize((room[0] // 8, room[1] // 8), Image.Resampling.BOX)
    ground = ground.filter(ImageFilter.GaussianBlur(7)).resize(room, Image.Resampling.BICUBIC)
    ground = Image.blend(ground, Image.new("RGB", room, INK), 0.45)
    scale = min(room[0] / work.width, room[1] / work.height)
    size = max(1, round(work.width * scale)), max(1, round(work.height * scale))
    placed = work.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    ground.paste(placed, ((room[0] - size[0]) // 2, (room[1] - size[1]) // 2))
    return ground


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
        write_beside(card, said, size=27, colour=SOFT, top=below + 65, between=room, at_right=turned)


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
    """The title and the brief beside the contest's picture, or a sheet that is still empty. It says nothing of the
    phase: other sites keep it."""
    return headline_card(picture, title=title, said=brief, brand=brand, blank=_empty_sheet)


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
