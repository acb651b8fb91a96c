import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from core.publication import State
from ideas.admin.desk import unanswered
from ideas.answerers import answerers
from ideas.desks import boards_of
from ideas.models import BoardStatus, Category, Idea
from ideas.models.idea import IdeaQuerySet
from ideas.statuses import Stage

ANY_STATE, MERGED = "any", "merged"


class PlainChoiceFilter(django_filters.ChoiceFilter):
    """Radio buttons, as Wagtail's filter drawer has them for fields of a model."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("widget", forms.RadioSelect)
        kwargs.setdefault("empty_label", _("All"))
        super().__init__(*args, **kwargs)


class IdeaFilterSet(WagtailFilterSet):
    """Everything by which the team narrows its list. Statuses and categories go by slug, so they reach over boards."""

    need = PlainChoiceFilter(
        label=_("Needs"),
        method="filter_need",
        choices=[("unanswered", _("A first answer")), ("overdue", _("An update that is overdue"))],
    )
    board = PlainChoiceFilter(label=_("Board"), field_name="board", choices=[])
    status = PlainChoiceFilter(label=_("Status"), field_name="status__slug", choices=[])
    stage = PlainChoiceFilter(label=_("Stage"), field_name="status__stage", choices=Stage.choices)
    category = PlainChoiceFilter(label=_("Category"), field_name="category__slug", choices=[])
    owner = PlainChoiceFilter(label=_("Owner"), method="filter_owner", choices=[])
    state = PlainChoiceFilter(
        label=_("State"),
        method="filter_state",
        empty_label=_("Published"),
        choices=[
            *((state.value, state.label) for state in State if state != State.PUBLISHED),
            (MERGED, _("Merged into another idea")),
            (ANY_STATE, _("Any")),
        ],
    )

    class Meta:
        model = Idea
        fields: list[str] = []

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        boards = dict(boards_of(self.request.user).order_by("title").values_list("pk", "title"))
        self._offer("board", [(str(pk), title) for pk, title in boards.items()])
        for name, model in (("status", BoardStatus), ("category", Category)):
            rows = model.objects.filter(board__in=list(boards)).order_by("board", "sort_order", "pk")
            self._offer(name, list(dict(rows.values_list("slug", "name")).items()))
        people = [(str(person.pk), person.shown_name) for person in answerers()]
        self._offer("owner", [("me", _("Me")), ("nobody", _("Nobody")), *people])

    def _offer(self, name: str, choices: list) -> None:
        self.filters[name].extra["choices"] = choices

    def filter_queryset(self, queryset: IdeaQuerySet) -> IdeaQuerySet:
        narrowed = super().filter_queryset(queryset)
        return narrowed if self.form.cleaned_data.get("state") else narrowed.published()

    def filter_need(self, queryset: IdeaQuerySet, name: str, value: str) -> IdeaQuerySet:
        return unanswered(queryset) if value == "unanswered" else queryset.overdue()

    def filter_owner(self, queryset: IdeaQuerySet, name: str, value: str) -> IdeaQuerySet:
        if value == "nobody":
            return queryset.filter(owner=None)
        return queryset.filter(owner=self.request.user.pk if value == "me" else int(value))

    def filter_state(self, queryset: IdeaQuerySet, name: str, value: str) -> IdeaQuerySet:
        if value == MERGED:
            return queryset.filter(merged_into__isnull=False)
        return queryset if value == ANY_STATE else queryset.filter(state=value)
