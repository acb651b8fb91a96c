"""Fixtures and services for the whole suite."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from core.registry import Registry
from tests import migrated, reachable
from tests.restoring import keep

pytest_plugins = (
    ["tests.cast", "tests.moderation.screening.figures"] if (Path(__file__).parent / "cast.py").exists() else []
)

ON_POSTGRES = "postgres" in settings.DATABASES["default"]["ENGINE"]
MISSING = {
    "postgres": ("PostgreSQL cannot be reached (TEST_DATABASE_URL)", reachable.postgres_url),
    "redis": ("Redis cannot be reached (TEST_REDIS_URL)", reachable.redis_url),
    "s3": ("no S3 server (S3_TEST_ENDPOINT), and radosgw is not installed", reachable.s3),
    "browser": ("Chromium is not installed (CHROMIUM)", reachable.chromium),
    "font": ("no font with Latin, Greek, Cyrillic and Hebrew letters is installed (CARD_FONT)", reachable.font),
    "fribidi": ("FriBiDi is not installed", reachable.fribidi),
}

hypothesis_settings.register_profile("same-each-time", derandomize=True, deadline=None, database=None)
hypothesis_settings.load_profile("same-each-time")

# Dear, and the same on any database, or harder on PostgreSQL: Wagtail's screens, every address with hostile words, and
# how often long lists ask.
DEAR = re.compile(
    r"/admin/|/test_admin_|screens?\.py$|test_setting_up|editors?(_outside)?\.py$|test_hostile_(input|words)|test_cost_of_"
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if DEAR.search(item.nodeid.partition("::")[0]):
            item.add_marker(pytest.mark.once)
        if not (_asks_a_database(item) or any(map(item.get_closest_marker, ("once", "postgres")))):
            item.add_marker(pytest.mark.static)
    # What takes minutes begins first, so that at the end no process waits for another's.
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def _asks_a_database(item: pytest.Item) -> bool:
    """As far as its marks and fixtures tell; without either pytest-django keeps it from any."""
    fixtures = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures or item.get_closest_marker("django_db"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip by name what needs a service that is not there; with REQUIRE_SERVICES=1 that is a failure."""
    for mark, (reason, found) in MISSING.items():
        if item.get_closest_marker(mark) and not found():
            (pytest.fail if os.environ.get("REQUIRE_SERVICES") == "1" else pytest.skip)(f"{mark}: {reason}")
    if item.get_closest_marker("postgres") and not ON_POSTGRES:
        pytest.skip("postgres: this run is on SQLite; `make test` runs it on PostgreSQL afterwards")


def pytest_unconfigure(config: pytest.Config) -> None:
    for folder in (settings.MEDIA_ROOT, settings.STORAGES["private"]["OPTIONS"]["location"]):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_blocker: Any,
    django_db_keepdb: bool,
    django_db_createdb: bool,
) -> None:
    """Only one process migrates; each begins with a copy of that."""
    if django_db_createdb or not django_db_keepdb:
        with django_db_blocker.unblock():
            migrated.begin_with_a_copy()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests that commit (`live_server`, `transaction=True`) leave the database as migrating has left it."""
    with django_db_blocker.unblock():
        restore = keep()
    TransactionTestCase._fixture_setup = classmethod(lambda cls: None)
    TransactionTestCase._fixture_teardown = lambda self: restore()


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """What one test caches, the next does not see."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A page asked for in another language leaves that one switched on; the next test does not begin in it."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def rate_limits(settings) -> None:
    """Turns the limits on, as they are in production."""
    settings.RATE_LIMITS_ON = True


@pytest.fixture
def register() -> Iterator[Callable[[Registry, Any], None]]:
    """`register(home_sections, section)`: what a room would add to a registry, until the test is over."""
    added: list[tuple[Registry, Any]] = []

    def add(registry: Registry, thing: Any) -> None:
        registry.add(thing)
        added.append((registry, thing))

    yield add
    for registry, thing in added:
        del registry._things[thing.key]


@pytest.fixture
def max_queries() -> Callable[[int], AbstractContextManager[CaptureQueriesContext]]:
    """`with max_queries(9): …` fails above the ceiling and shows what was asked. The context holds the queries."""

    @contextmanager
    def ceiling(most: int) -> Iterator[CaptureQueriesContext]:
        with CaptureQueriesContext(connection) as seen:
            yield seen
        asked = "\n".join(f"{n}. {query['sql'][:300]}" for n, query in enumerate(seen.captured_queries, 1))
        assert len(seen) <= most, f"{len(seen)} queries, at most {most} allowed:\n{asked}"

    return ceiling


@pytest.fixture
def count_queries() -> Callable[[Callable[[], object]], int]:
    """`count_queries(lambda: client.get(url))` says how many queries that took."""

    def count(act: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as seen:
            act()
        return len(seen)

    return count


@pytest.fixture
def kept_tasks(settings) -> None:
    """Tasks wait in the database instead of running at once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
