"""What happens after a verb: tasks, started once the change is safely stored."""

from functools import partial
from typing import Any

from django.db import transaction


def after_commit(task: Any, *keys: int | str) -> None:
    """Enqueue this task when the current transaction has committed. Arguments are keys, never objects."""
    transaction.on_commit(partial(task.enqueue, *keys))
