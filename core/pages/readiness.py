"""What must work for the site to serve people. Answers are yes or no; the log says why."""

import logging
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.core.cache import cache
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection

from core.notices.models import Heartbeat

log = logging.getLogger("core.readiness")
SWEEP_WITHIN = timedelta(minutes=10)
WORKER_WITHIN = timedelta(minutes=20)


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _cache() -> bool:
    cache.set("readyz", "here", 10)
    return bool(cache.get("readyz") == "here")


def _storage() -> bool:
    """Local files: whether the folder, or the one it will be made in, can be written. Elsewhere: whether it answers."""
    if not isinstance(default_storage, FileSystemStorage) and not hasattr(default_storage, "base_location"):
        default_storage.exists("readyz")
        return True
    folder = Path(default_storage.base_location).resolve()
    while not folder.exists() and folder.parent != folder:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK)


def _worker() -> bool:
    return _was_alive("worker", WORKER_WITHIN)


def _sweep() -> bool:
    return _was_alive("sweep", SWEEP_WITHIN)


def _was_alive(key: str, within: timedelta) -> bool:
    age = Heartbeat.objects.age(key)
    return age is not None and age < within


PARTS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "cache": _cache,
    "storage": _storage,
    "worker": _worker,
    "sweep": _sweep,
}


def readiness() -> dict[str, bool]:
    """Every part by name, and whether it works. Never raises."""
    return {name: _works(name, check) for name, check in PARTS.items()}


def _works(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # whatever is broken, the answer is "no" and not an error page
        log.exception("The part %s does not answer.", name)
        return False
