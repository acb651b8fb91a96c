"""The card that says what was measured in a file, against what is allowed, and what to do."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from gallery.models import MediaItem, Stage
from gallery.printing import print_words, safe_words
from gallery.purposes import MB, MEGAPIXEL, Purpose


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the card. `result` is "good", "note" (fine, but it could be better) or "fix"."""

    result: str
    what: str
    why: str = ""


def findings(item: MediaItem) -> list[dict[str, str]]:
    """In the language that is active now; what has to be put right comes first. Empty until the file was looked at."""
    if item.stage not in (Stage.READY, Stage.FAILED):
        return []
    wrong = [Finding("fix", item.reason, limits_in_words(item.limits))] if item.stage == Stage.FAILED else []
    return [asdict(one) for one in [*wrong, *_measured(item)]]


def limits_in_words(limits: Purpose) -> str:
    """What a file for this purpose has to be, in one line."""
    said = [
        get_text_list(list(limits.formats), _("or")),
        _("up to %(most)s MB") % {"most": round(limits.max_bytes / MB)},
    ]
    if limits.aspects:
        ratios = [f"{width}:{height}" for width, height in limits.aspects]
        said.insert(0, _("%(ratios)s exactly") % {"ratios": get_text_list(ratios, _("or"))})
    if limits.min_width:
        said.append(_("at least %(pixels)s px wide") % {"pixels": limits.min_width})
    if limits.min_long_side:
        said.append(_("at least %(pixels)s px on the long side") % {"pixels": limits.min_long_side})
    if limits.max_pixels:
        said.append(_("at most %(most)s megapixels") % {"most": round(limits.max_pixels / MEGAPIXEL)})
    return ", ".join(str(one) for one in [*said, *_length_in_words(limits)])


def _length_in_words(limits: Purpose) -> list[str]:
    figures = {"least": _seconds(limits.min_seconds), "most": _seconds(limits.max_seconds)}
    if limits.min_seconds and limits.max_seconds:
        return [_("between %(least)s and %(most)s seconds") % figures]
    return [_("at most %(most)s seconds") % figures] if limits.max_seconds else []


def _seconds(given: float | None) -> str:
    return f"{given or 0:g}"


def _weight(size: int) -> str:
    if size < MB / 10:
        return _("%(kilobytes)s kB") % {"kilobytes": max(1, round(size / 1000))}
    return _("%(megabytes)s MB") % {"megabytes": round(size / MB, 1)}


def _measured(item: MediaItem) -> list[Finding]:
    """What is known of the file. A failed one shows its figures without praise."""
    result = "good" if item.stage == Stage.READY else "note"
    known: dict[str, Any] = item.measured
    weight = _weight(item.size)
    kind = f"{known['format']}, {weight}" if known.get("format") else weight
    found = [Finding(result, kind)]
    if known.get("width") and known.get("height"):
        figures = {"width": known["width"], "height": known["height"]}
        found.append(Finding(result, _("%(width)s × %(height)s px") % figures))
    if known.get("seconds"):
        found.append(Finding(result, _("%(seconds)s seconds") % {"seconds": _seconds(round(known["seconds"], 1))}))
    if item.stage == Stage.READY:
        found += _printed(item.limits, known)
        place = _("We keep the original private, and take out what a camera notes down, such as the place.")
        found.append(Finding("good", _("No place or camera data in what others see"), place))
    return found


def _printed(limits: Purpose, known: dict[str, Any]) -> list[Finding]:
    """How large a billboard prints. No verdict: it was accepted already."""
    said, safe = print_words(limits, known), safe_words(limits)
    return [*([Finding(*said)] if said else []), *([Finding("note", *safe)] if safe else [])]
