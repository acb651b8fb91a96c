"""The places of the site: top-level pages that a person may see and that are marked for menus, or of a type that stands
in the foot of every page."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page, Site, get_page_models

from core.audience.gate import closed_paths, epoch
from core.audience.models import path_on, visible_pages

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Place:
    title: str
    url: str
    icon: str = ""
    current: bool = False
    kind: str = ""  # the name of the page's model
    is_in_menu: bool = True


Row = tuple[str, str, str, str, bool]


def places(request: HttpRequest) -> list[Place]:
    """Remembered by what is closed to the person, so that everyone to whom the same is open shares one answer."""
    return [
        Place(title, url, icon, request.path.startswith(url), kind, is_in_menu)
        for title, url, icon, kind, is_in_menu in _remembered(request)
    ]


def _remembered(request: HttpRequest) -> list[Row]:
    try:
        host = request.get_host()
    except DisallowedHost:
        return []
    user = request.user
    closed = sha256("|".join(closed_paths(user)).encode()).hexdigest()[:16]
    key = f"site-places:{epoch()}:{host}:{closed}"
    rows = cache.get(key)
    if rows is None:
        rows = _rows(Site.find_for_request(request), user)
        cache.set(key, rows, SECONDS)
    return list(rows)


def _rows(site: Site | None, user: Any) -> list[Row]:
    if site is None:
        return []
    wanted = Q(show_in_menus=True)
    for model in get_page_models():
        if getattr(model, "in_colophon", False):
            wanted |= Q(content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name)
    pages = visible_pages(user).child_of(site.root_page).filter(wanted).select_related("content_type")
    return [
        (page.title, path_on(site, page), _icon(page), page.content_type.model, page.show_in_menus) for page in pages
    ]


def _icon(page: Page) -> str:
    return str(getattr(page.content_type.model_class(), "nav_icon", ""))
