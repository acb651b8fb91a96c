"""Choosing one idea in the admin: the published ones of the boards that somebody works on, with search."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern
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
from ideas.admin.choosing import ChoosesByWords, WordsForm
from ideas.admin.idea_widget import CHOOSER
from ideas.desks import boards_of, choosable_by, ideas_of
from ideas.models import Idea
from ideas.searching import by_root, find_on


class IdeaSearchForm(WordsForm):
    def saying(self, words: str, objects: QuerySet[Idea]) -> QuerySet[Idea]:
        found = find_on(boards_of(self.user), words)
        return objects.filter(pk__in=list(by_root(found, seen=ideas_of(self.user))))


class _Choosing(ChoosesByWords):
    """What may be chosen, and how it is listed."""

    filter_form_class = IdeaSearchForm
    ordering = ("-vote_count", "-pk")

    def get_object_list(self) -> QuerySet[Idea]:
        return choosable_by(self.request.user).select_related("board", "status").defer("body", "search_text")  # type: ignore[attr-defined]

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column,  # type: ignore[attr-defined]
            Column("board", label=_("Board"), accessor="board.title"),
            Column("status", label=_("Status"), accessor="status.name"),
            Column("vote_count", label=_("Supporters")),
        ]


class ChooseIdeaView(_Choosing, ChooseView):
    pass


class ChooseIdeaResultsView(_Choosing, ChooseResultsView):
    pass


class ChosenIdeaView(ChosenView):
    def get_object(self, pk: Any) -> Idea:
        return choosable_by(self.request.user).get(pk=key_in(str(pk)))


class ChosenIdeasView(ChosenMultipleView):
    def get_objects(self, pks: list[str]) -> QuerySet[Idea]:
        return choosable_by(self.request.user).filter(pk__in=[pk for pk in pks if key_in(pk)])


class IdeaChooserViewSet(ChooserViewSet):
    model = Idea
    icon = "pick"
    choose_one_text = _("Choose an idea")
    register_widget = False
    per_page = 10
    choose_view_class = ChooseIdeaView
    choose_results_view_class = ChooseIdeaResultsView
    chosen_view_class = ChosenIdeaView
    chosen_multiple_view_class = ChosenIdeasView

    def get_urlpatterns(self) -> list[URLPattern]:
        """Without the form for a new one: ideas are not made here, and what is sent to it would fail."""
        return [one for one in super().get_urlpatterns() if one.name != "create"]


VIEWSET = IdeaChooserViewSet(CHOOSER, url_prefix="idea-chooser")
