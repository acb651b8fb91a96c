"""What search engines are told: only what a visitor may see."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from wagtail.models import Page, Site

from core.audience.models import path_on, visible_pages
from core.pages.registries import SearchSource, search_sources


class PageSitemap(Sitemap):
    limit = 5000

    def __init__(self, site: Site) -> None:
        self.of_site = site

    def items(self) -> Any:
        return visible_pages(AnonymousUser()).descendant_of(self.of_site.root_page, inclusive=True)

    def location(self, item: Page) -> str:
        return path_on(self.of_site, item)

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at


class SourceSitemap(Sitemap):
    limit = 5000

    def __init__(self, source: SearchSource) -> None:
        self.source = source

    def items(self) -> Any:
        return self.source.sitemap() if self.source.sitemap else []


def sitemaps(site: Site) -> dict[str, type[Sitemap] | Sitemap]:
    """By the name that stands in the address."""
    of_rooms = {source.key: SourceSitemap(source) for source in search_sources if source.sitemap}
    return {"pages": PageSitemap(site), **of_rooms}
