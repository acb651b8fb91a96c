from pathlib import Path
from typing import Any

from gallery.processing.outcome import Outcome, Tell
from gallery.purposes import Purpose


def process_picture(path: Path, purpose: Purpose, out: Path, *, tell: Tell, measured: dict[str, Any]) -> Outcome:
    raise NotImplementedError
