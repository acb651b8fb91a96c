"""How a board is edited in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.admin.widgets.slug import SlugInput


def _named(**options: object) -> TitleFieldPanel:
    """A name that proposes the slug beside it while it is being typed."""
    return TitleFieldPanel("name", classname="", placeholder=False, **options)


BOARD_PANELS = [
    FieldPanel("question"),
    FieldPanel("introduction"),
    FieldPanel("rules"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("promise_days"), FieldPanel("grace_days")]),
            FieldPanel("half_life_days"),
        ],
        heading=_("Promise and ranking"),
    ),
    FieldPanel("review"),
    FieldPanel("idea_owner"),
    InlinePanel(
        "categories",
        heading=_("Categories"),
        label=_("Category"),
        panels=[FieldRowPanel([_named(), FieldPanel("slug", widget=SlugInput)]), FieldPanel("owner")],
    ),
    InlinePanel(
        "statuses",
        heading=_("Statuses"),
        label=_("Status"),
        help_text=_("In the order of the roadmap. New ideas begin in the first one of the stage “Open”."),
        panels=[
            FieldRowPanel([_named(), FieldPanel("slug", widget=SlugInput)]),
            FieldPanel("meaning"),
            FieldRowPanel([FieldPanel("stage"), FieldPanel("open_to_votes"), FieldPanel("update_days")]),
        ],
    ),
]
