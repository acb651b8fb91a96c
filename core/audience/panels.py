"""How an editor says who sees a page: the ladder, the teaser, and above both in plain words what they come to."""

from typing import Any

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel

from core.audience.audience_words import AudienceWords
from core.audience.closed_types import key_of
from core.brand.choosers import PictureChooser


class AudiencePanel(Panel):
    """The summary. What is saved, drawn by the server; a script asks again while somebody types."""

    def on_model_bound(self) -> None:
        self.heading = _("What it comes to")

    class BoundPanel(Panel.BoundPanel):
        template_name = "audience/admin/summary_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            parent = getattr(self.form, "parent_page", None)
            words = AudienceWords.of_draft(self.instance, parent)
            return context | {"words": words, "parent": parent, "type": key_of(self.instance)}


AUDIENCE_PANELS = [
    MultiFieldPanel(
        [
            AudiencePanel(),
            InlinePanel(
                "audience_windows",
                panels=[
                    FieldPanel("tiers", widget=CheckboxSelectMultiple),
                    FieldRowPanel(
                        [FieldPanel("insiders_from"), FieldPanel("members_from"), FieldPanel("public_from")],
                        help_text=_(
                            "By your own clock. Insiders without a time come in at once; members and everyone without "
                            "a time never do."
                        ),
                    ),
                ],
                heading=_("From when"),
                label=_("Steps"),
                max_num=1,
                help_text=_(
                    "Without steps the page is open to all, unless Privacy, a page above or its own type closes it."
                ),
            ),
            InlinePanel(
                "teasers",
                panels=[FieldPanel("title"), FieldPanel("text"), FieldPanel("picture", widget=PictureChooser)],
                heading=_("What the others are shown"),
                label=_("Teaser"),
                max_num=1,
                help_text=_("Without a teaser the page does not exist for those who may not see it."),
            ),
        ],
        heading=_("Who sees it"),
    )
]
