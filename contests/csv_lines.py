"""Rows as lines of CSV, one after the other: memory does not grow with them."""

import csv
from collections.abc import Iterable
from typing import Any

from core.sanitizing import spreadsheet_safe


class CsvLines:
    """`line` gives a row back as text, safe to be opened in a spreadsheet; None is an empty cell."""

    def __init__(self, *, end: str = "\n") -> None:
        self._writer = csv.writer(self, lineterminator=end)

    def write(self, text: str) -> str:
        """What the writer of Python calls: the text is handed on, not kept."""
        return text

    def line(self, cells: Iterable[Any]) -> str:
        text: str = self._writer.writerow([spreadsheet_safe("" if cell is None else str(cell)) for cell in cells])  # type: ignore[assignment]
        return text
