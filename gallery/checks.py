"""That a named font cannot be opened would be noticed when somebody sees a share card: it is told at the start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from gallery.lettering import file_of


@register()
def named_font_opens(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not settings.CARD_FONT or file_of(settings.CARD_FONT):
        return []
    return [
        Error(
            f"CARD_FONT names no font that can be opened: {settings.CARD_FONT!r}.",
            hint="Name a .ttf file that this process may read, or nothing.",
            id="gallery.E001",
        )
    ]
