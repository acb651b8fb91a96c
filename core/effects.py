"""What happens after a verb: tasks, started once the change is safely stored."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.core.cache import cache
from django.db import transaction


def after_commit(task: Any, *keys: int | str) -> None:
    """Enqueue this task when the current transaction has committed. Arguments are keys, never objects."""
    transaction.on_commit(partial(task.enqueue, *keys))


def after_commit_once(task: Any, *, within: timedelta) -> None:
    """Enqueue this task, which does whatever is to be done by then, when the current transaction has committed; unless
    it was enqueued so shortly before. It waits at least that long with its work, so that it finds this change too.
    """

    def enqueue() -> None:
        if cache.add(f"effects:{task.module_path}", True, within.total_seconds()):
            task.enqueue()

    transaction.on_commit(enqueue)
