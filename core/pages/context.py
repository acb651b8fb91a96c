from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.pages.navigation import places


def site_nav(request: HttpRequest) -> dict[str, Any]:
    """`site_nav`: places of the menus, with title, url, icon, current, kind; `site_foot`: those of the foot of a page.
    Looked up only where a template asks."""
    found = SimpleLazyObject(partial(places, request))
    return {
        "site_nav": SimpleLazyObject(lambda: [place for place in found if place.is_in_menu]),
        "site_foot": SimpleLazyObject(lambda: [place for place in found if not place.is_in_menu]),
    }
