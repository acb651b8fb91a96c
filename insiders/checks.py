"""An early-access page that lost what said who sees it is told of whenever the database is checked."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, connections

from core.audience import marks
from core.audience.gate import barriers
from insiders.blocks import EarlyAccessBlock, unguarded
from insiders.models import EarlyAccessPage


@register(Tags.database)
def early_access_says_who_sees_it(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Every live early-access page has a restriction or a ladder, on it or above. Without, the gate closes it. The gate
    is asked of a migrated site alone: `migrate` runs this first, on a site of before, too."""
    if DEFAULT_DB_ALIAS not in (databases or ()) or not marks.stands(connections[DEFAULT_DB_ALIAS]):
        return []
    unsaid = [-one.pk for one in barriers() if one.pk < 0]
    return [
        Warning(
            f"Early-access page {page.pk} is closed to all but administrators: nothing says who sees it.",
            hint="Give it steps under “Who sees it”, or a restriction under Privacy, or unpublish it.",
            id="insiders.W001",
        )
        for page in EarlyAccessPage.objects.filter(live=True, pk__in=unsaid)
    ]


@register()
def blocks_keep_files_private(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """No block of an early-access page takes Wagtail's pictures or documents, which other pages may open."""
    return [
        Error(
            f"The block “{name}” of early-access pages takes files that everybody can fetch.",
            hint="Use the blocks of private files.",
            id="insiders.E002",
        )
        for name in unguarded(EarlyAccessBlock())
    ]
