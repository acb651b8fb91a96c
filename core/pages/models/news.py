from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from core.audience.models import GatedPage
from core.brand.choosers import PictureChooser
from core.pages.blocks import BodyBlock

PER_PAGE = 10


class NewsIndexPage(GatedPage):
    """All news of the brand, the newest first."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels = [*GatedPage.content_panels, FieldPanel("introduction")]
    subpage_types = ["pages.NewsPage"]
    template = "pages/news_index.html"
    nav_icon = "pen"

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        news = NewsPage.objects.child_of(self).visible_to(request.user).order_by("-date", "-pk")
        context["news"] = Paginator(news, PER_PAGE).get_page(request.GET.get("page"))
        return context


class NewsPage(GatedPage):
    """One piece of news."""

    date = models.DateField(_("date"), default=timezone.localdate)
    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    picture = models.ForeignKey(
        "brand.BrandImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("text"))

    content_panels = [
        *GatedPage.content_panels,
        FieldPanel("date"),
        FieldPanel("introduction"),
        FieldPanel("picture", widget=PictureChooser),
        FieldPanel("body"),
    ]
    parent_page_types = ["pages.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "pages/news.html"

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")
