"""The decisions of a period, to take away."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem

from core.http import error_answer, limited
from moderation.exporting import csv_lines, decisions_of
from moderation.policies import may_moderate

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
SCREEN, FILE = "moderation_decisions", "moderation_decisions_csv"


class PeriodForm(forms.Form):
    """Both ends may be left open."""

    since = forms.DateField(label=_("From"), required=False, widget=DAY)
    until = forms.DateField(label=_("To, this day included"), required=False, widget=DAY)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end lies before the beginning."))
        return said


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """Where a period is chosen."""
    if not (verdict := may_moderate(request.user)):
        return error_answer(request, status=403, exception=verdict.reason)
    return _screen(request, PeriodForm())


@require_safe
@limited("decisions-csv", rate="10/m", methods=("GET",))
def decisions_csv(request: HttpRequest) -> HttpResponse:
    """The file, line by line. A period that is none leads back to where it is chosen, with what was typed."""
    if not (verdict := may_moderate(request.user)):
        return error_answer(request, status=403, exception=verdict.reason)
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return _screen(request, form, status=400)
    lines = csv_lines(decisions_of(request.user, **form.cleaned_data))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="decisions.csv"'
    response["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value]  # Django knows both as one kind


def _screen(request: HttpRequest, form: PeriodForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "file_url": reverse(FILE), "page_title": _("Decisions"), "header_icon": "download"}
    return render(request, "moderation/admin/decisions.html", context, status=status)


class DecisionsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(may_moderate(request.user))


def menu_item() -> MenuItem:
    return DecisionsMenuItem(_("Decisions of moderators"), reverse(SCREEN), icon_name="download", order=900)


def addresses() -> list[URLPattern]:
    return [
        path("moderation/decisions/", decisions, name=SCREEN),
        path("moderation/decisions.csv", decisions_csv, name=FILE),
    ]
