import json
import os
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gallery.printing import print_words
from gallery.processing.child import ChildCrashed, run_guarded
from gallery.processing.outcome import Outcome
from gallery.processing.pictures.sniffing import FILMS, sniff
from gallery.purposes import PURPOSES, Purpose
from gallery.wording import words_of

ENDINGS_OF_FILMS = frozenset({".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".3gp", ".m3u8", ".mpg", ".mpeg"})
ATTEMPTS = 2  # as an upload gets


class Command(BaseCommand):
    help = (
        "Check and process files as uploads would be, and say what came of it. A bad file is an answer, not an error."
    )

    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--purpose", choices=sorted(PURPOSES), help="By default a film is a film, all else a picture."
        )
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="One JSON object a file, each on its line."
        )
        parser.add_argument(
            "--out", type=Path, metavar="DIR", help="Keep the renditions there, a folder for each file."
        )

    def handle(
        self, *args: Any, files: list[Path], purpose: str | None, as_json: bool, out: Path | None, **options: Any
    ) -> None:
        if out is not None and not _made(out):
            raise CommandError(f"Nothing can be written to {out}.")
        for number, file in enumerate(files, 1):
            with folder_for(file, number, out) as folder:
                found = inspected(file, purpose, folder)
            if out is None:  # what it names is gone
                found["renditions"] = [{**one, "file": None} for one in found["renditions"]]
            self.stdout.write(json.dumps(found, default=str) if as_json else "\n".join(readable(found)))


def _made(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


@contextmanager
def folder_for(file: Path, number: int, out: Path | None) -> Iterator[Path]:
    """Two files may have one name, and a name may be anything: the number comes first."""
    if out is None:
        with TemporaryDirectory(prefix="inspect-media-") as name:
            yield Path(name)
    else:
        folder = out.resolve() / f"{number:04}-{slugify(file.stem)[:60]}".rstrip("-")
        folder.mkdir(parents=True, exist_ok=True)
        yield folder


def inspected(file: Path, key: str | None, folder: Path) -> dict[str, Any]:
    """What `--json` writes. Whatever is wrong with the file stands in `reason`."""
    try:
        purpose = PURPOSES[key or guessed(file)]
        if not file.is_file():
            return said(file, purpose, _("There is no such file."))
        outcome = tried(file, purpose, folder)
    except (OSError, ValueError) as problem:
        return said(
            file, PURPOSES[key or "picture"], _("The file cannot be opened: %(problem)s.") % {"problem": problem}
        )
    reason = "" if outcome.accepted else words_of(outcome.code, outcome.values)
    return said(file, purpose, reason, outcome, folder)


def guessed(file: Path) -> str:
    """By its content; a name only counts where the content says nothing."""
    found = sniff(file) if file.is_file() else None
    return "video" if found in FILMS or (found is None and file.suffix.lower() in ENDINGS_OF_FILMS) else "picture"


def tried(file: Path, purpose: Purpose, folder: Path) -> Outcome:
    """As often as an upload would be."""
    for _attempt in range(ATTEMPTS):
        try:
            return run_guarded(file, purpose, folder, tell=lambda step, percent: None)
        except ChildCrashed:
            continue
    return Outcome(False, "crashed", measured={"size": file.stat().st_size})


def said(
    file: Path, purpose: Purpose, reason: str, outcome: Outcome | None = None, folder: Path | None = None
) -> dict[str, Any]:
    outcome = outcome or Outcome(False)
    made = [{**one, "file": str((folder or Path()) / one["file"])} for one in outcome.as_json()["renditions"]]
    return {
        "file": str(file),
        "purpose": purpose.key,
        "accepted": outcome.accepted,
        "code": outcome.code,
        "reason": reason,
        "measured": outcome.measured,
        "print": printed(purpose, outcome),
        "renditions": made,
        "sha256": outcome.sha256,
        "hashes": outcome.hashes,
        "colour": outcome.colour,
    }


def printed(purpose: Purpose, outcome: Outcome) -> str:
    """How large a billboard prints; empty for all else."""
    said = print_words(purpose, outcome.measured) if outcome.accepted else None
    return ". ".join(part.removesuffix(".") for part in said[1:] if part) + "." if said else ""


def readable(found: dict[str, Any]) -> Iterator[str]:
    """For a person: the verdict, the figures, the files. A name that would steer a terminal is shown as it is spelt."""
    name = found["file"] if found["file"].isprintable() else ascii(found["file"])
    yield f"{name}: {_('accepted') if found['accepted'] else found['reason']}"
    if found["measured"]:
        yield "  " + ", ".join(f"{what} {value}" for what, value in found["measured"].items() if value != "")
    if found["print"]:
        yield f"  {found['print']}"
    for one in found["renditions"]:
        figures = f"{one['width']} × {one['height']}, {one['size']} B"
        yield f"  {one['role']}.{one['format']} {figures} {one['file'] or ''}".rstrip()
