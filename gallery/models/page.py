from typing import Any

from django.db import models
from django.urls import include
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin

from core.audience.models import GatedPage


class GalleryPage(RoutablePageMixin, GatedPage):
    """The public showcase: published work of members, each piece seen by whoever sees what it belongs to."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels = [*GatedPage.content_panels, FieldPanel("introduction")]
    subpage_types: list[str] = []
    template = "gallery/gallery.html"
    page_description = _("Pictures, billboards and films that members made")
    nav_icon = "picture"

    class Meta:
        verbose_name = _("gallery")
        verbose_name_plural = _("galleries")

    @classmethod
    def get_subpage_urls(cls) -> list[Any]:
        return list(include("gallery.page_urls")[0].urlpatterns)  # type: ignore[attr-defined]
