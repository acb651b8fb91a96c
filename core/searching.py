"""Search of our own: one folding for both databases, a plain folded column, and indexes beside the model state.

The folded columns belong to the rooms' models. What is built on them stands outside the models, because a generated
tsvector does not migrate on SQLite: on PostgreSQL a table with the words (GIN) and the title (GiST, trigrams), on
SQLite an FTS5 table, both kept by triggers of the database. A table of its own, not columns of the searched one: a vote
changes the idea's row, and would have to enter every word of the idea into the indexes anew (half the votes a second).
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import filterfalse
from typing import Any

from anyascii import anyascii
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from core.registry import Registry

MOST_RANKED = 1_000  # the newest that match; ranking them all took up to 430 ms on a million ideas
MOST_WORDS = 12
LONGEST_QUERY = 300
LONGEST_WORD = 60
SHORTEST_TELLING = 4  # letters: shorter words say little about what a title is like
NEAREST = 40  # titles that are compared more closely
UNLIKE = 0.65  # trigram word distance from which titles are not called similar
EXTENSIONS = ("pg_trgm", "btree_gist")
_WORD = re.compile("[a-z0-9]+")


def fold(text: str) -> str:
    """The text as search sees it: words of plain Latin letters and digits, lower case, with single spaces.

    The same for PostgreSQL and SQLite because it happens in Python: καφές and ΚΑΦΕΣ, đak and dak fold alike.
    """
    if not text.isascii():
        text = anyascii("".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", text))))
    return " ".join(_WORD.findall(text.replace("`", "").lower()))  # anyascii writes some letters as `


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """A table that can be searched: its folded columns, and the column by which a search is bounded (its page)."""

    key: str
    table: str
    title: str
    text: str
    scope: str

    @property
    def side_table(self) -> str:
        return f"{self.table}_search"

    def sql(self, template: str, **names: str) -> str:
        """The statement for this table. Names come from our own code; values are never put in here."""
        own = {"table": self.table, "title": self.title, "text": self.text, "scope": self.scope}
        return template.format(side=self.side_table, most=MOST_RANKED, nearest=NEAREST, **own, **names)


search_indexes: Registry[SearchIndex] = Registry("search indexes")


def query_words(text: str) -> list[str]:
    """The words of what a person typed. Signs that a database's query language knows are no words, so none is left."""
    return [word[:LONGEST_WORD] for word in fold(text[:LONGEST_QUERY]).split()[:MOST_WORDS]]


def search_ids(index: SearchIndex, text: str, *, scopes: Sequence[int], using: str = "default") -> list[int]:
    """Ids of rows that have all the words, best first, at most 1,000. The last word may be a beginning.

    Says nothing of who may see them: the caller goes on from `visible_to`. Nothing typed finds nothing.
    """
    words = query_words(text)
    if not words or not scopes:
        return []
    connection = connections[using]
    if connection.vendor == "postgresql":
        query = " & ".join(words) + ":*"
        if len(scopes) == 1:
            # −id, so that the newest come from this scope's own index: through the primary key, which the planner likes
            # as much, a search first passes everything newer that stands on other boards.
            sql = index.sql(_POSTGRES_SEARCH, within="scope = %s::bigint", newest="-id")
            return _ids(connection, sql, [scopes[0], query, query])
        sql = index.sql(_POSTGRES_SEARCH, within="scope = ANY(%s)", newest="id DESC")
        return _ids(connection, sql, [list(scopes), query, query])
    phrase = " ".join(f'"{word}"' for word in words) + "*"
    return _ids(connection, index.sql(_SQLITE_SEARCH, scopes=_marks(scopes)), [phrase, *scopes])


def similar_ids(index: SearchIndex, text: str, *, scope: int, limit: int = 20, using: str = "default") -> list[int]:
    """Ids of rows whose titles are most like the text, likest first. The caller goes on from `visible_to`."""
    words = query_words(text)
    words = [word for word in words if len(word) >= SHORTEST_TELLING] or words
    if len("".join(words)) < 2:
        return []  # one letter is like everything
    connection = connections[using]
    if connection.vendor == "postgresql":
        line = " ".join(words)
        return _ids(connection, index.sql(_POSTGRES_SIMILAR), [line, line, scope, line, UNLIKE, limit])
    phrase = " OR ".join(f'{index.title} : "{word}"' for word in words) + "*"
    return _ids(connection, index.sql(_SQLITE_SIMILAR), [phrase, scope, limit])


def alike_ids(
    index: SearchIndex, beginnings: Sequence[str], *, scope: int, limit: int = NEAREST, using: str = "default"
) -> list[int]:
    """Ids of rows with words that begin like some of these folded ones, those that have most of them first: what is to
    be compared more closely. The caller goes on from what may be shown."""
    words = [word for word in dict.fromkeys(beginnings) if _WORD.fullmatch(word)][:MOST_WORDS]
    if not words:
        return []
    connection = connections[using]
    if connection.vendor == "postgresql":
        query = " | ".join(f"{word}:*" for word in words)
        return _ids(connection, index.sql(_POSTGRES_ALIKE), [scope, query, query, limit])
    phrase = " OR ".join(f'"{word}"*' for word in words)
    return _ids(connection, index.sql(_SQLITE_ALIKE), [phrase, scope, limit])


_POSTGRES_SEARCH = """
SELECT id FROM (
    SELECT id, words FROM {side} WHERE {within} AND words @@ to_tsquery('simple', %s)
    ORDER BY {newest} LIMIT {most}
) AS newest ORDER BY ts_rank(words, to_tsquery('simple', %s), 1) DESC, id DESC
"""
# Nearest by the whole title, through the index; then by its best part too. The cast lets the index take the scope.
_POSTGRES_SIMILAR = """
SELECT id FROM (
    SELECT id, title <-> %s AS whole, title <->> %s AS part FROM {side} WHERE scope = %s::bigint
    ORDER BY title <-> %s LIMIT {nearest}
) AS nearest WHERE part < %s ORDER BY whole + part, id DESC LIMIT %s
"""
_POSTGRES_ALIKE = """
SELECT id FROM (
    SELECT id, words FROM {side} WHERE scope = %s::bigint AND words @@ to_tsquery('simple', %s)
    ORDER BY -id LIMIT {most}
) AS newest ORDER BY ts_rank(words, to_tsquery('simple', %s)) DESC, id DESC LIMIT %s
"""
_SQLITE_SEARCH = """
SELECT id FROM (
    SELECT {side}.rowid AS id, bm25({side}, 4.0, 1.0) AS score
    FROM {side} CROSS JOIN {table} AS thing ON thing.id = {side}.rowid
    WHERE {side} MATCH %s AND thing.{scope} IN ({scopes}) ORDER BY {side}.rowid DESC LIMIT {most}
) ORDER BY score, id DESC
"""
_SQLITE_SIMILAR = """
SELECT id FROM (
    SELECT {side}.rowid AS id, bm25({side}, 1.0, 0.0) AS score
    FROM {side} CROSS JOIN {table} AS thing ON thing.id = {side}.rowid
    WHERE {side} MATCH %s AND thing.{scope} = %s ORDER BY {side}.rowid DESC LIMIT {most}
) ORDER BY score, id DESC LIMIT %s
"""

_SQLITE_ALIKE = """
SELECT id FROM (
    SELECT {side}.rowid AS id, bm25({side}, 4.0, 1.0) AS score
    FROM {side} CROSS JOIN {table} AS thing ON thing.id = {side}.rowid
    WHERE {side} MATCH %s AND thing.{scope} = %s ORDER BY {side}.rowid DESC LIMIT {most}
) ORDER BY score, id DESC LIMIT %s
"""


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _ids(connection: BaseDatabaseWrapper, sql: str, values: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]


# --- building


def build_search(using: str = "default") -> list[str]:
    """Every declared index is there and whole afterwards. Returns the keys of those that had to be built.

    Runs after every migration: Django rebuilds a SQLite table to alter it, and drops its triggers without a word.
    """
    return [index.key for index in search_indexes if _can_be_built(index, using) and _build(index, using)]


def drop_search(using: str = "default") -> None:
    """No index is kept until `build_search`: for loading in bulk, where building once is quicker than keeping."""
    connection = connections[using]
    steps = _POSTGRES_STEPS[:2] if connection.vendor == "postgresql" else _SQLITE_STEPS[:4]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for index in search_indexes:
            for step in steps:
                cursor.execute(index.sql(step, mark=""))


def _can_be_built(index: SearchIndex, using: str) -> bool:
    """Not while the table is still to be made, or is being taken away."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if index.table not in connection.introspection.table_names(cursor):
            return False
        columns = {column.name for column in connection.introspection.get_table_description(cursor, index.table)}
    return {index.title, index.text, index.scope} <= columns


def _build(index: SearchIndex, using: str) -> bool:
    connection = connections[using]
    on_postgres = connection.vendor == "postgresql"
    steps = _POSTGRES_STEPS if on_postgres else _SQLITE_STEPS
    # Stands in each trigger, so that one that another version of these steps made is not taken for ours.
    mark = hashlib.sha256("".join(steps).encode()).hexdigest()[:16]
    if _is_whole(connection, index, mark):
        return False
    if on_postgres:
        add_extensions(EXTENSIONS, using=using)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for step in steps:
            cursor.execute(index.sql(step, mark=mark))
    return True


def _is_whole(connection: BaseDatabaseWrapper, index: SearchIndex, mark: str) -> bool:
    """Whether the side table is there, and every trigger that keeps it, made by these very steps."""
    side = index.side_table
    with connection.cursor() as cursor:
        if side not in connection.introspection.table_names(cursor):
            return False
        if connection.vendor == "postgresql":
            triggers = "SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgname IN (%s, %s)"
            cursor.execute(triggers, [index.table, f"{side}_rows_{mark}", f"{side}_all_{mark}"])
            return bool(cursor.fetchone()[0] == 2)
        triggers = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s AND sql LIKE %s"
        cursor.execute(triggers, [index.table, f"%{mark}%"])
        return bool(cursor.fetchone()[0] == 3)


def add_extensions(names: Sequence[str], *, using: str) -> None:
    """This PostgreSQL has them afterwards. Raises ImproperlyConfigured, with the order for an administrator, else."""
    try:
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            for name in names:
                cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
    except DatabaseError as error:
        orders = " ".join(f"CREATE EXTENSION {name};" for name in names)
        raise ImproperlyConfigured(
            f"Search needs two extensions of PostgreSQL that this database user may not add ({error}). "
            f"Ask an administrator to run once, in this database: {orders}"
        ) from error


_POSTGRES_STEPS = (
    """DO $$ DECLARE made name; BEGIN
        FOR made IN SELECT tgname FROM pg_trigger
            WHERE tgrelid = '{table}'::regclass AND starts_with(tgname, '{side}_') LOOP
            EXECUTE format('DROP TRIGGER %I ON {table}', made);
        END LOOP;
    END $$""",
    "DROP TABLE IF EXISTS {side}",
    "CREATE TABLE {side} (id bigint NOT NULL, scope bigint NOT NULL, title text NOT NULL, words tsvector NOT NULL)",
    # A title weighs more. The cuts keep below what PostgreSQL takes into one tsvector.
    """CREATE OR REPLACE FUNCTION {side}_words(title text, body text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
        SELECT setweight(to_tsvector('simple', left(title, 2000)), 'A')
            || setweight(to_tsvector('simple', left(body, 200000)), 'D') $$""",
    "INSERT INTO {side} SELECT id, {scope}, {title}, {side}_words({title}, {text}) FROM {table}",
    "ALTER TABLE {side} ADD PRIMARY KEY (id)",
    "CREATE INDEX ON {side} (scope, (-id))",
    "CREATE INDEX ON {side} USING gin (words)",
    "CREATE INDEX ON {side} USING gist (scope, title gist_trgm_ops)",
    "ANALYZE {side}",
    """CREATE OR REPLACE FUNCTION {side}_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'TRUNCATE' THEN
            TRUNCATE {side};
        ELSIF TG_OP = 'DELETE' THEN
            DELETE FROM {side} WHERE id = OLD.id;
        ELSIF TG_OP = 'INSERT' OR (OLD.{scope}, OLD.{title}, OLD.{text})
            IS DISTINCT FROM (NEW.{scope}, NEW.{title}, NEW.{text}) THEN
            INSERT INTO {side} VALUES (NEW.id, NEW.{scope}, NEW.{title}, {side}_words(NEW.{title}, NEW.{text}))
            ON CONFLICT (id) DO UPDATE SET scope = EXCLUDED.scope, title = EXCLUDED.title, words = EXCLUDED.words;
        END IF;
        RETURN NULL;
    END $$""",
    # No list of columns after UPDATE: it would keep a migration from altering them.
    """CREATE TRIGGER {side}_rows_{mark} AFTER INSERT OR UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {side}_keep()""",
    """CREATE TRIGGER {side}_all_{mark} AFTER TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION {side}_keep()""",
)
_SQLITE_STEPS = (
    "DROP TRIGGER IF EXISTS {side}_insert",
    "DROP TRIGGER IF EXISTS {side}_update",
    "DROP TRIGGER IF EXISTS {side}_delete",
    "DROP TABLE IF EXISTS {side}",
    """CREATE VIRTUAL TABLE {side} USING fts5(
        {title}, {text}, content='{table}', content_rowid='id', tokenize='unicode61', prefix='1 2 3')""",
    "INSERT INTO {side} ({side}) VALUES ('rebuild')",
    """CREATE TRIGGER {side}_insert AFTER INSERT ON {table} BEGIN /* {mark} */
        INSERT INTO {side} (rowid, {title}, {text}) VALUES (NEW.id, NEW.{title}, NEW.{text});
    END""",
    """CREATE TRIGGER {side}_update AFTER UPDATE OF id, {title}, {text} ON {table} BEGIN /* {mark} */
        INSERT INTO {side} ({side}, rowid, {title}, {text}) VALUES ('delete', OLD.id, OLD.{title}, OLD.{text});
        INSERT INTO {side} (rowid, {title}, {text}) VALUES (NEW.id, NEW.{title}, NEW.{text});
    END""",
    """CREATE TRIGGER {side}_delete AFTER DELETE ON {table} BEGIN /* {mark} */
        INSERT INTO {side} ({side}, rowid, {title}, {text}) VALUES ('delete', OLD.id, OLD.{title}, OLD.{text});
    END""",
)
