from core.pages.models.home import HomePage
from core.pages.models.news import NewsIndexPage, NewsPage
from core.pages.models.standard import StandardPage

__all__ = ["HomePage", "NewsIndexPage", "NewsPage", "StandardPage"]
