"""The field in which the film of a story is chosen, and the way to give the story one more."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.chooser import BaseChooser

from core.http import key_in
from ideas.launches.films import choosable_films, title_of

FILM_CHOOSER = "film_chooser"


class FilmChooser(BaseChooser):
    """`user` is who looks: what they may not choose has no title for them. `story_pk`: the story, once it is stored."""

    model = "gallery.MediaItem"
    chooser_modal_url_name = f"{FILM_CHOOSER}:choose"
    choose_one_text = gettext_lazy("Choose a film")
    choose_another_text = gettext_lazy("Choose another film")
    show_edit_link = False
    icon = "media"
    template_name = "ideas/admin/film_chooser.html"
    user: Any = None
    story_pk: int | None = None

    def get_instance(self, value: Any) -> Any:
        """None for what cannot be a key: the form says so beside it."""
        return None if isinstance(value, str) and not key_in(value) else super().get_instance(value)

    def get_display_title(self, film: Any) -> str:
        seen = choosable_films(self.user).filter(pk=film.pk).first() if self.user else None
        return title_of(seen) if seen else _("A film that you may not see")
