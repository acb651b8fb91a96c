from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from core.audience.models import GatedPage
from core.pages.blocks import BodyBlock


class StandardPage(GatedPage):
    """Words and pictures: house rules, about us, how it works."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("text"))

    content_panels = [*GatedPage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    template = "pages/standard.html"
    nav_icon = "info"

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
