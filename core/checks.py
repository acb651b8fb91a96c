"""System checks that stop an unsafe production before it starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def shared_cache(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Rate limits count in the cache: with one cache a process, a limit of ten is ten times the processes."""
    if settings.CACHE_IS_SHARED:
        return []
    return [
        Error(
            "The cache is in-process: rate limits would count separately in every process.",
            hint="Set CACHE_URL to a Redis or Valkey server, for example redis://127.0.0.1:6379/0.",
            id="core.E001",
        )
    ]
