"""An early-access page that everybody can read was forgotten: it is told whenever the database is checked."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, connections

from insiders.blocks import EarlyAccessBlock, unguarded
from insiders.closing import open_by_oversight
from insiders.models import EarlyAccessPage


@register(Tags.database)
def early_access_is_closed(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Every live early-access page has a restriction or a ladder, on it or above."""
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    if EarlyAccessPage._meta.db_table not in connections[DEFAULT_DB_ALIAS].introspection.table_names():
        return []
    return [
        Error(
            f"Early-access page {page.pk} is open to everybody.",
            hint="Give it steps under “Who sees it”, or a restriction under Privacy, or unpublish it.",
            id="insiders.E001",
        )
        for page in open_by_oversight(EarlyAccessPage.objects.all())
    ]


@register()
def blocks_keep_files_private(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """No block of an early-access page takes Wagtail's pictures or documents, whose files are public."""
    return [
        Error(
            f"The block “{name}” of early-access pages takes files that everybody can fetch.",
            hint="Use the blocks of private files.",
            id="insiders.E002",
        )
        for name in unguarded(EarlyAccessBlock())
    ]
