"""How a launch story is edited in the admin: first what is still missing, then the story."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel

from core.brand.choosers import PictureChooser
from ideas.admin.film_widget import FilmChooser
from ideas.admin.idea_widget import IdeaChooser


class ChecklistPanel(Panel):
    """What is missing before the story can be published, and how many people are told then; as it was saved last."""

    def on_model_bound(self) -> None:
        self.heading = _("Before you publish")

    class BoundPanel(Panel.BoundPanel):
        template_name = "ideas/admin/launch_checklist.html"


class OncePublished(FieldPanel):
    """A field that says nothing of a story which was never public."""

    class BoundPanel(FieldPanel.BoundPanel):  # type: ignore[misc]
        def is_shown(self) -> bool:
            return bool(self.instance.first_published_at) and super().is_shown()


LAUNCH_PANELS = [
    ChecklistPanel(),
    FieldPanel("introduction"),
    FieldRowPanel([FieldPanel("launched_on"), FieldPanel("picture", widget=PictureChooser)]),
    InlinePanel(
        "launched_ideas",
        heading=_("Whose ideas it goes back to"),
        label=_("Idea"),
        help_text=_("Ideas of any board, the most important one first. Give each the credit that is true."),
        panels=[
            FieldPanel("idea", widget=IdeaChooser),
            FieldRowPanel([FieldPanel("credit"), FieldPanel("credit_date")]),
            FieldPanel("note"),
        ],
    ),
    OncePublished("correction_note"),
    FieldPanel("body"),
    MultiFieldPanel(
        [
            FieldPanel("evidence_picture", widget=PictureChooser),
            FieldPanel("evidence_film", widget=FilmChooser),
            FieldPanel("evidence_url"),
            FieldRowPanel([FieldPanel("evidence_place"), FieldPanel("evidence_on")]),
        ],
        heading=_("Evidence"),
        help_text=_("A photo, a film, or a link to a report: so that nobody has to take your word for it."),
    ),
    MultiFieldPanel(
        [
            FieldPanel("thanks"),
            FieldRowPanel([FieldPanel("signed_by"), FieldPanel("signed_as")]),
            FieldPanel("signed_face", widget=PictureChooser),
        ],
        heading=_("Thanks"),
    ),
]
