"""From strange bytes to pixels: one named reader, one still picture, all of it."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile
from pillow_heif import HeifImageFile

from gallery.processing.outcome import Unfit
from gallery.processing.pictures.sniffing import HEIC, JPEG, PNG, WEBP

# The readers themselves, not Image.open: it would try others, make a film strip of a telephone's two-picture file
# (MPO), and refuse a large picture without saying how large it is.
READERS: dict[str, Callable[[Path], ImageFile.ImageFile]] = {
    JPEG: JpegImageFile,
    PNG: PngImageFile,
    WEBP: WebPImageFile,
    HEIC: HeifImageFile,
}
ORIENTATION = 0x0112  # EXIF 2.32, 4.6.4


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Whatever a reader raises over a hostile file, the file is refused for it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # oddities in metadata that nobody uses
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Unfit, MemoryError):
        raise
    except Exception as problem:  # SyntaxError, struct.error, KeyError, RuntimeError: readers are not choosy
        is_short = isinstance(problem, EOFError) or "truncated" in str(problem).lower()
        raise Unfit("cut-off" if is_short else "damaged", **({} if is_short else {"format": name})) from problem


def opened(path: Path, name: str) -> ImageFile.ImageFile:
    """Its head is read; no pixel is decoded yet."""
    with reading(name):
        image = READERS[name](path)
        if min(image.size) < 1:
            raise Unfit("damaged", format=name)
        return image


def frames_of(image: ImageFile.ImageFile, name: str) -> int:
    """Of a film strip. What else lies beside a HEIC picture is not shown, so it has one."""
    return 1 if name == HEIC else int(getattr(image, "n_frames", 1))


def load(image: ImageFile.ImageFile, name: str, least: tuple[int, int]) -> None:
    """Decodes all of it, which alone shows that all of it is there. A JPEG comes out at a half, a quarter or an eighth
    of its size, but no smaller than `least`, for a fraction of the time and memory."""
    with reading(name):
        if name == JPEG:
            image.draft(image.mode, least)
        image.load()


def orientation_of(image: ImageFile.ImageFile) -> int:
    """As EXIF says it, 1 to 8; 1 when it says nothing that can be read. Right only once the picture is loaded."""
    try:
        found = image.getexif().get(ORIENTATION, 1)
    except Exception:  # as above; the picture itself may be sound
        return 1
    return found if isinstance(found, int) and 1 <= found <= 8 else 1
