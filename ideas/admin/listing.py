from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from ideas.admin.columns import idea_columns
from ideas.admin.desk import by_need, unanswered
from ideas.admin.filters import IdeaFilterSet
from ideas.admin.twins import TWINS, twins_of
from ideas.desks import boards_of, ideas_of
from ideas.models import Idea
from ideas.models.idea import IdeaQuerySet
from ideas.searching import find_on


class IdeaListView(BaseListingView):
    """Ideas of the boards that this person works on: what needs an answer first, until another order is asked for."""

    model = Idea
    page_title = _("Ideas")
    template_name = "ideas/admin/list.html"
    results_template_name = "ideas/admin/list_results.html"
    filterset_class = IdeaFilterSet
    is_searchable = True
    paginate_by = 50
    verbose_name_plural = _("ideas")
    table_classname = "listing idea-desk-table"
    header_icon = ""

    @cached_property
    def columns(self) -> list:
        """Which board an idea stands on is said only to those who work on several."""
        several = len(boards_of(self.request.user)) > 1
        return [column for column in idea_columns() if several or column.name != "board"]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(gettext("Answer the next one"), url=reverse("idea_answers:next"), icon_name="comment"),
            HeaderButton(gettext("Waiting list"), url=reverse("idea_answers:waiting"), icon_name="history"),
        ]

    def get_base_queryset(self) -> IdeaQuerySet:
        return ideas_of(self.request.user).select_related("board", "status", "category", "owner", "author")

    def order_queryset(self, queryset: IdeaQuerySet) -> IdeaQuerySet:
        if not self.ordering:
            return by_need(queryset)
        return queryset.order_by(self.ordering, "-pk")

    def filter_queryset(self, queryset: IdeaQuerySet) -> IdeaQuerySet:
        if self.filters and self.filters.is_valid():
            return self.filters.filter_queryset(queryset)
        return queryset.published()

    def search_queryset(self, queryset: IdeaQuerySet) -> IdeaQuerySet:
        """The board's own search, the best thousand, in the order of the list."""
        if not self.is_searching:
            return queryset
        return queryset.filter(pk__in=find_on(boards_of(self.request.user), self.search_query))

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            return gettext("No idea fits this search and these filters.")
        return gettext("No idea has been published yet on a board that you work on.")

    def presets(self) -> list[dict[str, Any]]:
        """The lists that are asked for most, as links with their numbers."""
        mine = ideas_of(self.request.user)
        asked = {key: self.request.GET.get(key, "") for key in ("need", "owner")}
        return [
            self._preset(gettext("All"), {}, asked),
            self._preset(gettext("Unanswered"), {"need": "unanswered"}, asked, unanswered(mine).count()),
            self._preset(gettext("Overdue"), {"need": "overdue"}, asked, mine.overdue().count()),
            self._preset(gettext("Mine"), {"owner": "me"}, asked),
            *self._maybe_the_same(),
        ]

    def _maybe_the_same(self) -> list[dict[str, Any]]:
        """Another page, while it has anything."""
        count = twins_of(self.request.user).count()
        spoken = ngettext("%(n)d pair", "%(n)d pairs", count) % {"n": count}
        label = gettext("Maybe the same")
        link = {"label": label, "url": reverse(TWINS), "count": count, "spoken": spoken, "is_current": False}
        return [link] if count else []

    def _preset(
        self, label: str, wanted: dict[str, str], asked: dict[str, str], count: int | None = None
    ) -> dict[str, Any]:
        url = f"{self.index_url}?{urlencode(wanted)}" if wanted else self.index_url
        is_current = asked == {"need": "", "owner": "", **wanted}
        spoken = ngettext("%(n)d idea", "%(n)d ideas", count or 0) % {"n": count or 0}
        return {"label": label, "url": url, "count": count, "spoken": spoken, "is_current": is_current}

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["presets"] = self.presets()
        context["model_opts"] = Idea._meta
        return context
