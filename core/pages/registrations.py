"""The only file that plugs this room into others."""

from core.commands import Chapter, Chore, Surface, chapters, chores, surfaces
from core.pages.actions.scheduled import publish_due
from core.pages.canary import plant_news, plant_page
from core.pages.demo import erase_pages, write_pages
from core.pages.registries import search_sources
from core.pages.search import PAGES


def register() -> None:
    """Called once, by PagesConfig.ready()."""
    chapters.add(Chapter(key="pages", write=write_pages, erase=erase_pages))
    surfaces.add(Surface("page", plant_page))
    surfaces.add(Surface("news", plant_news))
    search_sources.add(PAGES)
    chores.add(Chore("scheduled-pages", publish_due))
