"""One file from its bytes to its renditions, in this process. `child` runs it in one that is guarded."""

from pathlib import Path

from gallery.processing.outcome import Outcome, Tell, Unfit
from gallery.processing.pictures import process_picture
from gallery.processing.videos import process_video
from gallery.purposes import Kind, Purpose


def process(path: Path, purpose: Purpose, out: Path, *, tell: Tell) -> Outcome:
    """The file is measured, judged by the purpose's limits, and its renditions lie in the folder `out`."""
    measured: dict[str, object] = {"size": path.stat().st_size}
    act = process_picture if purpose.kind == Kind.PICTURE else process_video
    try:
        judge_size(path.stat().st_size, purpose)
        return act(path, purpose, out, tell=tell, measured=measured)
    except Unfit as unfit:
        return Outcome(False, unfit.code, unfit.values, measured)


def judge_size(size: int, purpose: Purpose) -> None:
    """Raises Unfit for a file without bytes, or with too many."""
    if size == 0:
        raise Unfit("empty")
    if size > purpose.max_bytes:
        raise Unfit("too-heavy", megabytes=round(size / 1e6, 1), most=round(purpose.max_bytes / 1e6))
