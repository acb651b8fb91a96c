"""An item as components draw it: which files, how large, in which frame. Asks nothing of the database where the item
came from `with_renditions`. What was worked out once for an object stays with it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from math import log
from typing import Any, TypeVar

from gallery.addresses import captions_url, url_of
from gallery.languages import name_of
from gallery.models import CaptionTrack, MediaItem, Rendition

T = TypeVar("T")
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg", "mp4": "video/mp4"}
OFFERED = ("avif", "webp")  # the smallest first: a browser takes the first that it knows
FALLBACKS = ("jpeg", "webp", "avif")
# Frames of a list, by name: width to height. A picture is put into the nearest.
SHAPES = {
    "banner": 4,
    "billboard": 2,
    "film": 16 / 9,
    "landscape": 3 / 2,
    "square": 1,
    "portrait": 4 / 5,
    "tall": 2 / 3,
}


@dataclass(frozen=True, slots=True)
class Source:
    """One format in all its widths, as `srcset` takes it."""

    type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class Picture:
    """`width` and `height` are those of the widest file. `tone` is of 64, or None while the colour is not known."""

    sources: tuple[Source, ...]
    src: str
    width: int
    height: int
    alt: str
    tone: int | None
    shape: str


@dataclass(frozen=True, slots=True)
class Recording:
    """One file of a film. `media` says for which windows; empty for all."""

    src: str
    type: str
    media: str


@dataclass(frozen=True, slots=True)
class Captions:
    src: str
    language: str
    label: str


@dataclass(frozen=True, slots=True)
class Film:
    """The largest recording first. `poster` is empty while there is none."""

    recordings: tuple[Recording, ...]
    captions: tuple[Captions, ...]
    poster: str
    width: int
    height: int
    alt: str
    tone: int | None


def picture_of(item: MediaItem) -> Picture | None:
    """The picture, or the first poster of a film; None while there is nothing to show."""
    return _once(item, "picture", _picture_of)


def film_of(item: MediaItem) -> Film | None:
    """As viewers have it; None for what is no film, or has no recording yet."""
    return _once(item, "film", _film_of)


def film_as_captioned(item: MediaItem) -> Film | None:
    """With the newest captions, whoever may read them, for those who write and judge them."""
    film = film_of(item)
    tracks = tuple(_captions(item, track, newest=True) for track in item.captions.all())
    return replace(film, captions=tracks) if film else None


def share_card_of(item: MediaItem) -> str:
    """Address of the JPEG that other sites show beside a link; empty where only some may see the item."""
    card = next((one for one in item.renditions.all() if one.role == "card"), None)
    return url_of(item, card) if card and item.is_public else ""


def shape_of(width: int, height: int) -> str:
    """The name of the frame whose proportions are nearest, by ratio."""
    ratio = width / height
    return min(SHAPES, key=lambda name: abs(log(ratio / SHAPES[name])))


def _once(item: MediaItem, key: str, work_out: Callable[[MediaItem], T]) -> T:
    kept: dict[str, Any] = vars(item).setdefault("_shown", {})
    if key not in kept:
        kept[key] = work_out(item)
    found: T = kept[key]
    return found


def _picture_of(item: MediaItem) -> Picture | None:
    files = _files_of_picture(item)
    if not files:
        return None
    by_format = {name: [file for file in files if file.format == name] for name in FALLBACKS}
    sources = (_source(item, name, by_format[name]) for name in OFFERED if by_format[name])
    fallback = next(by_format[name][-1] for name in FALLBACKS if by_format[name])
    widest = max(files, key=lambda file: file.width)
    return Picture(
        sources=tuple(sources),
        src=url_of(item, fallback),
        width=widest.width,
        height=widest.height,
        alt=item.alt,
        tone=item.colour,
        shape=shape_of(widest.width, widest.height),
    )


def _files_of_picture(item: MediaItem) -> list[Rendition]:
    """The narrowest first. Of a film the files of its first poster; the share card only where there is nothing else."""
    files = sorted((file for file in item.renditions.all() if file.format in FALLBACKS), key=lambda file: file.width)
    if item.is_film:
        posters = sorted({file.role for file in files if file.role.startswith("poster-")})
        found = [file for file in files if file.role in posters[:1]]
    else:
        found = [file for file in files if file.role[:1] == "w" and file.role[1:].isdigit()]
    return found or [file for file in files if file.role == "card"]


def _source(item: MediaItem, name: str, files: Iterable[Rendition]) -> Source:
    return Source(TYPES[name], ", ".join(f"{url_of(item, file)} {file.width}w" for file in files))


def _film_of(item: MediaItem) -> Film | None:
    films = [file for file in item.renditions.all() if file.role.startswith("film-")]
    if not films:
        return None
    films.sort(key=lambda file: file.height, reverse=True)
    poster = picture_of(item)
    return Film(
        recordings=tuple(_recording(item, file, is_last=file is films[-1]) for file in films),
        captions=tuple(_captions(item, track) for track in item.captions.all() if track.is_offered),
        poster=poster.src if poster else "",
        width=films[0].width,
        height=films[0].height,
        alt=item.alt,
        tone=item.colour,
    )


def _recording(item: MediaItem, file: Rendition, *, is_last: bool) -> Recording:
    """The larger files are for windows that have the room; a phone is spared them."""
    media = "" if is_last else "(min-width: 48rem)"
    return Recording(url_of(item, file), TYPES.get(file.format, ""), media)


def _captions(item: MediaItem, track: CaptionTrack, *, newest: bool = False) -> Captions:
    return Captions(captions_url(item, track, newest=newest), track.language, name_of(track.language))
