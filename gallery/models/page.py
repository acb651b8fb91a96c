from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from core.audience.models import RoutedPage


class GalleryPage(RoutedPage):
    """The public showcase: published work of members, each piece seen by whoever sees what it belongs to."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels = [*RoutedPage.content_panels, FieldPanel("introduction")]
    subpage_types: list[str] = []
    url_conf = "gallery.page_urls"
    template = "gallery/gallery.html"
    page_description = _("Pictures, billboards and films that members made")
    nav_icon = "picture"

    class Meta:
        verbose_name = _("gallery")
        verbose_name_plural = _("galleries")
