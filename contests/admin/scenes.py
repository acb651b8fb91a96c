"""How a street scene is edited in the admin: its picture with the outline of the wall drawn on it, and the corners."""

from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError
from wagtail.snippets.views.snippets import SnippetViewSet

from contests.kinds import Aspect
from core.brand.choosers import NoWindow, PictureChooser

SHOWN = "max-800x800"
CORNERS = (
    ("top_left", _("Top left")),
    ("top_right", _("Top right")),
    ("bottom_right", _("Bottom right")),
    ("bottom_left", _("Bottom left")),
)


class OutlinePanel(Panel):
    """The picture as it is stored, and where the wall is in it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "contests/admin/scene_outline.html"

        class Media:
            css = {"all": ["core/css/admin-scenes.css"]}

        def is_shown(self) -> bool:
            return bool(super().is_shown()) and self.instance.pk is not None and self.instance.picture_id is not None

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            stored = type(self.instance).objects.select_related("picture").filter(pk=self.instance.pk).first()
            if stored is None:
                return context
            try:
                shown = stored.picture.get_rendition(SHOWN)
            except (SourceImageIOError, InvalidFilterSpecError, OSError):
                return context
            points = [(x * shown.width, y * shown.height) for x, y in stored.corners]
            outline = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            marks = [(f"{x:.1f}", f"{y:.1f}", number) for number, (x, y) in enumerate(points, 1)]
            return context | {"shown": shown, "outline": SafeString(outline), "marks": marks}


class SceneViewSet(SnippetViewSet):
    icon = "image"
    menu_label = _("Street scenes")
    list_display = ("name", "aspect")
    copy_view_enabled = False
    chooser_viewset_class = NoWindow
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("picture", widget=PictureChooser),
            FieldPanel(
                "aspect",
                widget=forms.Select(choices=Aspect.choices),
                help_text=_("Of the wall as it hangs there, before it is seen at an angle."),
            ),
            OutlinePanel(heading=_("The wall in the picture")),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel(f"{name}_x"), FieldPanel(f"{name}_y")], heading=heading)
                    for name, heading in CORNERS
                ],
                heading=_("Corners"),
                help_text=_(
                    "Each as a share of the picture, from 0 at its left or top to 1 at its right or bottom: 0.25 is a"
                    " quarter of the way. Save, and the outline above shows where they are."
                ),
            ),
        ]
    )
