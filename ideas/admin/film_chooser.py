"""Choosing a film in the admin: those of stories that somebody edits, and what everybody sees in the gallery."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from core.http import key_in
from gallery.models import MediaItem
from ideas.admin.choosing import ChoosesByWords, WordsForm
from ideas.admin.film_widget import FILM_CHOOSER
from ideas.launches.films import choosable_films, films_saying, title_of


def whose(film: MediaItem) -> Any:
    return film.owner.shown_name if film.owner else ""


class FilmSearchForm(WordsForm):
    def saying(self, words: str, objects: QuerySet[MediaItem]) -> QuerySet[MediaItem]:
        return objects.filter(films_saying(words))


class _Choosing(ChoosesByWords):
    """What may be chosen, and how it is listed."""

    filter_form_class = FilmSearchForm
    ordering = ("-pk",)

    def get_object_list(self) -> QuerySet[MediaItem]:
        return choosable_films(self.request.user).select_related("owner")  # type: ignore[attr-defined]

    @property
    def columns(self) -> list[Column]:
        title = self.title_column  # type: ignore[attr-defined]
        title.accessor = title_of
        return [title, Column("by", label=_("By"), accessor=whose), Column("stage", accessor="get_stage_display")]


class ChooseFilmView(_Choosing, ChooseView):
    pass


class ChooseFilmResultsView(_Choosing, ChooseResultsView):
    pass


class ChosenFilmView(ChosenView):
    def get_object(self, pk: Any) -> MediaItem:
        return choosable_films(self.request.user).get(pk=key_in(str(pk)))

    def get_display_title(self, instance: MediaItem) -> str:
        return title_of(instance)


class ChosenFilmsView(ChosenMultipleView):
    def get_objects(self, pks: list[str]) -> QuerySet[MediaItem]:
        return choosable_films(self.request.user).filter(pk__in=[pk for pk in pks if key_in(pk)])

    def get_display_title(self, instance: MediaItem) -> str:
        return title_of(instance)


class FilmChooserViewSet(ChooserViewSet):
    model = MediaItem
    icon = "media"
    choose_one_text = _("Choose a film")
    register_widget = False
    per_page = 10
    choose_view_class = ChooseFilmView
    choose_results_view_class = ChooseFilmResultsView
    chosen_view_class = ChosenFilmView
    chosen_multiple_view_class = ChosenFilmsView


VIEWSET = FilmChooserViewSet(FILM_CHOOSER, url_prefix="film-chooser")
