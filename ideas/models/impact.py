from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from core.audience.models import RoutedPage


class ImpactPage(RoutedPage):
    """What came of ideas, in figures of the boards that whoever looks may see. Built from data: nobody edits one."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels = [*RoutedPage.content_panels, FieldPanel("introduction")]
    subpage_types: list[str] = []
    url_conf = "ideas.impact.urls"
    template = "ideas/impact.html"
    page_description = _("What came of ideas, in figures: answered, launched, how long it took")
    nav_icon = "ratio"
    in_colophon = True

    class Meta:
        verbose_name = _("impact page")
        verbose_name_plural = _("impact pages")
