"""Comparing the path of a page with many others in one step."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, F, Func


class StandsUnder(Func):
    """Whether the page at this path is one of those at `paths`, all of this length, or stands under one. They are one
    parameter, however many: a placeholder for each costs more than the comparison."""

    output_field = BooleanField()
    arity = 1

    def __init__(self, path: str, *, length: int, paths: Iterable[str]) -> None:
        super().__init__(F(path))
        self.length, self.joined = length, ",".join(paths)

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        column, params = compiler.compile(self.source_expressions[0])
        return self._compared(column, "SELECT unnest(string_to_array(%s, ','))"), [*params, self.joined]

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        column, params = compiler.compile(self.source_expressions[0])
        listed = '["' + self.joined.replace(",", '","') + '"]'
        return self._compared(column, "SELECT value FROM json_each(%s)"), [*params, listed]

    def _compared(self, column: str, listed: str) -> str:
        return f"(SUBSTR({column}, 1, {self.length}) IN ({listed}))"
