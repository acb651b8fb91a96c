"""A CSV file as lines of named cells, one at a time: a bad line is told with its number and the rest goes on."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

COLUMNS = (
    *("external_id", "title", "body", "category", "tags", "status"),
    *("official_response", "votes", "author", "created_at"),
)
OPTIONAL_COLUMNS = ("language", "official_response_at")
DELIMITERS = ",;\t|"
LARGEST_CELL = 4_000_000  # characters; a quote that is never closed ends here instead of swallowing the file
LONGEST_HEADER = 20_000
_APOSTROPHE = re.compile(r"'+[=+\-@\t\r]")
# What "surrogateescape" makes of bytes that are not text in the file's encoding.
_NOT_TEXT = re.compile(r"[\ud800-\udfff]")


class Unreadable(Exception):
    """Nothing of the file can be imported. The message says why."""


class BadLine(Exception):
    """This line cannot be imported. The message says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """One record: its cells by column, or what is wrong with it. `number` is where it begins in the file."""

    number: int
    cells: dict[str, str]
    problem: str = ""


def read_lines(path: Path, *, encoding: str = "utf-8", delimiter: str = "") -> Iterator[Line]:
    """The records of the file, empty ones left out. Without a delimiter the header shows which it is.

    Raises Unreadable for a file that cannot be opened or decoded, or that lacks a column.
    """
    try:
        with path.open(encoding=_with_mark(encoding), errors="surrogateescape", newline="") as file:
            yield from _records(file, delimiter=delimiter)
    except LookupError as error:
        raise Unreadable(_("There is no encoding called “%(name)s”.") % {"name": encoding}) from error
    except OSError as error:
        raise Unreadable(
            _("%(file)s cannot be read: %(reason)s.") % {"file": path, "reason": error.strerror or error}
        ) from error
    except UnicodeError as error:
        raise Unreadable(_("%(file)s is not text in %(name)s.") % {"file": path, "name": encoding}) from error


def _with_mark(encoding: str) -> str:
    """UTF-8 may begin with a byte-order mark, as spreadsheets write it."""
    return "utf-8-sig" if encoding.lower().replace("_", "-") in {"utf-8", "utf8", "u8"} else encoding


def _records(file: TextIO, *, delimiter: str) -> Iterator[Line]:
    csv.field_size_limit(LARGEST_CELL)
    header_line = file.readline(LONGEST_HEADER)
    delimiter = _the_delimiter(delimiter) or _sniff(header_line)
    header = _header(header_line, delimiter)
    reader = csv.reader(file, delimiter=delimiter)
    while True:
        number = reader.line_num + 2  # one for the header, one for the line about to be read
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            too_large = _("a cell is larger than %(most)d characters, or its quotation mark is never closed")
            yield Line(number, {}, too_large % {"most": LARGEST_CELL})
            continue
        if any(cell.strip() for cell in cells):
            yield _line(number, header, cells)


def _line(number: int, header: list[str], cells: list[str]) -> Line:
    if len(cells) != len(header):
        counts = {"found": len(cells), "wanted": len(header)}
        return Line(number, {}, _("it has %(found)d cells where the header has %(wanted)d") % counts)
    broken = [name for name, cell in zip(header, cells, strict=True) if _NOT_TEXT.search(cell)]
    if broken:
        return Line(number, {}, _("bytes in “%(column)s” are not text in the file’s encoding") % {"column": broken[0]})
    return Line(number, {name: _plain(cell) for name, cell in zip(header, cells, strict=True)})


def _plain(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from taking the cell for a formula."""
    return cell[1:] if _APOSTROPHE.match(cell) else cell


def _the_delimiter(given: str) -> str:
    delimiter = {"tab": "\t", r"\t": "\t"}.get(given.lower(), given)
    if len(delimiter) > 1 or delimiter in {'"', "\n", "\r"}:
        raise Unreadable(_("A delimiter is one character, or “tab”, not “%(given)s”.") % {"given": given})
    return delimiter


def _sniff(header_line: str) -> str:
    """The delimiter that makes the most of our columns out of the header."""
    return max(DELIMITERS, key=lambda delimiter: len(set(_names(header_line, delimiter)) & set(COLUMNS)))


def _names(header_line: str, delimiter: str) -> list[str]:
    return [name.strip().lower() for row in csv.reader([header_line], delimiter=delimiter) for name in row]


def _header(header_line: str, delimiter: str) -> list[str]:
    if not header_line.strip():
        raise Unreadable(_("The file is empty."))
    names = _names(header_line, delimiter)
    if missing := [name for name in COLUMNS if name not in names]:
        raise Unreadable(_("The file lacks these columns: %(names)s.") % {"names": ", ".join(missing)})
    known = [name for name in names if name in COLUMNS + OPTIONAL_COLUMNS]
    if twice := sorted({name for name in known if known.count(name) > 1}):
        raise Unreadable(_("The file has these columns twice: %(names)s.") % {"names": ", ".join(twice)})
    return names
