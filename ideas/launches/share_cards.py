"""The picture that other sites show beside a link to a story: what a visitor may read there, and no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from PIL import Image, ImageDraw

from core.brand.colours import Oklab
from gallery.keeping import opened, shown_file_of
from gallery.models import Rendition
from gallery.share_cards import PAPER, Brand, brand_picture, headline_card
from ideas.launches.films import film_of
from ideas.launches.stories import Named
from ideas.models import LaunchPage
from ideas.statuses import Credit


@dataclass(frozen=True, slots=True)
class Art:
    """What stands beside the words: a picture of the brand, or the poster of a film. Neither: a tick is drawn."""

    picture: Any = None
    poster: Rendition | None = None

    @property
    def name(self) -> str:
        """Another one for another picture."""
        return self.poster.key if self.poster else self.picture.file.name if self.picture else ""

    def open(self) -> Image.Image | None:
        """None for a picture of the brand's that is lost. Raises OSError for a lost poster."""
        return opened(self.poster) if self.poster else brand_picture(self.picture)


def art_of(story: LaunchPage, *, to: Any) -> Art:
    if picture := story.picture or story.evidence_picture:
        return Art(picture)
    film = film_of(story, to=to)
    return Art(poster=shown_file_of(film) if film else None)


def credit_line(named: Iterable[Named]) -> str:
    """What the launch owes to these ideas. One that was planned or on a list already is not counted as somebody's."""
    credits = [one.credit for one in named]
    theirs = sum(credit in (Credit.YOURS, Credit.PARTLY) for credit in credits)
    if theirs:
        return ngettext("It goes back to an idea of yours.", "It goes back to %(n)d ideas of yours.", theirs) % {
            "n": theirs
        }
    if Credit.PUSHED in credits:
        return _("You pushed it up our list.")
    return _("You asked for it, and it was in our plans.") if credits else ""


def story_card(art: Image.Image | None, *, title: str, said: str, brand: Brand) -> bytes:
    return headline_card(art, title=title, said=said, brand=brand, blank=_tick)


def _tick(room: tuple[int, int], brand: Brand) -> Image.Image:
    """It is done."""
    accent = Oklab.from_hex(brand.accent)
    ground = Image.new("RGB", (room[0] * 2, room[1] * 2), accent.darker(0.22).hex)  # for smooth edges
    pen = ImageDraw.Draw(ground)
    pen.ellipse((-300, 420, 840, 1560), fill=accent.darker(0.34).hex)
    pen.ellipse((380, -380, 1240, 480), fill=accent.darker(0.12).hex)
    way = [(250, 640), (420, 800), (720, 440)]
    pen.line(way, fill=PAPER, width=76, joint="curve")
    for x, y in way:
        pen.ellipse((x - 38, y - 38, x + 38, y + 38), fill=PAPER)
    return ground.resize(room, Image.Resampling.LANCZOS)
