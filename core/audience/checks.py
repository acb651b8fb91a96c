"""What is remembered of privacy is only true while the database marks each change of it."""

from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, connections

from core.audience import marks


@register(Tags.database)
def changes_of_privacy_are_marked(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Every trigger of `core.audience.marks` stands. A warning: an error would keep `migrate` from making them."""
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    connection = connections[DEFAULT_DB_ALIAS]
    if marks.stands(connection) or not marks.can_stand(connection):
        return []
    hint = "Run `manage.py migrate`: it makes them again."
    return [Warning("The database does not mark changes of privacy.", hint=hint, id="audience.W001")]
