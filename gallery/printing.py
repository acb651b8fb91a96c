"""How large a billboard can be printed from what was sent in, and what of it to keep clear of the edges."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from gallery.purposes import ASPECT_TOLERANCE, Purpose

DPI = 300
METRES = 0.0254 / DPI  # a pixel, printed
PRINT_SIZES = {(2, 1): (7200, 3600), (4, 1): (14400, 3600)}  # by proportions, in pixels
SAFE_SHARE = 0.05  # of width and height, at each edge; billboard-views.css draws it


@dataclass(frozen=True, slots=True)
class PrintSize:
    """`wanted` are the pixels from which on a design of its proportions is print-ready; `metres` is how large it comes
    out at 300 dpi."""

    is_ready: bool
    wanted: tuple[int, int]
    metres: tuple[float, float]


def print_size(width: int, height: int, aspects: tuple[tuple[int, int], ...] = tuple(PRINT_SIZES)) -> PrintSize | None:
    """Of a design of so many pixels, of the nearest of these proportions. None where no print size is known for it."""
    known = [aspect for aspect in aspects if aspect in PRINT_SIZES]
    if not known or width < 1 or height < 1:
        return None
    nearest = min(known, key=lambda aspect: abs(aspect[0] / aspect[1] - width / height))
    wanted = PRINT_SIZES[nearest]
    enough = 1 - ASPECT_TOLERANCE  # for the height: its proportions may be off by so much
    is_ready = width >= wanted[0] and height >= wanted[1] * enough
    return PrintSize(is_ready, wanted, (width * METRES, height * METRES))


def print_words(purpose: Purpose, measured: dict[str, Any]) -> tuple[str, str, str] | None:
    """Whether it is print-ready as the result of a finding, what to say, and why, in the language that is active. None
    for what is not printed, or was not measured."""
    if not purpose.is_printed or not measured.get("width") or not measured.get("height"):
        return None
    size = print_size(measured["width"], measured["height"], purpose.aspects)
    if size is None:
        return None
    figures = {"width": size.wanted[0], "height": size.wanted[1]}
    if size.is_ready:
        return "good", _("Print-ready: at least %(width)s × %(height)s px") % figures, ""
    # Cut off, not rounded: it is said to be the most.
    metres = {"across": number_format(size.metres[0], 2), "down": number_format(size.metres[1], 2)}
    why = _("From %(width)s × %(height)s px on it is print-ready. You can enter it as it is.") % figures
    return "note", _("At 300 dpi it prints at %(across)s × %(down)s m at most") % metres, why


def safe_words(purpose: Purpose) -> tuple[str, str] | None:
    """What to keep clear of the edges, and why. None for what is not printed."""
    if not purpose.is_printed:
        return None
    share = {"share": round(SAFE_SHARE * 100)}
    why = _("A frame may hide what is nearer to it when the design hangs.")
    return _("Keep words and faces %(share)s%% of the size away from each edge") % share, why
