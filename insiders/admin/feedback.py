"""What was said of one early-access page, for its team: read, narrowed, counted, answered, taken along."""

import csv
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from core.errors import RuleBroken, Stale
from core.fields import TextField
from core.sanitizing import spreadsheet_safe
from insiders.actions.advising import answer_feedback
from insiders.actions.early import early_access_of
from insiders.models import EarlyAccess, EarlyAccessPage, Feedback, Sort
from insiders.models.feedback import BEST, MOST_WORDS
from insiders.policies.early_access import may_look_after

FEEDBACK, FEEDBACK_CSV = "early_access_feedback", "early_access_feedback_csv"
PER_PAGE = 20
COLUMNS = ("sent", "changed", "handle", "rating", "would_want_it", "about", "words", "answer", "answered")
ANSWERED = {"yes": True, "no": False}


class NarrowForm(forms.Form):
    sort = forms.ChoiceField(
        label=gettext_lazy("About"), choices=[("", gettext_lazy("Everything")), *Sort.choices], required=False
    )
    rating = forms.TypedChoiceField(
        label=gettext_lazy("Rating"),
        choices=[("", gettext_lazy("Any")), *((number, str(number)) for number in range(1, BEST + 1))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    answered = forms.TypedChoiceField(
        label=gettext_lazy("Answered"),
        choices=[("", gettext_lazy("Both")), ("no", gettext_lazy("Not yet")), ("yes", gettext_lazy("Answered"))],
        coerce=lambda said: ANSWERED[said],
        empty_value=None,
        required=False,
    )


class AnswerForm(forms.Form):
    answer = TextField(
        label=gettext_lazy("Answer"),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=gettext_lazy("Only who wrote this reads it. Empty takes an answer back."),
    )
    words = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)


class FeedbackView(WagtailAdminTemplateMixin, View):
    """GET lists; POST answers the one that `feedback` names."""

    template_name = "insiders/admin/feedback.html"
    page_title = gettext_lazy("Feedback")
    header_icon = "comment"

    def dispatch(self, request: HttpRequest, page_pk: int) -> HttpResponseBase:
        self.page, self.early = looked_after(request, page_pk)
        return super().dispatch(request, page_pk)

    def get(self, request: HttpRequest, page_pk: int) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, page_pk: int) -> HttpResponse:
        key = request.POST.get("feedback", "")
        found = self.early.feedback.filter(pk=key if key.isdecimal() and len(key) < 19 else 0)
        feedback = get_object_or_404(found.select_related("early__page", "author"))
        form = AnswerForm(request.POST, prefix=f"f{feedback.pk}")
        if form.is_valid():
            try:
                answer_feedback(feedback, by=request.user, **form.cleaned_data)
            except RuleBroken as broken:
                form.add_error(None, broken.messages)
            except Stale as stale:
                form.add_error(None, str(stale))
                read_now = request.POST.copy()
                read_now[form.add_prefix("words")] = feedback.words  # what is shown beside it now
                form.data = read_now
            else:
                messages.success(request, _("The answer is stored."))
                return redirect(f"{request.get_full_path()}#feedback-{feedback.pk}")
        return self.show({feedback.pk: form}, status=422)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(_("Edit"), url=reverse("wagtailadmin_pages:edit", args=[self.page.pk]), icon_name="edit"),
            HeaderButton("CSV", url=reverse(FEEDBACK_CSV, args=[self.page.pk]), icon_name="download"),
        ]

    def get_page_subtitle(self) -> str:
        return str(self.page.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        place = reverse("wagtailadmin_explore", args=[self.page.get_parent().pk])
        return [
            *self.breadcrumbs_items,
            {"url": place, "label": _("Early access")},
            {"url": "", "label": self.page_title, "sublabel": self.page.title},
        ]

    def show(self, filled: dict[int, AnswerForm] | None = None, *, status: int = 200) -> HttpResponse:
        narrow = NarrowForm(self.request.GET)
        narrow.is_valid()
        rows = self.early.feedback.narrowed(**narrow.cleaned_data).select_related("author", "answered_by")
        page_of = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        query = self.request.GET.copy()
        query.pop("p", None)
        context = self.get_context_data(
            page=self.page,
            figures=self.early.feedback.figures(),
            narrow=narrow,
            rows=[(row, (filled or {}).get(row.pk) or _empty(row)) for row in page_of],
            page_of=page_of,
            query=query.urlencode(),
            best=BEST,
        )
        return self.render_to_response(context, status=status)


def _empty(row: Feedback) -> AnswerForm:
    return AnswerForm(initial={"answer": row.answer, "words": row.words}, prefix=f"f{row.pk}")


def looked_after(request: HttpRequest, page_pk: int) -> tuple[EarlyAccessPage, EarlyAccess]:
    """Raises Http404 for whoever does not look after the page."""
    page = EarlyAccessPage.objects.filter(pk=page_pk).first()
    if page is None or not may_look_after(request.user, page):
        raise Http404
    return page, early_access_of(page)


class Line:
    """What the writer wrote last."""

    def write(self, text: str) -> str:
        return text


def feedback_csv(request: HttpRequest, page_pk: int) -> HttpResponseBase:
    """All of it, the newest first."""
    _page, early = looked_after(request, page_pk)
    response = StreamingHttpResponse(_lines(early), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="feedback-{early.pk}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _lines(early: EarlyAccess) -> Iterator[str]:
    writer: Any = csv.writer(Line(), lineterminator="\n")
    yield writer.writerow(COLUMNS)
    for row in early.feedback.select_related("author").iterator(500):
        yield writer.writerow([spreadsheet_safe(cell) for cell in _cells(row)])


def _cells(row: Feedback) -> list[str]:
    wants = {True: "yes", False: "no"}.get(row.wants, "")  # type: ignore[arg-type]
    return [
        row.created_at.isoformat(),
        row.changed_at.isoformat() if row.changed_at else "",
        row.author.handle if row.author else "",
        "" if row.rating is None else str(row.rating),
        wants,
        row.sort,
        row.words,
        row.answer,
        row.answered_at.isoformat() if row.answered_at else "",
    ]
