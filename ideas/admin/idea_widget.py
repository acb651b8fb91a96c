"""The field in which one idea is chosen, as a title beside a button."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.chooser import BaseChooser

from core.http import key_in
from ideas.desks import titles_for

CHOOSER = "idea_chooser"


class IdeaChooser(BaseChooser):
    """`user` is who looks: what they neither see nor work on has no title for them. Titles are looked up once for all
    ideas that stand `beside` each other, and `known` from then on."""

    model = "ideas.Idea"
    chooser_modal_url_name = f"{CHOOSER}:choose"
    choose_one_text = gettext_lazy("Choose an idea")
    choose_another_text = gettext_lazy("Choose another idea")
    link_to_chosen_text = gettext_lazy("Answer this idea")
    icon = "pick"
    user: Any = None
    beside: Collection[int] = ()

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.known: dict[int, str | None] = {}

    def get_instance(self, value: Any) -> Any:
        """None for what cannot be a key: the form says so beside it."""
        return None if isinstance(value, str) and not key_in(value) else super().get_instance(value)

    def get_display_title(self, idea: Any) -> str:
        if idea.pk not in self.known:
            asked = {idea.pk, *self.beside}
            self.known.update(dict.fromkeys(asked) | (titles_for(self.user, asked) if self.user else {}))
        return self.known[idea.pk] or _("An idea that you may not see")
