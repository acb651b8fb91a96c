"""The places of the site: top-level pages marked for menus that a person may see."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from wagtail.models import Page, Site

from core.audience.gate import closed_paths, epoch
from core.audience.models import path_on, visible_pages

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Place:
    title: str
    url: str
    icon: str = ""
    current: bool = False


def places(request: HttpRequest) -> list[Place]:
    """Remembered by what is closed to the person, so that everyone to whom the same is open shares one answer."""
    return [Place(title, url, icon, request.path.startswith(url)) for title, url, icon in _remembered(request)]


def _remembered(request: HttpRequest) -> list[tuple[str, str, str]]:
    try:
        host = request.get_host()
    except DisallowedHost:
        return []
    user = request.user
    closed = sha256("|".join(closed_paths(user)).encode()).hexdigest()[:16]
    key = f"places:{epoch()}:{host}:{closed}"
    rows = cache.get(key)
    if rows is None:
        rows = _rows(Site.find_for_request(request), user)
        cache.set(key, rows, SECONDS)
    return list(rows)


def _rows(site: Site | None, user: Any) -> list[tuple[str, str, str]]:
    if site is None:
        return []
    pages = visible_pages(user).child_of(site.root_page).filter(show_in_menus=True).select_related("content_type")
    return [(page.title, path_on(site, page), _icon(page)) for page in pages]


def _icon(page: Page) -> str:
    return str(getattr(page.content_type.model_class(), "nav_icon", ""))
