"""Folding, the words of a query, and indexes that are there and whole after every migration."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connection, models

from core import searching
from core.apps import build_indexes
from core.searching import SearchIndex, build_search, fold, query_words, search_indexes
from ideas.models import Idea
from ideas.searching import INDEX, find, similar
from tests.factories import make_board, make_idea

ON_SQLITE = connection.vendor == "sqlite"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Καφές", "kafes"),
        ("ΚΑΦΕΣ", "kafes"),
        ("καφες", "kafes"),
        ("Šalica", "salica"),
        ("Đak", "dak"),
        ("rødgrøt", "rodgrot"),
        ("קָפֶה", "kfh"),
        ("קפה", "kfh"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("ﬁlter", "filter"),
        ("☕", "coffee"),
        ("  two\n\twords ", "two words"),
        ("don’t—stop/now.", "don t stop now"),
        ("عربي", fold("عربي")),
        ("", ""),
        ("…!?\u0301\x00", ""),
    ],
)
def test_folding(written, folded):
    assert fold(written) == folded


def test_what_is_folded_stays_as_it_is():
    text = "Ένα τραπέζι στη σκιά, 2½ € — naïve façade עברית"
    assert fold(fold(text)) == fold(text)


def test_a_query_is_bounded_and_has_nothing_but_words():
    assert query_words('NEAR("a" * b) AND c:d OR -e ^f') == ["near", "a", "b", "and", "c", "d", "or", "e", "f"]
    assert len(query_words("word " * 10_000)) == searching.MOST_WORDS
    assert [len(word) for word in query_words("x" * 10_000)] == [searching.LONGEST_WORD]
    assert query_words(" *:()\"'^-\\%_\x00") == []


def test_nothing_is_built_for_a_table_that_is_not_there(db):
    missing = SearchIndex("missing", table="no_such_table", title="a", text="b", scope="c")
    half = SearchIndex("half", table="ideas_idea", title="no_such_column", text="search_text", scope="board_id")
    assert not searching._can_be_built(missing, "default")
    assert not searching._can_be_built(half, "default")


def test_building_again_changes_nothing(db):
    assert INDEX in list(search_indexes)
    assert build_search() == []


@pytest.mark.django_db(transaction=True)
def test_search_survives_a_table_that_is_altered():
    """On SQLite the schema editor makes the table anew and drops the triggers; PostgreSQL alters it in place."""
    board = make_board()
    before = make_idea(board=board, title="A bench at the tram stop")
    old, new = Idea._meta.get_field("language"), models.CharField(max_length=17, blank=True, default="")
    new.set_attributes_from_name("language")
    title, longer = Idea._meta.get_field("title_folded"), models.CharField(max_length=400, default="")
    longer.set_attributes_from_name("title_folded")
    with connection.schema_editor() as editor:
        editor.alter_field(Idea, old, new)
        editor.alter_field(Idea, title, longer)
    connection.close()  # PostgreSQL keeps a trigger's plan for a session, column types included
    missed = make_idea(board=board, title="A bench at the harbour")
    try:
        call_command("migrate", verbosity=0)
        after = make_idea(board=board, title="A bench in the shade")
        assert set(find(board, "bench")) == {before.pk, missed.pk, after.pk}
        Idea.objects.filter(pk=before.pk).delete()
        assert set(find(board, "bench")) == {missed.pk, after.pk}
        assert set(similar(board, "bench in shade")) >= {after.pk}
    finally:
        connection.close()
        with connection.schema_editor() as editor:
            editor.alter_field(Idea, longer, title)
            editor.alter_field(Idea, new, old)
        build_search()
        # `migrate` forgot them; restoring the database after the next flush must not make them under other numbers.
        ContentType.objects.get_for_models(*apps.get_models())


def test_an_index_that_was_lost_is_built_anew(db):
    idea = make_idea(title="A bench at the tram stop")
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {INDEX.side_table}")
    assert build_search() == ["idea"]
    assert find(idea.board, "bench") == [idea.pk]


@pytest.mark.postgres
def test_missing_extensions_are_named_with_what_to_do(db):
    with pytest.raises(ImproperlyConfigured, match="CREATE EXTENSION no_such_extension;"):
        searching.add_extensions(["no_such_extension"], using="default")


@pytest.mark.postgres
def test_a_vote_leaves_the_words_alone(db):
    idea = make_idea(title="A bench at the tram stop")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ctid::text FROM {INDEX.side_table} WHERE id = %s", [idea.pk])
        before = cursor.fetchone()
        Idea.objects.filter(pk=idea.pk).update(vote_count=7, hot_score=3.0)
        cursor.execute(f"SELECT ctid::text FROM {INDEX.side_table} WHERE id = %s", [idea.pk])
        assert cursor.fetchone() == before


def test_the_end_of_a_migration_is_announced_by_the_last_app_with_models(db):
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {INDEX.side_table}")
    *others, last = [config for config in apps.get_app_configs() if config.models_module is not None]
    for config in others:
        build_indexes(sender=config, using="default")
    assert INDEX.side_table not in connection.introspection.table_names()
    build_indexes(sender=last, using="default")
    assert INDEX.side_table in connection.introspection.table_names()


@pytest.mark.skipif(not ON_SQLITE, reason="FTS5 is SQLite's")
def test_the_index_is_in_step_with_the_table(db):
    idea = make_idea(title="A bench at the tram stop")
    Idea.objects.filter(pk=idea.pk).update(title_folded="a chair", search_text="a chair by the sea")
    make_idea(title="Another").delete()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {INDEX.side_table} ({INDEX.side_table}, rank) VALUES ('integrity-check', 1)")
        cursor.execute("UPDATE ideas_idea SET vote_count = 3")
    assert find(idea.board, "chair") == [idea.pk]
    assert find(idea.board, "bench") == []


@pytest.mark.skipif(not ON_SQLITE, reason="FTS5 is SQLite's")
def test_the_integrity_check_can_fail(db):
    make_idea(title="A bench at the tram stop")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {INDEX.side_table}_update")
        cursor.execute("UPDATE ideas_idea SET title_folded = 'other words', search_text = 'other words'")
        with pytest.raises(DatabaseError, match="malformed"):
            cursor.execute(f"INSERT INTO {INDEX.side_table} ({INDEX.side_table}, rank) VALUES ('integrity-check', 1)")
