from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from core.audience.models import GatedPage
from core.pages.registries import ask_address, built_sections


class HomePage(GatedPage):
    """What this community is for in one sentence, the ask, and what the rooms have to show."""

    headline = models.CharField(
        _("headline"), max_length=120, blank=True, help_text=_("One short sentence, set large.")
    )
    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    ask = models.CharField(
        _("question"),
        max_length=120,
        blank=True,
        help_text=_("What you ask people: What would make our coffee better?"),
    )
    example = models.CharField(_("example"), max_length=80, blank=True, help_text=_("Shown in the empty field."))

    content_panels = [
        *GatedPage.content_panels,
        FieldPanel("headline"),
        FieldPanel("introduction"),
        FieldPanel("ask"),
        FieldPanel("example"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    template = "pages/home.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"sections": built_sections(request), "ask_address": ask_address(request)}
