"""Pictures that are made from others when somebody first asks for them: what they are made of, never an original; kept
for a week or two in the private storage, under a name that nobody can work out, and made one at a time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from threading import Lock
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.crypto import salted_hmac
from PIL import Image

from gallery.models import MediaItem, Rendition
from gallery.storages import private

WIDEST = 1280  # in pixels: nothing that is made is wider
OPENED = ("webp", "jpeg")
QUALITY = 86
FOLDER = "made"  # no key of the gallery's lies there: they begin with two signs
PATIENCE = 5.0  # seconds until whoever waits for another's picture is told to come again
_making = Lock()  # of this process: a second picture at the same time would take as much memory again


class Busy(Exception):
    """Another picture is being made, and has been for long."""


def shown_file_of(item: MediaItem) -> Rendition | None:
    """Of the files that are shown, the smallest that is large enough to be drawn with; the first poster of a film."""
    files = [one for one in item.renditions.all() if one.format in OPENED and one.role[:1] in ("w", "p")]
    files = [one for one in files if one.role.startswith("w") or one.role == "poster-1"]
    files.sort(key=lambda one: (one.width, one.format == "jpeg"))
    return next((one for one in files if one.width >= WIDEST), files[-1] if files else None)


def opened(made: Rendition) -> Image.Image:
    """As RGB. Raises OSError for a file that is lost."""
    with private().open(made.key) as file, Image.open(file, formats=("WEBP", "JPEG")) as image:
        return image.convert("RGB")


def as_jpeg(image: Image.Image) -> bytes:
    """The pixels and nothing else."""
    held = BytesIO()
    image.save(held, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return held.getvalue()


def name_of(*parts: Any) -> str:
    """The name under which what is made of these parts is kept. Whatever changes the picture belongs to them: what
    was made before is then never asked for again."""
    return salted_hmac("gallery.keeping", "\x1f".join(str(part) for part in parts), algorithm="sha256").hexdigest()


def kept(name: str, make: Callable[[], bytes], *, at: datetime | None = None, patience: float = PATIENCE) -> bytes:
    """The JPEG of this name, made now if it is not there. Raises Busy, and whatever `make` raises."""
    key = f"{FOLDER}/{_week(at or timezone.now())}/{name}.jpg"
    found = _read(key)
    if found is not None:
        return found
    if not _making.acquire(timeout=patience):
        raise Busy
    try:
        return _read(key) or _stored(key, make())
    finally:
        _making.release()


def _read(key: str) -> bytes | None:
    try:
        with private().open(key) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def _stored(key: str, data: bytes) -> bytes:
    stored = private().save(key, ContentFile(data))
    if stored != key:  # another process was first
        private().delete(stored)
    return data


def forget_old(*, at: datetime | None = None) -> int:
    """For the sweep: what was made before last week goes, whether it is still asked for or what it shows is long gone.
    How many files went."""
    at = at or timezone.now()
    storage, spared = private(), {_week(at), _week(at - timedelta(days=7)), _week(at + timedelta(days=1))}
    try:
        weeks, _files = storage.listdir(FOLDER)
    except FileNotFoundError:
        return 0
    return sum(_emptied(f"{FOLDER}/{week}") for week in weeks if week not in spared)


def _emptied(folder: str) -> int:
    storage = private()
    _folders, files = storage.listdir(folder)
    for name in files:
        storage.delete(f"{folder}/{name}")
    if not hasattr(storage, "bucket"):
        storage.delete(folder)  # on a disk a folder stays when it is empty
    return len(files)


def _week(at: datetime) -> str:
    year, week, _day = at.isocalendar()
    return f"{year}-{week:02}"
