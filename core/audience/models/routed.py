from typing import Any

from django.urls import include
from wagtail.contrib.routable_page.models import RoutablePageMixin

from core.audience.models.gate import GatedPage


class RoutedPage(RoutablePageMixin, GatedPage):
    """A page whose sub-addresses are routes of its own, so that its privacy gates them all."""

    url_conf = ""  # the module with its routes

    class Meta:
        abstract = True

    @classmethod
    def get_subpage_urls(cls) -> list[Any]:
        return list(include(cls.url_conf)[0].urlpatterns)  # type: ignore[attr-defined]

    def get_url_of(self, route: str, request: Any = None) -> str:
        """The address of one of its routes, by the route's name."""
        return str(self.get_url(request) + self.reverse_subpage(route))
