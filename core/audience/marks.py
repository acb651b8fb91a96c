"""Whether what was read of privacy is still true: the database marks each change of restrictions, ladders, paths and
pages of closed types.

Every transaction that changes one leaves a mark of its own, a random number: no writer waits for another, and what was
rolled back can never be taken for what came after it. The triggers are the database's, so that no route goes past them.
"""

import hashlib
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from wagtail.models import Page, PageViewRestriction

from core.audience.closed_types import closed_types
from core.audience.models.window import AudienceWindow

TABLE = "audience_marks"
MANY = 100  # marks, which every request sums up


def newest() -> str | None:
    """Another one than ever before when privacy or the path of a page was changed, by whatever route. None where
    nothing was marked yet."""
    connection = connections[router.db_for_read(PageViewRestriction)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT CAST(SUM(token) AS text) FROM {TABLE}")  # noqa: S608 our own words
        (mark,) = cursor.fetchone()
    return mark


def prune() -> int:
    """One mark is left of many; how many are gone. What was read before is read again."""
    using = router.db_for_write(PageViewRestriction)
    connection = connections[using]
    if connection.vendor != "postgresql":
        return 0  # there is one only
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {TABLE}")  # noqa: S608 our own words
        if cursor.fetchone()[0] <= MANY:
            return 0
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608 our own words
        gone = int(cursor.rowcount)
        cursor.execute(_MARK_POSTGRES.format(table=TABLE))
    return gone


def build(using: str = DEFAULT_DB_ALIAS) -> bool:
    """The triggers stand afterwards; whether any had to be made. Nothing while their tables are still to be made."""
    connection = connections[using]
    if not can_stand(connection) or stands(connection):
        return False
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for step in _steps(connection):
            cursor.execute(step)
    return True


def can_stand(connection: BaseDatabaseWrapper) -> bool:
    """Whether all tables are there whose changes are marked: not before a site is migrated for the first time."""
    tables = {model._meta.db_table for model in (*_marked(), Page)}
    return tables <= set(connection.introspection.table_names())


def stands(connection: BaseDatabaseWrapper) -> bool:
    """Whether each change is marked, by triggers that these very steps have made."""
    version = _version(connection)
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return False
        if connection.vendor == "postgresql":
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE %s", [f"{TABLE}_%_{version}"])
        else:
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND sql LIKE %s", [f"%{version}%"]
            )
        return bool(cursor.fetchone()[0] == len(_triggers(connection)))


_MARK_POSTGRES = """INSERT INTO {table} VALUES (txid_current(), (random() * 9e15)::bigint)
    ON CONFLICT (id) DO UPDATE SET token = EXCLUDED.token"""
# An update: INSERT OR REPLACE would turn into OR IGNORE, as the statement that sets the trigger off often says.
_MARK_SQLITE = "UPDATE {table} SET token = random()"
_STEPS_POSTGRES = (
    "CREATE TABLE IF NOT EXISTS {table} (id bigint PRIMARY KEY, token bigint NOT NULL)",
    f"""CREATE OR REPLACE FUNCTION {{table}}_mark() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        {_MARK_POSTGRES};
        RETURN NULL;
    END $$""",
    # No list of columns after UPDATE: it would keep a migration from altering them.
    f"""CREATE OR REPLACE FUNCTION {{table}}_mark_page() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF (OLD.path, OLD.alias_of_id) IS DISTINCT FROM (NEW.path, NEW.alias_of_id) THEN
            {_MARK_POSTGRES};
        END IF;
        RETURN NULL;
    END $$""",
    _MARK_POSTGRES,
)
_STEPS_SQLITE = (
    "CREATE TABLE IF NOT EXISTS {table} (id integer PRIMARY KEY, token integer NOT NULL)",
    "INSERT OR REPLACE INTO {table} VALUES (1, random())",
)


def _marked() -> tuple[Any, ...]:
    """The models whose rows the gate reads, pages aside: of those only what lies on their way."""
    tiers = AudienceWindow._meta.get_field("tiers").remote_field.through
    of_types = (closed.model for closed in closed_types)
    return PageViewRestriction, PageViewRestriction.groups.through, AudienceWindow, tiers, *of_types


def _triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """By the name of each, the statement that makes it, `{version}` still to be filled in."""
    page, quoted = Page._meta.db_table, connection.ops.quote_name
    found = {}
    for number, model in enumerate(_marked()):
        table = quoted(model._meta.db_table)
        if connection.vendor == "postgresql":
            name = f"{TABLE}_{number}_{{version}}"
            found[name] = f"""CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_mark()"""
            continue
        for event in ("INSERT", "UPDATE", "DELETE"):
            name = f"{TABLE}_{number}_{event.lower()}"
            found[name] = f"""CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN /* {{version}} */
                {_MARK_SQLITE.format(table=TABLE)}; END"""
    if connection.vendor == "postgresql":
        name = f"{TABLE}_page_{{version}}"
        found[name] = f"""CREATE TRIGGER {name} AFTER UPDATE ON {quoted(page)}
            FOR EACH ROW EXECUTE FUNCTION {TABLE}_mark_page()"""
    else:
        name = f"{TABLE}_page"
        found[name] = f"""CREATE TRIGGER {name} AFTER UPDATE OF path, alias_of_id ON {quoted(page)}
            WHEN OLD.path <> NEW.path OR OLD.alias_of_id IS NOT NEW.alias_of_id
            BEGIN /* {{version}} */ {_MARK_SQLITE.format(table=TABLE)}; END"""
    return found


def _steps(connection: BaseDatabaseWrapper) -> list[str]:
    on_postgres, version = connection.vendor == "postgresql", _version(connection)
    made = _STEPS_POSTGRES if on_postgres else _STEPS_SQLITE
    steps = [step.format(table=TABLE) for step in made]
    with connection.cursor() as cursor:
        if on_postgres:
            like = [f"{TABLE}_%"]
            cursor.execute("SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE %s", like)
            steps += [f'DROP TRIGGER "{name}" ON {table}' for name, table in cursor.fetchall()]
        else:
            steps += [f"DROP TRIGGER IF EXISTS {name}" for name in _triggers(connection)]
    return steps + [step.format(version=version) for step in _triggers(connection).values()]


def _version(connection: BaseDatabaseWrapper) -> str:
    """Stands in each trigger, so that one that another version of these steps made is not taken for ours."""
    made = _STEPS_POSTGRES if connection.vendor == "postgresql" else _STEPS_SQLITE
    return hashlib.sha256("".join((*made, *_triggers(connection).values())).encode()).hexdigest()[:16]
