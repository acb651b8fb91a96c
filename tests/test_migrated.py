"""The copy that every test database begins as is never one of other code."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests import migrated


@pytest.fixture
def code(tmp_path):
    """A checkout of one room, its lock and the settings of its tests."""
    for name in ("ideas/models.py", "requirements.txt", "tests/settings.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    return tmp_path


@pytest.mark.parametrize(
    "name", ["ideas/migrations/0002_more.py", "ideas/models.py", "requirements.txt", "tests/settings.py"]
)
def test_it_is_made_anew_when_this_changes(code, name):
    before = migrated._key(code)
    (code / name).parent.mkdir(exist_ok=True)
    (code / name).write_text("changed = True")
    assert migrated._key(code) != before


def test_it_is_kept_when_only_a_test_changes(code):
    before = migrated._key(code)
    (code / "tests" / "test_more.py").write_text("")
    assert migrated._key(code) == before


@pytest.mark.django_db
def test_nothing_is_left_to_migrate():
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
