"""Ideas from a CSV file onto a board: reading lines, making sense of them, writing them in batches."""

from ideas.importing.reading import COLUMNS, OPTIONAL_COLUMNS, BadLine, Unreadable, read_lines
from ideas.importing.writing import Report, import_ideas

__all__ = ["COLUMNS", "OPTIONAL_COLUMNS", "BadLine", "Report", "Unreadable", "import_ideas", "read_lines"]
