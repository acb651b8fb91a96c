"""The database as it was once migrated, kept aside, so that a test that commits leaves it like that.

Django flushes every table and reads the first rows back one by one: two to five seconds a test, hundreds of times.
"""

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection, transaction


def keep() -> Callable[[], None]:
    """A function that puts every table back as it is now, whatever was committed meanwhile."""
    return {"sqlite": _keep_sqlite, "postgresql": _keep_postgres}[connection.vendor]()


def _keep_sqlite() -> Callable[[], None]:
    kept = sqlite3.connect(":memory:")
    _driver().backup(kept)
    return lambda: kept.backup(_driver())


def _driver() -> sqlite3.Connection:
    connection.ensure_connection()
    return connection.connection


def _keep_postgres() -> Callable[[], None]:
    """Only what has changed is written anew. Foreign keys wait for the end of a transaction, so order does not matter;
    the tables of a search belong to triggers, which see all of it."""
    tables = sorted(connection.introspection.django_table_names(only_existing=True, include_views=False))
    with connection.cursor() as cursor:
        kept = {table: _rows(cursor, table) for table in _filled(cursor, tables)}

    def restore() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            now = {table: _rows(cursor, table) for table in {*_filled(cursor, tables), *kept}}
            changed = sorted(table for table, rows in now.items() if rows != kept.get(table))
            for table in changed:
                cursor.execute(f'DELETE FROM "{table}"')
            for table in changed:
                if table in kept:
                    with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                        copy.write(kept[table])

    return restore


def _filled(cursor: Any, tables: Iterable[str]) -> list[str]:
    cursor.execute(" UNION ALL ".join(f"(SELECT '{table}' FROM \"{table}\" LIMIT 1)" for table in tables))
    return [table for (table,) in cursor.fetchall()]


def _rows(cursor: Any, table: str) -> bytes:
    with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(bytes(block) for block in copy)
