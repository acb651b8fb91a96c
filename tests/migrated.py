"""A database that is migrated once and then copied: to migrate takes a minute of processor time, to copy a second.

It is made anew when the code, the lock or Python changes. `python -m tests.migrated` makes it ahead of the tests.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".pytest_cache"
ROOMS = ("core", "contests", "gallery", "ideas", "insiders", "moderation")


def begin_with_a_copy() -> None:
    """The test database that is created next in this process begins as a copy.

    It is migrated all the same, which finds nothing to do.
    """
    if not _is_there():  # apart, because this process shall not know the database by that name
        subprocess.run([sys.executable, "-m", "tests.migrated"], cwd=ROOT, check=True)
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = _template()
        return
    create = connection.creation._create_test_db

    def create_copy(*args: Any, **options: Any) -> str:
        name = create(*args, **options)
        for log in (f"{name}-wal", f"{name}-shm"):  # of a run that was killed: SQLite would add it to the copy
            Path(log).unlink(missing_ok=True)
        shutil.copyfile(_file(), name)
        return name

    connection.creation._create_test_db = create_copy


def copy_to(file: Path) -> None:
    """This file is a migrated SQLite database, whatever the tests run on: for processes of their own."""
    _make_on_sqlite()
    shutil.copyfile(_file(), file)


@cache
def _make_on_sqlite() -> None:
    on_sqlite = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    subprocess.run([sys.executable, "-m", "tests.migrated"], cwd=ROOT, env=on_sqlite, check=True)


def make() -> None:
    """One that fits the code is there; whoever asks meanwhile waits."""
    with _alone():
        if _is_there():
            return
        if connection.vendor == "postgresql":
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{_template()}"')
            _migrate(_template())
            with connection._nodb_cursor() as cursor:
                cursor.execute(f"COMMENT ON DATABASE \"{_template()}\" IS '{_key()}'")  # half a copy has none
        else:
            _said().unlink(missing_ok=True)
            _migrate(str(_file()))
            _said().write_text(_key())


def _is_there() -> bool:
    """One that was finished, from the code as it is."""
    if connection.vendor != "postgresql":
        return _file().exists() and _said().exists() and _said().read_text() == _key()
    about = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    with connection._nodb_cursor() as cursor:
        cursor.execute(about, [_template()])
        return cursor.fetchone() == (_key(),)


def _migrate(name: str) -> None:
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()  # what waits in SQLite's log goes into the file, and PostgreSQL copies what nobody is in


@cache  # by the name that PostgreSQL's database has before the tests give it one of theirs
def _template() -> str:
    return f"test_{settings.DATABASES['default']['NAME']}_migrated"


def _file() -> Path:
    return KEPT / "migrated.sqlite3"


def _said() -> Path:
    return KEPT / "migrated.key"


def _key(root: Path = ROOT) -> str:
    """What the first rows and tables follow from."""
    code = hashlib.sha256(sys.version.encode())
    found = (path for room in ROOMS for path in (root / room).rglob("*.py"))
    for path in [*sorted(found), root / "requirements.txt", root / "tests" / "settings.py"]:
        code.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    return code.hexdigest()


@contextmanager
def _alone() -> Iterator[None]:
    KEPT.mkdir(exist_ok=True)
    with (KEPT / f"migrated-{connection.vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    make()
