"""Comparing the path of a page with many others in one step."""

from functools import lru_cache
from itertools import groupby
from typing import Any

from django.db.models import BooleanField, F, Func
from wagtail.models import Page

AMONG = {"postgresql": "= ANY(string_to_array(%s, ','))", "sqlite": "IN (SELECT value FROM json_each(%s))"}


class IsOpen(Func):
    """Whether a page is none of those at these paths, stands under none, and follows none of them as an alias.

    All paths of one depth are one parameter and one comparison: a condition for each fails on SQLite and is slow on
    PostgreSQL, which hashes them, but in a negation only since version 15. A prefix is cut only where a path is longer,
    and what aliases follow is looked up only where a list has any: both cost more than the comparison.
    """

    output_field = BooleanField()
    arity = 3

    def __init__(self, closed: tuple[str, ...]) -> None:
        super().__init__(F("path"), F("depth"), F("alias_of"))
        self.closed = closed

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        path, depth, alias_of = (compiler.compile(one)[0] for one in self.source_expressions)
        params = _by_depth(self.closed, connection.vendor)
        among, page = AMONG[connection.vendor], connection.ops.quote_name(Page._meta.db_table)
        own = " OR ".join(_cut(path, depth, wanted) + among for wanted in params)
        followed = " OR ".join(_cut("s.path", "s.depth", wanted) + among for wanted in params)
        sql = f"""CASE WHEN {own} THEN FALSE WHEN {alias_of} IS NULL THEN TRUE
            ELSE {alias_of} NOT IN (SELECT s.id FROM {page} s WHERE {followed}) END"""  # noqa: S608 columns
        return sql, [*params.values(), *params.values()]


def _cut(path: str, depth: str, wanted: int) -> str:
    prefix = f"SUBSTR({path}, 1, {wanted * Page.steplen})"
    return f"CASE WHEN {depth} = {wanted} THEN {path} WHEN {depth} > {wanted} THEN {prefix} ELSE '' END "


@lru_cache(maxsize=256)
def _by_depth(paths: tuple[str, ...], vendor: str) -> dict[int, str]:
    by_length = groupby(sorted(paths, key=len), key=len)
    found = {length // Page.steplen: ",".join(same) for length, same in by_length}
    if vendor == "postgresql":
        return found
    return {depth: '["' + joined.replace(",", '","') + '"]' for depth, joined in found.items()}
