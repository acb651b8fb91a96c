from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.pages.navigation import places


def site_nav(request: HttpRequest) -> dict[str, Any]:
    """`site_nav`: places with title, url, icon, current. Looked up only where a template asks."""
    return {"site_nav": SimpleLazyObject(partial(places, request))}
