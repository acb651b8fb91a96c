from typing import Any

from django.db import models
from django.urls import include
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin

from core.audience.models import GatedPage


class ImpactPage(RoutablePageMixin, GatedPage):
    """What came of ideas, in figures of the boards that whoever looks may see. Built from data: nobody edits one."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels = [*GatedPage.content_panels, FieldPanel("introduction")]
    subpage_types: list[str] = []
    template = "ideas/impact.html"
    page_description = _("What came of ideas, in figures: answered, launched, how long it took")
    nav_icon = "ratio"
    in_colophon = True

    class Meta:
        verbose_name = _("impact page")
        verbose_name_plural = _("impact pages")

    @classmethod
    def get_subpage_urls(cls) -> list[Any]:
        return list(include("ideas.impact.urls")[0].urlpatterns)  # type: ignore[attr-defined]

    def get_url_of(self, route: str, request: Any = None) -> str:
        """The address of one of this page's routes, by the route's name."""
        return self.get_url(request) + self.reverse_subpage(route)
