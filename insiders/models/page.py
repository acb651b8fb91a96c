"""The insiders' home, and below it pages that some see before others."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from core.audience.closed_types import is_closed_beside_its_ladder
from core.audience.models import AudienceWindow, RoutedPage
from insiders.blocks import EarlyAccessBlock
from insiders.page_forms import EarlyAccessForm
from insiders.signals import page_copied
from moderation.registries import Review


class EarlyAccessIndexPage(RoutedPage):
    """What is open to whoever looks, and why; what is coming; and how one gets in. Open to all."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels = [*RoutedPage.content_panels, FieldPanel("introduction")]
    subpage_types = ["insiders.EarlyAccessPage"]
    url_conf = "insiders.home_urls"
    template = "insiders/home.html"
    page_description = _("Early access: who gets in, and to what")
    nav_icon = "door"

    class Meta:
        verbose_name = _("insiders’ home")
        verbose_name_plural = _("insiders’ homes")


class EarlyAccessPage(RoutedPage):
    """Something that some see before others. It is never open by oversight: it is of a closed type, and what nothing
    closes gets a ladder that lets nobody in, so that its editor reads it."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    body = StreamField(EarlyAccessBlock(), blank=True, verbose_name=_("text"))
    question = models.CharField(
        _("question"),
        max_length=120,
        blank=True,
        help_text=_("What you ask those who have tried it: Where is it wrong?"),
    )
    signed_by = models.CharField(_("who reads it"), max_length=80, blank=True)
    signed_as = models.CharField(
        _("who that is"), max_length=120, blank=True, help_text=_("Roasts, and reads every line you write below.")
    )
    review = models.CharField(_("review of comments"), max_length=12, choices=Review, default=Review.NEW_MEMBERS)

    base_form_class = EarlyAccessForm
    content_panels = [
        *RoutedPage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("question"), FieldPanel("signed_by"), FieldPanel("signed_as"), FieldPanel("review")],
            heading=_("Feedback and comments"),
        ),
    ]
    parent_page_types = ["insiders.EarlyAccessIndexPage"]
    subpage_types: list[str] = []
    url_conf = "insiders.page_urls"
    template = "insiders/early_access.html"
    page_description = _("Something that insiders see first")
    nav_icon = "door"

    class Meta:
        verbose_name = _("early-access page")
        verbose_name_plural = _("early-access pages")

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Closed by default, whoever creates or publishes it, in the editor or in code. A copy is closed by what closed
        its original, and brings its files."""
        source = self.copied_from if self._state.adding else None
        if kwargs.get("update_fields") is None and source is None:
            self.close_if_open()
        with transaction.atomic():
            saved = super().save(*args, **kwargs)
            if source is not None:
                page_copied.send(type(self), source=source, copy=self)
        return saved

    def close_if_open(self) -> None:
        """Unless something closes it, it has a ladder that lets nobody in; stored with the page."""
        if not self.alias_of_id and not self.audience_windows.all() and not is_closed_beside_its_ladder(self.path):
            self.audience_windows.add(AudienceWindow())
