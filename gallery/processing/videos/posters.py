"""Stills of a film: posters that are neither black nor of one colour, a sheet for moderators, a card for sharing."""

from dataclasses import dataclass
from pathlib import Path

from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter
from PIL import Image, ImageStat

from gallery.processing.outcome import Rendered, Unfit

POSTERS = 3
LOOKS = 4  # at so many moments for each poster
FIRST_PART = 1 / 3  # of the film, where posters are looked for
POSTER_WIDTH, CARD_WIDTH = 1280, 1200  # at most: nothing is made larger than it is
COLUMNS, ROWS, TILE = 4, 3, 320  # of the sheet; the longer side of a tile, pixels
JPEG = {"quality": 82, "optimize": True, "progressive": True}
WEBP = {"quality": 80}
BLACK, FLAT = 24, 6  # of 255: the mean of a black picture is less, the spread of one colour's


@dataclass(frozen=True, slots=True)
class Still:
    image: Image.Image
    at: float  # seconds
    spread: float  # of its greys
    is_fit: bool

    @property
    def worth(self) -> tuple[bool, float]:
        return self.is_fit, self.spread


class Stills:
    """Looks at some of the frames that pass by: evenly over the film for the sheet, evenly over its first third for the
    posters. Only the best of each part is kept."""

    def __init__(self, seconds: float) -> None:
        tiles, looks = COLUMNS * ROWS, POSTERS * LOOKS
        self._tile_times = [seconds * (number + 0.5) / tiles for number in range(tiles)]
        self._look_times = [seconds * FIRST_PART * (number + 0.5) / looks for number in range(looks)]
        self._tiles: list[Image.Image] = []
        self._best: dict[int, Still] = {}
        self._spare: Still | None = None  # the best of all the film; to begin with, its first frame
        self._scaler = VideoReformatter()

    def look(self, frame: VideoFrame, at: float) -> None:
        if self._spare is None:
            self._spare = self._still(frame, at)
        while self._look_times and at >= self._look_times[0]:
            self._look_times.pop(0)
            part = POSTERS - 1 - len(self._look_times) // LOOKS
            self._best[part] = _better(self._best.get(part), self._still(frame, at))
        if self._tile_times and at >= self._tile_times[0]:
            self._spare = _better(self._spare, self._still(frame, at))
        while self._tile_times and at >= self._tile_times[0]:
            self._tile_times.pop(0)
            self._tiles.append(self._image(frame, TILE * frame.width // max(frame.width, frame.height)))

    def save(self, out: Path) -> list[Rendered]:
        """Posters in the order of the film, those that are black at the end; the first is the card as well. Raises
        Unfit if nothing was there to look at."""
        made = []
        posters = self._posters()
        if not posters:
            raise Unfit("film-undecodable")
        for number, still in enumerate(posters, 1):
            made.append(_saved(still.image, f"poster-{number}", "jpeg", out))
            made.append(_saved(still.image, f"poster-{number}", "webp", out))
        made.append(_saved(_narrowed(posters[0].image, CARD_WIDTH), "card", "jpeg", out))
        made.append(_saved(self._sheet(), "sheet", "jpeg", out))
        return made

    @property
    def face(self) -> Image.Image:
        """The first poster: by it the film is recognised, and its place coloured."""
        return self._posters()[0].image

    def _posters(self) -> list[Still]:
        """A film that is black in its first third may show a later moment; one that is black throughout shows that."""
        found = [self._best[part] for part in sorted(self._best)]
        if self._spare and not any(still.is_fit for still in found):
            found.append(self._spare)
        return sorted(found, key=lambda still: not still.is_fit)[:POSTERS]

    def _sheet(self) -> Image.Image:
        """Always of twelve places: a film of fewer frames leaves the last ones dark."""
        tiles = self._tiles or [_narrowed(still.image, TILE) for still in self._posters()]
        width, height = tiles[0].size
        sheet = Image.new("RGB", (width * COLUMNS, height * ROWS))
        for number, tile in enumerate(tiles):
            sheet.paste(tile, (number % COLUMNS * width, number // COLUMNS * height))
        return sheet

    def _still(self, frame: VideoFrame, at: float) -> Still:
        image = self._image(frame, min(POSTER_WIDTH, frame.width))
        figures = ImageStat.Stat(image.resize((64, 64)).convert("L"))
        spread = figures.stddev[0]
        return Still(image, at, spread, figures.mean[0] >= BLACK and spread >= FLAT)

    def _image(self, frame: VideoFrame, width: int) -> Image.Image:
        width = max(1, width)
        height = max(1, round(frame.height * width / frame.width))
        rgb = self._scaler.reformat(frame, width, height, "rgb24", interpolation=Interpolation.AREA)
        return rgb.to_image()


def _better(one: Still | None, other: Still) -> Still:
    return other if one is None or other.worth > one.worth else one


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    return image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)


def _saved(image: Image.Image, role: str, format_: str, out: Path) -> Rendered:
    path = out / f"{role}.{format_}"
    image.save(path, format_.upper(), **(JPEG if format_ == "jpeg" else WEBP))
    return Rendered(role, format_, path.name, image.width, image.height, path.stat().st_size)
