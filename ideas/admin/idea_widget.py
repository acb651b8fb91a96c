"""The field in which one idea is chosen, as a title beside a button."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.chooser import BaseChooser

from core.http import key_in

CHOOSER = "idea_chooser"


class IdeaChooser(BaseChooser):
    """`user` is who looks: what they may not see has no title for them."""

    model = "ideas.Idea"
    chooser_modal_url_name = f"{CHOOSER}:choose"
    choose_one_text = gettext_lazy("Choose an idea")
    choose_another_text = gettext_lazy("Choose another idea")
    link_to_chosen_text = gettext_lazy("Answer this idea")
    icon = "pick"
    user: Any = None

    def get_instance(self, value: Any) -> Any:
        """None for what cannot be a key: the form says so beside it."""
        return None if isinstance(value, str) and not key_in(value) else super().get_instance(value)

    def get_display_title(self, idea: Any) -> str:
        seen = type(idea).objects.visible_to(self.user) if self.user else type(idea).objects.none()
        if seen.filter(pk=idea.pk).exists():
            return str(idea.title)
        return _("An idea that you may not see")
