"""What the site's search finds: pages, and what the rooms above register."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.audience.models import GatedPageQuerySet, visible_pages
from core.pages.registries import SearchSource, search_sources
from core.sanitizing import clean_line

LONGEST = 200
PER_SOURCE = 10


@dataclass(frozen=True, slots=True)
class Found:
    source: SearchSource
    rows: list[Any]


def search_everything(words: str, user: Any) -> list[Found]:
    """What this person may see of every source, sources with nothing left out."""
    words = clean_line(words)[:LONGEST].strip()
    if not words:
        return []
    sources = sorted(search_sources, key=lambda source: source.order)
    found = (Found(source, list(source.search(words, user, PER_SOURCE))) for source in sources)
    return [one for one in found if one.rows]


def search_pages(words: str, user: Any, limit: int) -> Iterable[Any]:
    """Pages whose title holds every word, but for those that a source of their own finds."""
    elsewhere = [source.pages for source in search_sources if source.pages]
    pages: GatedPageQuerySet = visible_pages(user).filter(depth__gt=2).not_type(*elsewhere)
    for word in words.split()[:8]:
        pages = pages.filter(title__icontains=word)
    return pages.order_by("-last_published_at", "-pk")[:limit]


PAGES = SearchSource(key="pages", label=_("Pages"), search=search_pages, template="pages/found_page.html", order=90)
