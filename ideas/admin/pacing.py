"""How fast each board takes new ideas: what it answers in time, and slowing or pausing it with public words."""

from typing import Any

from django import forms
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.errors import RuleBroken
from core.fields import TextField
from ideas.actions.pacing import LEAST_REASON, check_pace, set_pace
from ideas.desks import boards_of, ideas_of
from ideas.figures import BEHIND, rates_of
from ideas.models import IdeaBoardPage
from ideas.statuses import Pace

LONGEST_REASON = 500


class PaceForm(forms.Form):
    """The rules are the verb's; the form knows their shape."""

    pace = forms.ChoiceField(
        label=gettext_lazy("New ideas"),
        choices=Pace.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how fast this board takes new ideas.")},
    )
    reason = TextField(
        label=gettext_lazy("Public reason"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = _("At least %(least)d characters. It stands on the board and above the form for new ideas.")
        self.fields["reason"].help_text = words % {"least": LEAST_REASON}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "pace" in cleaned and "reason" in cleaned:
            try:
                check_pace(cleaned["pace"], cleaned["reason"])
            except RuleBroken as broken:
                self.add_error(None, broken)
        return cleaned


class PaceScreen(WagtailAdminTemplateMixin, View):
    page_title = gettext_lazy("Pace of boards")
    header_icon = "time"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("idea_answers:index"), "label": _("Ideas")},
            {"url": reverse("idea_answers:paces"), "label": _("Pace of boards")},
        ]


class PacesView(PaceScreen):
    """Every board on the desk with its rate. As many queries for many boards as for one."""

    template_name = "ideas/admin/paces.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        boards = list(boards_of(request.user).order_by("title", "pk"))
        rates, overdue = rates_of(boards), _overdue(request.user)
        rows = [(board, rates[board.pk], overdue.get(board.pk, 0)) for board in boards]
        return self.render_to_response(self.get_context_data(rows=rows, behind=BEHIND))


def _overdue(user: Any) -> dict[int, int]:
    """By board how many ideas are overdue."""
    late = ideas_of(user).overdue().order_by().values_list("board_id")
    return dict(late.annotate(n=Count("pk")))


class PaceView(PaceScreen):
    """One board. POST sets its pace, or (`do=preview`) shows the words first."""

    template_name = "ideas/admin/pace.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.board: IdeaBoardPage = get_object_or_404(boards_of(request.user), pk=kwargs["pk"])

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(PaceForm(initial={"pace": self.board.pace, "reason": self.board.pace_reason}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = PaceForm(request.POST)
        if not form.is_valid() or request.POST.get("do") == "preview":
            return self.show(form)
        given = form.cleaned_data
        if set_pace(self.board, given["pace"], by=request.user, reason=given["reason"]):
            words = _("“%(board)s” says so from now on: %(pace)s.")
            messages.success(request, words % {"board": self.board.title, "pace": Pace(given["pace"]).label})
        return redirect("idea_answers:pace", pk)

    def get_page_title(self) -> str:
        return _("Pace of “%(board)s”") % {"board": self.board.title}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.board.title}]

    def show(self, form: PaceForm) -> HttpResponse:
        preview = IdeaBoardPage(pace=self.board.pace, pace_reason=self.board.pace_reason)
        if form.is_bound:
            preview.pace = form.cleaned_data.get("pace", preview.pace)
            preview.pace_reason = form.cleaned_data.get("reason", "")
        history = self.board.pace_changes.select_related("by")
        rate = rates_of([self.board])[self.board.pk]
        context = {"form": form, "board": self.board, "preview": preview, "history": history, "rate": rate}
        return self.render_to_response(self.get_context_data(**context))
